import { verbatimSql, type Query, type Sql } from "@dx/sql";
import { forEachDialect } from "@dx/testkit";
import {
  asOf,
  asOfClaim,
  busiestKeys,
  checkChanges,
  checkHistory,
  factClaims,
  historyClaimsAgainst,
  planHistoryViews,
  resolveVersions,
  snapshotHash,
  snapshotTimes,
  summarizeHistory,
  type ChangeSource,
  type HistorySpec,
} from "../src/index.ts";
import { findWrongHashes } from "../src/find-wrong-hashes.ts";
import { askChanges, askEnds, askFlag, looksOpen } from "../src/detect-columns.ts";
import { askKey } from "../src/detect-keys.ts";
import { askTimes } from "../src/detect-times.ts";
import { wideSpec } from "./wide-history.ts";

const history = "shop.dim_shop";
const specs: readonly HistorySpec[] = [
  { ...wideSpec(), rowHash: "row_hash" },
  { ...wideSpec("9999-12-31"), surrogate: { column: "shop_key", by: "hash" } },
  { key: "id", tracked: [], validFrom: "since", validTo: "until" },
];
const log: ChangeSource = {
  kind: "log",
  table: "news",
  sequence: "at",
  operation: "op",
  deletes: ["D"],
};
const sources: readonly ChangeSource[] = [
  { kind: "snapshot", table: "news", at: "2024-01-01" },
  { kind: "snapshots", table: "news", at: "at", times: ["2024-01-01", "2024-01-02"] },
  { kind: "delta", table: "news", sequence: "at" },
  log,
  { ...log, tieBreak: "nr" },
];

const column = (name: string, kind: "text" | "timestamp") => ({
  name,
  type: { kind },
  native: kind,
  nullable: true,
});
const schema = {
  relation: { kind: "relation", name: "t" },
  kind: "table",
  columns: [
    ...["country", "shop", "city", "size", "id"].map((name) => column(name, "text")),
    ...["valid_from", "valid_to"].map((name) => column(name, "timestamp")),
  ],
  uniqueKeys: [],
  foreignKeys: [],
} as const;

function queriesOf(spec: HistorySpec): readonly Sql[] {
  const factKey = spec.key === "id" ? "customer" : ["land", "nr"];
  const facts = { spec, factKey, at: "sold_at", take: { version: spec.validFrom } };
  const against = sources.flatMap((changes, index) =>
    historyClaimsAgainst("before_load", history, {
      spec,
      changes,
      earlier: index === 0 ? sources : [],
      replayed: "replayed",
    }),
  );
  const claims = [
    ...against,
    ...factClaims("sales", "resolved", { ...facts, history, factId: "id", early: "earliest" }),
    ...factClaims("sales", "resolved", { ...facts, history, factId: "id" }),
    asOfClaim(history, "news", { spec, at: "2024-01-01", isLatest: true }),
  ];
  const texts = claims.flatMap(({ check }) => {
    switch (check.kind) {
      case "no-rows":
      case "share":
        return [check.violations, check.population];
      case "same-rows":
        return [check.left, check.right];
      default:
        return [];
    }
  });
  const known = {
    table: { kind: "relation", name: "t" },
    schema,
    from: spec.validFrom,
    times: spec,
    key: ["country", "shop"],
    isOpen: looksOpen(spec),
  } as const;
  const asked: readonly Query<unknown>[] = [
    checkHistory(history, spec),
    ...sources.map((source) => checkChanges(source, spec)),
    summarizeHistory(history, spec),
    busiestKeys(history, spec, 5),
    snapshotTimes("news", "at"),
    snapshotHash(history, schema, { spec, at: "2024-01-01" }),
    askTimes(known.table, schema),
    askKey(known, ["country", "shop"]),
    askEnds(known),
    askChanges(known, ["city", "size"]),
    askFlag(known, schema.columns.slice(0, 1)),
  ];
  return [
    ...texts,
    ...asked.flatMap(({ questions }) => questions),
    asOf(history, spec, "2024-01-01"),
    planHistoryViews(history, spec).asOf,
    resolveVersions("sales", history, { ...facts, early: "earliest", unknown: { version: null } }),
    resolveVersions("sales", history, facts),
    findWrongHashes(history, spec, { column: "row_hash", hash: verbatimSql("city") }),
  ];
}

for (const [index, spec] of specs.entries())
  forEachDialect(`all queries and views of specification ${index + 1} are valid`, ({ check }) => {
    for (const one of queriesOf(spec)) check(one);
    const { current, historical } = planHistoryViews(history, spec);
    check(current);
    check(historical);
  });
