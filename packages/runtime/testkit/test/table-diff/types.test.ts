import { sql, type Sql } from "@dx/sql";
import { testWithPostgres } from "@dx/testing";
import { expect, test } from "vitest";
import { diffTables, sameRows, type CompareOptions } from "@dx/table-diff";
import { execute, forAllPairs, shared, withSides, type Sides } from "./with-databases.ts";

/** Compares one value with another, in a table of one row, by each method that there is. */
async function compare(
  { left, right }: Sides,
  [one, other]: readonly [string, string],
  options: Partial<CompareOptions> = {},
): Promise<boolean> {
  const table = (value: string) => shared(`select 1 as k, ${value} as v`);
  const sides = [
    { database: left, table: table(one) },
    { database: right, table: table(other) },
  ] as const;
  const first = await diffTables(...sides, { key: "k", ...options });
  const second = await diffTables(...sides, { key: "k", ...options, method: "bisected" });
  expect(second.equal).toBe(first.equal);
  return first.equal;
}

type Case = readonly [left: string, right: string, options?: Partial<CompareOptions>];

const equal: readonly Case[] = [
  ["cast(7 as smallint)", "cast(7 as bigint)"],
  ["cast(-9223372036854775807 as bigint)", "cast(-9223372036854775807 as decimal(20, 0))"],
  ["7", "cast(7 as decimal(9, 2))"],
  ["cast(7 as decimal(18, 4))", "cast(7 as decimal(9, 2))"],
  ["7", "cast(7 as double precision)"],
  ["cast(0.5 as real)", "cast(0.5 as double precision)"],
  ["cast('-0' as double precision)", "cast(0 as double precision)"],
  ["cast('NaN' as double precision)", "cast('NaN' as real)"],
  ["cast(null as integer)", "cast(null as bigint)"],
  ["cast('a' as varchar(9))", "cast('a' as text)"],
  ["cast('a' as char(5))", "'a    '", { trimEnd: "v" }],
  ["date '2020-02-29'", "timestamp '2020-02-29 00:00:00'"],
  [
    "timestamp '2020-07-01 12:00:00.000001'",
    "timestamptz '2020-07-01 12:00:00.000001+00'",
    { timeZone: "UTC" },
  ],
  [
    "timestamptz '2020-07-01 10:00:00+00'",
    "timestamp '2020-07-01 12:00:00'",
    { timeZone: "Europe/Berlin" },
  ],
  ["timestamptz '2020-07-01 12:00:00+02'", "timestamptz '2020-07-01 10:00:00+00'"],
  ["timestamp '-infinity'", "timestamp '-infinity'"],
  ["cast('0001-01-01' as date) - 366", "cast('0001-01-01' as date) - 366"],
  ["true", "1", { booleanAsNumber: "v" }],
  ["cast(0 as bigint)", "false", { booleanAsNumber: "v" }],
  [
    "cast('0A000000-0000-4000-8000-000000000000' as uuid)",
    "'0a000000-0000-4000-8000-000000000000'",
  ],
  [
    "cast(0.1 as double precision)",
    "cast(0.1000001 as double precision)",
    { tolerance: { v: 1e-6 } },
  ],
  [
    "cast(1e20 as double precision)",
    "cast(1.0000001e20 as double precision)",
    { tolerance: { v: { relative: 1e-6 } } },
  ],
  ["cast(0.10 as decimal(9, 2))", "cast(0.105 as decimal(9, 3))", { tolerance: { v: 0.005 } }],
  ["cast(5 as bigint)", "cast(7 as integer)", { tolerance: { v: 2 } }],
  [
    "cast(12345678901234567 as bigint)",
    "cast(12345678901234567 as double precision)",
    { tolerance: { v: 4 } },
  ],
  ["cast('{\"a\":1}' as json)", "'{\"a\":1}'"],
  ['\'{"a": 1.0, "b": [1, {}]}\'', '\'{"b":[1e0,{}],"a":1}\'', { asJson: "v" }],
  ["7", "'7'", { asText: "v" }],
];

