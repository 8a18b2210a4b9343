import { createColumn, createRandom, createRows, dialects, toObjects, type Rows } from "@dx/core";
import { joinPlans, planTable, renderSql, sql, type Plan } from "@dx/sql";
import { budget } from "@dx/testing/budget";
import { claimBothWays, forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import {
  asOf,
  asOfClaim,
  factClaims,
  resolveVersions,
  type FactClaimsOptions,
} from "../src/index.ts";
import { history, historyRows, spec, type Version } from "./history.ts";
import { historyOf, randomEvents } from "./reference.ts";
import { planWide, wide, wideSpec } from "./wide-history.ts";

type Fact = readonly [nr: bigint, customer: bigint | null, at: bigint | null];
const factRows = (facts: readonly Fact[]): Rows =>
  createRows([
    createColumn(
      "nr",
      "int64",
      facts.map(([nr]) => nr),
    ),
    createColumn(
      "customer",
      "int64",
      facts.map(([, customer]) => customer),
    ),
    createColumn(
      "sold_at",
      "timestamp",
      facts.map(([, , at]) => at),
    ),
  ]);

const options = {
  spec,
  factKey: "customer",
  at: "sold_at",
  take: { city: "city", version: "valid_from" },
} as const;
const versions: readonly Version[] = [
  [1n, "Bonn", 2n, 5n],
  [1n, null, 5n, 8n],
  [1n, "Ulm", 9n, null],
];
const facts: readonly Fact[] = [
  [1n, 1n, 2n],
  [2n, 1n, 4n],
  [3n, 1n, 5n],
  [4n, 1n, 8n],
  [5n, 1n, 9n],
  [6n, 1n, 1n],
  [7n, 2n, 5n],
  [8n, null, 5n],
  [9n, 1n, null],
];
const fill = (made: readonly Version[], given: readonly Fact[]): Plan =>
  joinPlans(planTable(history, historyRows(made)), planTable("sales", factRows(given)));

forEachDatabase(
  "finds the version of the fact's time, at boundaries the new one",
  async ({ db }) => {
    await db.apply(fill(versions, facts));
    const cities = async (given: typeof options & Partial<FactClaimsOptions>) => {
      const resolved = sql`select nr, city from (${resolveVersions("sales", history, given)}) as r order by nr`;
      return toObjects(await db.query(resolved), "exact").map(({ city }) => city);
    };
    const found = ["Bonn", "Bonn", null, null, "Ulm"];
    expect(await cities(options)).toEqual([...found, null, null, null, null]);
    expect(await cities({ ...options, early: "earliest" })).toEqual([
      ...found,
      "Bonn",
      null,
      null,
      null,
    ]);
    expect(await cities({ ...options, unknown: { city: "?" } })).toEqual([
      "Bonn",
      "Bonn",
      null,
      "?",
      "Ulm",
      "?",
      "?",
      "?",
      "?",
    ]);
  },
);

const claimOptions = { ...options, history, factId: "nr", atMostUnknown: 0.7 };
const store = sql`create table resolved as ${resolveVersions("sales", history, options)}`;
const stored = joinPlans(fill(versions, facts), [[{ purpose: "store", sql: store }]]);
const damages = {
  "none-lost-or-doubled": sql`insert into resolved select * from resolved where nr = 3`,
  "version-is-of-its-time": sql`update resolved set version = ${{ kind: "sql", pieces: [{ kind: "literal", type: { kind: "timestamp" }, text: "1970-01-01 00:00:00.000002" }] }} where nr = 3`,
  "none-missed": sql`update resolved set version = null where nr = 1`,
  found: sql`update resolved set version = null where nr < 5`,
};
const claims = factClaims("sales", "resolved", claimOptions);
for (const claim of claims) {
  const name = claim.id.replace("scd.facts.", "") as keyof typeof damages;
  claimBothWays(claim, {
    good: stored,
    damage: damages[name],
    beside: name === "found" ? [] : claims.filter(({ id }) => id !== claim.id),
  });
}

forEachDatabase("agrees with looking at every version, on random histories", async ({ db }) => {
  for (let seed = 1; seed <= budget(5, 8).numRuns; seed += 1) {
    const random = createRandom(seed);
    const made = historyOf(randomEvents(random, 20));
    const given = Array.from({ length: 30 }, (_, nr): Fact => [
      BigInt(nr),
      random.integer(0, 9) === 0 ? null : BigInt(random.integer(1, 4)),
      random.integer(0, 9) === 0 ? null : BigInt(random.integer(0, 14)),
    ]);
    for (const early of ["unknown", "earliest"] as const) {
      const all = { ...options, early };
      // oxlint-disable-next-line no-await-in-loop -- the same tables are made again and again
      await db.apply([
        ...["history", "sales", "resolved"].map((name) => [
          { purpose: "make room", sql: sql`drop table if exists ${{ kind: "relation", name }}` },
        ]),
        ...fill(made, given),
        [
          {
            purpose: "store",
            sql: sql`create table resolved as ${resolveVersions("sales", history, all)}`,
          },
        ],
      ]);
      // oxlint-disable-next-line no-await-in-loop -- as above
      const rows = await db.query("select nr, version from resolved order by nr");
      const wanted = given.map(([nr, customer, at]) => {
        const own = made.filter(([id]) => id === customer);
        const then = own.find(
          ([, , from, to]) => at !== null && from <= at && (to === null || at < to),
        );
        const first = own[0];
        const isEarly = at !== null && first !== undefined && at < first[2];
        return { nr, version: (then ?? (early === "earliest" && isEarly ? first : []))[2] ?? null };
      });
      expect([seed, early, toObjects(rows, "exact")]).toEqual([seed, early, wanted]);
      // oxlint-disable-next-line no-await-in-loop -- as above
      const evidence = await db.check(
        factClaims("sales", "resolved", { ...claimOptions, early, atMostUnknown: 1 }),
      );
      expect(evidence.filter(({ verdict }) => verdict === "fails")).toEqual([]);
    }
  }
});

forEachDatabase(
  "shows the rows of any time, as going through all versions does",
  async ({ db }) => {
    const made = historyOf(randomEvents(createRandom(3), 25));
    await db.apply(planTable(history, historyRows(made)));
    for (let at = 0n; at <= 14n; at += 1n) {
      const question = sql`select * from (${asOf(history, spec, at)}) as then_valid order by id`;
      // oxlint-disable-next-line no-await-in-loop -- one time after the other
      const rows = toObjects(await db.query(question), "exact");
      const wanted = made
        .filter(([, , from, to]) => from <= at && (to === null || at < to))
        .map(([id, city]) => ({ id, city }))
        .toSorted((a, b) => Number(a.id - b.id));
      expect([at, rows]).toEqual([at, wanted]);
    }
  },
);

for (const openEnd of [undefined, "9999-12-31 00:00:00"]) {
  const snapshot = sql`create table today as select country, shop, city, size, phone, region, 0 as founded
    from dim_shop where is_current`;
  const good = joinPlans(planWide(openEnd), [[{ purpose: "take", sql: snapshot }]]);
  const given = { spec: wideSpec(openEnd), at: "2024-02-01" };
  const phone = sql`update dim_shop set phone = 'new'`;
  const latest = asOfClaim(wide, "today", { ...given, isLatest: true });
  const any = asOfClaim(wide, "today", given);
  claimBothWays(any, { good, damage: sql`update today set city = 'X' where shop = 1` });
  claimBothWays(latest, { good, damage: phone });
  test(`says what is not compared (${openEnd ?? "NULL"})`, () => {
    expect(latest.statement).toContain("but for founded, which");
    expect(any.statement).toContain("but for phone, region, founded, which");
  });
}

forEachDatabase("does not compare what keeps no history with an old snapshot", async ({ db }) => {
  await db.apply(
    joinPlans(planWide(), [
      [
        {
          purpose: "take",
          sql: sql`create table old as select * from dim_shop where shop_key = 1`,
        },
        { purpose: "change", sql: sql`update dim_shop set phone = 'new'` },
      ],
    ]),
  );
  const given = { spec: wideSpec(), at: "2024-01-01" } as const;
  const [old, latest] = await db.check([
    asOfClaim(wide, "old", given),
    asOfClaim(wide, "old", { ...given, isLatest: true, name: "the latest" }),
  ]);
  expect([old?.verdict, latest?.verdict]).toEqual(["holds", "fails"]);
});

test("is written in all dialects, and refuses what makes no sense", () => {
  for (const dialect of dialects) {
    for (const early of ["unknown", "earliest"] as const)
      expect(
        renderSql(resolveVersions("sales", history, { ...options, early }), dialect).text,
      ).toContain("left join");
    const queries = factClaims("sales", "resolved", claimOptions).flatMap(({ check }) =>
      check.kind === "no-rows" ? [check.violations, check.population] : [],
    );
    expect(queries.map((one) => renderSql(one, dialect).text.trim())).toHaveLength(4);
    expect(renderSql(asOf(history, spec, "2025-01-01"), dialect).text).toContain("is null");
  }
  const { take: _, ...without } = options;
  expect(() => resolveVersions("f", "h", without)).toThrow("nothing is taken");
  expect(() => resolveVersions("f", "h", { ...options, factKey: ["a", "b"] })).toThrow("2 columns");
  expect(() => resolveVersions("f", "h", { ...options, unknown: { town: 1 } })).toThrow(
    "not taken",
  );
  expect(() => factClaims("f", "r", { ...claimOptions, take: { city: "city" } })).toThrow(
    "tells versions apart",
  );
});

forEachDatabase("gives surrogate keys, and that of the unknown member", async ({ db }) => {
  await db.apply(planWide());
  await db.apply([
    [
      {
        purpose: "sell",
        sql: sql`create table sales as select 1 as nr, 'DE' as land, 11 as shop, cast('2024-01-03' as timestamp) as sold_at
          union all select 2, 'DE', 11, cast('2024-01-05' as timestamp)
          union all select 3, 'FR', 1, cast('2024-01-03' as timestamp)`,
      },
    ],
  ]);
  const given = {
    spec: wideSpec(),
    factKey: ["land", "shop"],
    at: "sold_at",
    unknown: { shop_key: -1n },
  };
  const resolved = sql`select * from (${resolveVersions("sales", wide, given)}) as r order by nr`;
  const keys = toObjects(await db.query(resolved), "js").map(({ shop_key }) => shop_key);
  expect(keys).toEqual([4, -1, 6]);
});
