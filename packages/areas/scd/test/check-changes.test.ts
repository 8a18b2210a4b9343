import { toObjects, toRows, type ColumnSchema, type TableSchema } from "@dx/core";
import { joinPlans, planTable } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import {
  busiestKeys,
  checkChanges,
  checkColumns,
  snapshotTimes,
  summarizeHistory,
  type ChangeSource,
} from "../src/index.ts";
import { history, historyRows, spec } from "./history.ts";
import { planWide, wide, wideSpec } from "./wide-history.ts";

const given = { key: ["country", "code"], tracked: ["name"], validFrom: "f", validTo: "t" };
const log: ChangeSource = {
  kind: "log",
  table: "news",
  sequence: "at",
  operation: "op",
  deletes: ["D"],
};
const row = (country: string | null, code: string | null, more: object = {}) => ({
  nr: 1,
  country,
  code,
  name: "n",
  at: "2024-01-01",
  op: "U",
  ...more,
});
const good = [
  row("DE", "a"),
  row("DE", "a", { nr: 2 }),
  row("DE", "b", { name: null }),
  row("DE", "b", { at: "2024-01-02" }),
  row("FR", "a", { op: "D" }),
  row("FR", "a", { op: "D", name: "m" }),
];
const types = { at: "timestamp" } as const;
const load = (rows: readonly object[]) => planTable("news", toRows(rows as never, types));

forEachDatabase(
  "finds nothing in a good log, nor in a delta or snapshots of it",
  async ({ db }) => {
    await db.apply(load(good.slice(2, 4)));
    const sources: readonly ChangeSource[] = [
      log,
      { kind: "delta", table: "news", sequence: "at" },
      { kind: "snapshots", table: "news", at: "at", times: ["2024-01-01", "2024-01-02"] },
    ];
    for (const source of sources)
      // oxlint-disable-next-line no-await-in-loop -- one source after the other
      expect(await db.run(checkChanges(source, given))).toEqual([]);
  },
);

forEachDatabase("takes equal rows and repeated deletes of a log for one change", async ({ db }) => {
  await db.apply(load(good));
  expect(await db.run(checkChanges(log, given))).toEqual([]);
  expect(await db.run(checkChanges({ ...log, deletes: [] }, given))).toMatchObject([
    { code: "DX_SCD_SOURCE_TIE", count: 1, example: { country: { value: "FR" } } },
  ]);
});

forEachDatabase("finds each fault, with its number and the first example", async ({ db }) => {
  const bad = [
    ...good,
    row("DE", "a", { name: "other", nr: 7 }),
    row(null, "a"),
    row("DE", null, { at: "2024-01-05" }),
    row("DE", "c", { at: null }),
    row("de ", "A"),
  ];
  await db.apply(load(bad));
  const findings = await db.run(checkChanges(log, given));
  expect(findings).toMatchObject([
    { code: "DX_SCD_SOURCE_KEY_NULL", severity: "error", count: 2 },
    { code: "DX_SCD_SOURCE_TIME_NULL", count: 1, example: { code: { value: "c" } } },
    {
      code: "DX_SCD_SOURCE_TIE",
      subject: "news",
      count: 1,
      message: "1 keys have different changes at one time",
      example: { country: { value: "DE" }, code: { value: "a" }, change_count: { value: "2" } },
    },
    {
      code: "DX_SCD_SOURCE_KEYS_ALIKE",
      severity: "warning",
      count: 1,
      example: { spellings: { value: "2" } },
    },
  ]);
  const ordered = await db.run(checkChanges({ ...log, tieBreak: "nr" }, given));
  expect(ordered.map(({ code }) => code)).not.toContain("DX_SCD_SOURCE_TIE");
});

forEachDatabase("finds a key twice in a snapshot, and rows of no named time", async ({ db }) => {
  await db.apply(load([row("DE", "a"), row("DE", "a", { at: "2024-01-02" }), row("DE", "b")]));
  const codes = async (source: ChangeSource) =>
    (await db.run(checkChanges(source, given))).map(({ code }) => code);
  const days = { kind: "snapshots", table: "news", at: "at" } as const;
  expect(await codes({ kind: "snapshot", table: "news", at: 1n })).toEqual([
    "DX_SCD_SOURCE_KEY_TWICE",
  ]);
  expect(await codes({ ...days, times: ["2024-01-01", "2024-01-02"] })).toEqual([]);
  expect(await codes({ ...days, times: ["2024-01-01"] })).toEqual(["DX_SCD_SOURCE_TIME_UNKNOWN"]);
});