const different: readonly Case[] = [
  ["cast(7 as bigint)", "cast(8 as decimal(9, 2))"],
  ["cast(0.1 as real)", "cast(0.1 as double precision)"],
  ["cast(9007199254740993 as bigint)", "cast(9007199254740992 as decimal(20, 0))"],
  ["cast(null as varchar)", "''"],
  ["'a'", "'a '"],
  ["'A'", "'a'"],
  ["'a'", "'b '", { trimEnd: "v" }],
  ["timestamp '2020-07-01 12:00:00.000001'", "timestamp '2020-07-01 12:00:00.000002'"],
  [
    "timestamp '2020-07-01 12:00:00'",
    "timestamptz '2020-07-01 12:00:00+00'",
    { timeZone: "Europe/Berlin" },
  ],
  ["date '2020-02-29'", "timestamp '2020-02-29 00:00:01'"],
  ["interval '1 month'", "interval '30 days'"],
  ["true", "2", { booleanAsNumber: "v" }],
  ["true", "0", { booleanAsNumber: "v" }],
  ["true", "cast(null as integer)", { booleanAsNumber: "v" }],
  [
    "cast(0.1 as double precision)",
    "cast(0.10001 as double precision)",
    { tolerance: { v: 1e-6 } },
  ],
  [
    "cast('Infinity' as double precision)",
    "cast(1 as double precision)",
    { tolerance: { v: { relative: 1 } } },
  ],
  [
    "cast('NaN' as double precision)",
    "cast(1 as double precision)",
    { tolerance: { v: { absolute: 1e300, relative: 1 } } },
  ],
  ["cast(null as double precision)", "cast(0 as double precision)", { tolerance: { v: 1 } }],
  ["cast(0.10 as decimal(9, 2))", "cast(0.106 as decimal(9, 3))", { tolerance: { v: 0.005 } }],
  ["cast(5 as bigint)", "cast(8 as integer)", { tolerance: { v: 2 } }],
  ["'{\"a\": 1}'", "'{\"a\": 2}'", { asJson: "v" }],
  ["'{\"a\": 1}'", "'{\"a\":1}'"],
];

/** A table with a row and a column for each case: its value where they meet, and NULL everywhere else. */
function crossed(cases: readonly Case[], side: 0 | 1): Sql {
  const columns = cases.map(
    (one, at) => `case when k = ${at} then ${one[side]} else null end as v${at}`,
  );
  const ks = cases.map((_, at) => `(${at})`).join(", ");
  return shared(`select ${["k", ...columns].join(", ")} from (values ${ks}) as t(k)`);
}

/** The options of all cases, for the columns of {@link crossed}. */
function joinOptions(cases: readonly Case[]): Partial<CompareOptions> {
  const named = ["trimEnd", "booleanAsNumber", "asJson", "asText"].flatMap((option) => {
    const names = cases.flatMap(([, , options = {}], at) => (option in options ? [`v${at}`] : []));
    return names.length === 0 ? [] : [[option, names]];
  });
  const tolerances = cases.flatMap(([, , { tolerance = {} } = {}], at) =>
    Object.values(tolerance).map((one) => [`v${at}`, one]),
  );
  return { ...Object.fromEntries(named), tolerance: Object.fromEntries(tolerances) };
}

/** What a comparison of all cases finds, by each method and from each side; each must find the same. */
async function compareAll(
  { left, right }: Sides,
  cases: readonly Case[],
  timeZone: string | undefined,
): Promise<Readonly<Record<string, number>>> {
  const zoned = timeZone === undefined ? {} : { timeZone };
  const options = { key: "k", ...joinOptions(cases), ...zoned };
  const found: Readonly<Record<string, number>>[] = [];
  for (const method of [undefined, "bisected"] as const)
    for (const [one, other] of [[0, 1] as const, [1, 0] as const]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const diff = await diffTables(
        { database: left, table: crossed(cases, one) },
        { database: right, table: crossed(cases, other) },
        { ...options, ...(method === undefined ? {} : { method }) },
      );
      expect(diff.left).toBe(cases.length);
      found.push(diff.columns);
    }
  const [first = {}] = found;
  for (const other of found) expect(other).toEqual(first);
  return first;
}

const zones = [undefined, "UTC", "Europe/Berlin"];

forAllPairs("types that are compared", async (sides) => {
  for (const zone of zones) {
    const inZone = ([, , options]: Case): boolean => options?.timeZone === zone;
    const same = equal.filter(inZone);
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await compareAll(sides, same, zone)).toEqual({});
    const other = different.filter(inZone);
    const each = Object.fromEntries(other.map((_, at) => [`v${at}`, 1]));
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    if (other.length > 0) expect(await compareAll(sides, other, zone)).toEqual(each);
  }
});

const refused: readonly (readonly [left: string, right: string, hint: RegExp])[] = [
  ["'7'", "7", /asText/],
  ["timestamp '2020-07-01 12:00:00'", "timestamptz '2020-07-01 12:00:00+00'", /timeZone/],
  ["true", "1", /booleanAsNumber/],
  ["cast(7 as bigint)", "cast(7 as double precision)", /tolerance/],
  ["cast(7 as decimal(9, 2))", "cast(7 as double precision)", /tolerance/],
  ["date '2020-07-01'", "timestamptz '2020-07-01 12:00:00+00'", /cast/],
];

forAllPairs("types that are refused, with what to do", async (sides) => {
  for (const [one, other, hint] of refused) {
    const error = { code: "DX_TABLE_DIFF_TYPES", hint: expect.stringMatching(hint) };
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await expect(compare(sides, [one, other])).rejects.toMatchObject(error);
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await expect(compare(sides, [other, one])).rejects.toMatchObject(error);
  }
});

test("nested values are refused unless their text is said to do", async () =>
  withSides(["duckdb:"], async (sides) => {
    const lists = ["['a, b']", "['a', 'b']"] as const;
    await expect(compare(sides, lists)).rejects.toMatchObject({ code: "DX_TABLE_DIFF_TYPES" });
    expect(await compare(sides, ["[1, 2]", "[1, 2]"], { asText: "v" })).toBe(true);
  }));

test("a column's collation does not hide a difference (duckdb)", async () => {
  expect.hasAssertions();
  await withSides(["duckdb:"], async (sides) => {
    await execute(sides.left, "create table a as select 1 as k, 'x' as v, 'k' as name");
    await execute(
      sides.left,
      "create table b (k integer, v varchar collate nocase, name varchar collate nocase)",
    );
    await execute(sides.left, "insert into b values (1, 'X', 'k')");
    await execute(
      sides.left,
      "create table c (k integer, v varchar collate nocase, name varchar collate nocase)",
    );
    await execute(sides.left, "insert into c values (1, 'x', 'K')");
    await sameInAllWays(sides);
  });
});

testWithPostgres(
  "a column's collation does not hide a difference (postgres)",
  async ({ postgresUrl }) =>
    withSides([postgresUrl], async (sides) => {
      await execute(
        sides.left,
        "create collation nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
      );
      await execute(
        sides.left,
        "create table a as select 1 as k, text 'x' collate nocase as v, text 'k' collate nocase as name",
      );
      await execute(
        sides.left,
        "create table b as select 1 as k, text 'X' collate nocase as v, text 'k' collate nocase as name",
      );
      await execute(
        sides.left,
        "create table c as select 1 as k, text 'x' collate nocase as v, text 'K' collate nocase as name",
      );
      await sameInAllWays(sides);
    }),
);