forEachDatabase("knows the times of snapshots", async ({ db }) => {
  const times = ["2024-01-02", "2024-01-01", null, "2024-01-02", "1969-12-31"];
  await db.apply(load(times.map((at) => row("DE", "a", { at }))));
  const day = 86_400_000_000n;
  expect(await db.run(snapshotTimes("news", "at"))).toEqual([-day, 19_723n * day, 19_724n * day]);
  await db.apply(planTable("none", toRows([], types)));
  expect(await db.run(snapshotTimes("none", "at"))).toEqual([]);
});

const column = (name: string, kind: "int64" | "text" | "timestamp" | "instant"): ColumnSchema => ({
  name,
  type: { kind },
  native: kind,
  nullable: true,
});
const schema: TableSchema = {
  relation: { kind: "relation", name: "news" },
  kind: "table",
  columns: [column("COUNTRY", "text"), column("code", "text"), column("at", "instant")],
  uniqueKeys: [],
  foreignKeys: [],
};

test("finds missing columns with the nearest name, and times of a wrong type", () => {
  expect(checkColumns(schema, { ...given, tracked: ["cod"] }, log)).toEqual([
    {
      code: "DX_SCD_COLUMN_MISSING",
      severity: "error",
      message: "there is no column cod; did you mean code?",
      subject: "news",
      count: 1,
      example: { column: "cod", found: "code" },
    },
    expect.objectContaining({
      message: "there is no column op; the columns are COUNTRY, code, at",
    }),
    expect.objectContaining({ code: "DX_SCD_COLUMN_ZONE", severity: "warning" }),
  ]);
  const exact = checkColumns(
    schema,
    { ...given, key: '"country"', tracked: [] },
    {
      kind: "snapshots",
      table: "news",
      at: "code",
      times: [],
    },
  );
  expect(exact.map(({ code }) => code)).toEqual(["DX_SCD_COLUMN_MISSING", "DX_SCD_COLUMN_TYPE"]);
});

test("checks the columns of the history itself", () => {
  const columns = ["country", "shop", "city", "size", "phone", "founded", "region"].map((name) =>
    column(name, "text"),
  );
  const times = ["valid_from", "valid_to"].map((name) => column(name, "timestamp"));
  const all = { ...schema, columns: [...columns, ...times] };
  const findings = checkColumns(all, wideSpec());
  expect(findings.map(({ example }) => (example as { column: string }).column)).toEqual([
    "prior_region",
    "is_current",
    "shop_key",
  ]);
});

forEachDatabase("tells what happened when, and how much there is", async ({ db }) => {
  await db.apply(
    planTable(
      history,
      historyRows([
        [1n, "Bonn", 1n, 5n],
        [1n, null, 5n, 7n],
        [1n, null, 8n, 8n],
        [1n, "Ulm", 9n, null],
        [2n, "Kiel", 1n, 5n],
        [3n, "Jena", 5n, null],
      ]),
    ),
  );
  const nothing = { inserted: 0, changed: 0, deleted: 0, returned: 0 };
  expect(await db.run(summarizeHistory(history, spec))).toEqual({
    keys: 3,
    versions: 6,
    open: 2,
    changes: [
      { ...nothing, at: 1n, inserted: 2 },
      { ...nothing, at: 5n, inserted: 1, changed: 1, deleted: 1 },
      { ...nothing, at: 7n, deleted: 1 },
      { ...nothing, at: 9n, returned: 1 },
    ],
    versionsPerKey: [
      { versions: 1, keys: 2 },
      { versions: 4, keys: 1 },
    ],
  });
  const busy = toObjects(await db.run(busiestKeys(history, spec, 2)), "js");
  expect(busy.map(({ id, city, version_count }) => [id, city, version_count])).toEqual([
    [1, "Bonn", 4],
    [1, null, 4],
    [1, null, 4],
    [1, "Ulm", 4],
    [2, "Kiel", 1],
  ]);
});

forEachDatabase("tells it of a composite key, with an end other than NULL", async ({ db }) => {
  await db.apply(joinPlans(planWide("9999-12-31 00:00:00")));
  const summary = await db.run(summarizeHistory(wide, wideSpec("9999-12-31")));
  expect(summary).toMatchObject({ keys: 3, versions: 6, open: 2 });
  const sum = (what: "inserted" | "changed" | "deleted" | "returned") =>
    summary.changes.reduce((total, one) => total + one[what], 0);
  expect([sum("inserted"), sum("changed"), sum("returned"), sum("deleted")]).toEqual([3, 2, 1, 2]);
});