async function sameInAllWays({ left: database }: Sides): Promise<void> {
  const columns = ["k", "v", "name"];
  for (const table of ["b", "c"])
    for (const key of ["k", "name"]) {
      const [one, other] = [
        { database, table: "a" },
        { database, table },
      ];
      for (const method of ["joined", "bisected"] as const)
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        expect(await diffTables(one, other, { key, method }), `${table} ${key}`).toMatchObject({
          equal: false,
        });
      const sides = { left: sql`select * from a`, right: shared(`select * from ${table}`) };
      for (const twice of ["", " union all select * from a"]) {
        const left = shared(`select * from a${twice}`);
        const check = { kind: "same-rows", ...sides, left, key: [key], columns } as const;
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        expect(await database.run(sameRows(check))).toMatchObject({ verdict: "fails" });
      }
    }
}

test("decimals of different scales are compared without loss", async () =>
  withSides(["duckdb:"], async (sides) => {
    const wide = "cast('12345678901234567890123456789.000000001' as decimal(38, 9))";
    const other = "cast('12345678901234567890123456789' as decimal(38, 0))";
    expect(await compare(sides, [wide, other]).catch(() => false)).toBe(false);
  }));

const columnsOf = async (
  sides: Sides,
  tables: readonly [string, string],
  options: CompareOptions,
) =>
  diffTables(
    { database: sides.left, table: shared(tables[0]) },
    { database: sides.right, table: shared(tables[1]) },
    options,
  );

test("columns that one side lacks are named, unless columns are given", async () =>
  withSides(["duckdb:"], async (sides) => {
    const tables = [
      "select 1 as k, 2 as v, 3 as old",
      "select 1 as k, 2 as v, 3 as fresh",
    ] as const;
    await expect(columnsOf(sides, tables, { key: "k" })).rejects.toMatchObject({
      code: "DX_TABLE_DIFF_COLUMNS",
      summary: "the tables have different columns: only the left has old; only the right has fresh",
    });
    expect(await columnsOf(sides, tables, { key: "k", columns: "v" })).toMatchObject({
      equal: true,
    });
    await expect(columnsOf(sides, tables, { key: "kk" })).rejects.toMatchObject({
      code: "DX_TABLE_DIFF_COLUMNS",
      hint: "did you mean k?",
    });
    const missing = columnsOf(sides, tables, { key: "k", columns: ["v", "old"] });
    await expect(missing).rejects.toMatchObject({ summary: "the right table has no column old" });
    const upper = ['select 1 as k, 2 as "V"', "select 1 as k, 2 as v"] as const;
    expect(await columnsOf(sides, upper, { key: "k" })).toMatchObject({ equal: true });
  }));

const options: readonly (readonly [Partial<CompareOptions>, string])[] = [
  [{ tolerance: { k: 1 } }, "k is of the key, which is compared exactly"],
  [{ asJson: "k" }, "k is of the key, which is compared exactly"],
  [{ tolerance: { v: -1 } }, "tolerance of v: got -1 and 0"],
  [{ tolerance: { v: { relative: 0.1 } } }, "tolerance of v: relative"],
  [{ tolerance: { t: 1 } }, "tolerance of t: the column is text"],
  [{ trimEnd: "v" }, "trimEnd names v, which is int32"],
  [{ asJson: "v" }, "asJson names v, which is int32"],
];

test.each(options)("%o is refused", async (option, message) =>
  withSides(["duckdb:"], async (sides) => {
    const table = "select 1 as k, 2 as v, 'a' as t";
    const error = { code: "DX_TABLE_DIFF_OPTION", summary: message };
    await expect(columnsOf(sides, [table, table], { key: "k", ...option })).rejects.toMatchObject(
      error,
    );
  }),
);

test("bounds that are no numbers above 0, and a join across databases, are refused", async () =>
  withSides(["duckdb:", "duckdb:"], async ({ left, right }) => {
    const table = shared("select 1 as k");
    const sides = [
      { database: left, table },
      { database: right, table },
    ] as const;
    const error = { code: "DX_TABLE_DIFF_OPTION" };
    for (const bad of [
      { segments: 0 },
      { maxPulledRows: 0.5 },
      { samples: -1 },
      { method: "joined" },
    ] as const)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect(diffTables(...sides, { key: "k", ...bad })).rejects.toMatchObject(error);
  }));
