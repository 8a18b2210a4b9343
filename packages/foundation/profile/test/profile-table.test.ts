import { quoteName, type ColumnSchema, type TableSchema } from "@dx/core";
import { conduct, sql, verbatimSql } from "@dx/sql";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect, test } from "vitest";
import { candidateKeys, profileTable, profileTables } from "../src/index.ts";

const texts: Readonly<Record<string, readonly string[]>> = {
  integer: ["1", "-20", "0"],
  decimal: ["1", "-20.5", "1e5"],
  "decimal 1,234.5": ["1,234", "12,345.5", "7.25"],
  "decimal 1.234,5": ["1.234", "12.345,5", "7,25"],
  "date YYYY-MM-DD": ["2024-02-29", "1969-12-31", "0001-01-01"],
  "date YYYYMMDD": ["20240229", "19991231", "20000101"],
  "date DD.MM.YYYY": ["29.02.2024", "1.2.2024", "31.12.1999"],
  "date MM/DD/YYYY": ["12/31/2024", "2/1/2024", "02/01/2024"],
  "date DD/MM/YYYY or MM/DD/YYYY": ["12/11/2024", "2/1/2024", "02/01/2024"],
  "timestamp YYYY-MM-DD HH:MM:SS": [
    "2024-02-29 10:00",
    "2024-02-29T23:59:59.123",
    "2024-02-29 00:00:00",
  ],
  "timestamp YYYY-MM-DD HH:MM:SS+ZZ:ZZ": [
    "2024-02-29T10:00:00Z",
    "2024-02-29 10:00:00+02",
    "2024-02-29 10:00:00 -03:30",
  ],
  "time HH:MM:SS": ["10:00", "23:59:59", "00:00:00.5"],
  boolean: ["true", "False", "N"],
  uuid: [
    "7e8c5a1e-0000-4000-8000-00000000000a",
    "7E8C5A1E-0000-4000-8000-000000000000",
    "00000000-0000-0000-0000-000000000000",
  ],
  hash: [
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "0".repeat(32),
  ],
  email: ["a@b.de", "x.y+z@shop.example.com", "ä@b.org"],
  url: ["https://a.b/c?d=e", "ftp://x", "HTTP://A"],
  ip: ["10.0.0.1", "255.255.255.255", "1.2.3.4"],
  code: ["DE-1", "0012", "A7/X"],
  text: ["Ann", "12 x", "b@"],
};

forEachDatabase("the meaning of texts is guessed, with its format", async ({ db }) => {
  const names = Object.keys(texts);
  const rows = [0, 1, 2, 3].map((at) =>
    Object.fromEntries(
      names.map((name, index) => [`c${index}`, at === 3 ? "" : (texts[name]?.[at] ?? null)]),
    ),
  );
  await db.load("meanings", rows);
  const { columns } = await db.run(profileTable("meanings"));
  expect(
    columns.map(({ meaning }) => [meaning?.kind, meaning?.format].filter(Boolean).join(" ")),
  ).toEqual(names);
  expect(columns[0]?.meaning).toEqual({ kind: "integer", fits: 3, of: 3 });
});

forEachDatabase("nine in ten make a meaning; one fault in ten shows", async ({ db }) => {
  await db.load(
    "mixed",
    Array.from({ length: 20 }, (_, n) => ({
      mostly: n < 18 ? String(n + 1) : "x y",
      half: n < 10 ? "1" : "x y",
    })),
  );
  const { columns } = await db.run(profileTable("mixed"));
  expect(columns.map(({ meaning }) => meaning)).toEqual([
    { kind: "integer", fits: 18, of: 20 },
    { kind: "text", fits: 20, of: 20 },
  ]);
});

forEachDatabase("a sample says what was read, and estimates", async ({ db }) => {
  await db.load(
    "many",
    Array.from({ length: 6000 }, (_, id) => ({
      id,
      grade: id % 7,
      half: id % 3000,
      name: `n${id}`,
    })),
  );
  const sample = { rows: 600, seed: 3 };
  const profile = await db.run(profileTable("many", { sample }));
  const again = await db.run(profileTable("many", { sample }));
  expect(again).toEqual(profile);
  expect(profile).toMatchObject({
    rows: 6000,
    sample: { method: "bernoulli", share: 0.1, seed: 3, rows: profile.profiled },
  });
  expect(Math.abs(profile.profiled - 600)).toBeLessThan(120);
  const [id, grade, half, name] = profile.columns;
  expect(id).toMatchObject({ distinctBy: "estimate", distinct: 6000, once: profile.profiled });
  expect(grade).toMatchObject({ distinct: 7 });
  expect(name?.top.every(({ rows }) => rows === 1)).toBe(true);
  expect(half?.distinct).toBeGreaterThan(2100);
  expect(half?.distinct).toBeLessThan(4200);
  const all = await db.run(
    profileTable("many", { sample: { rows: 6000, seed: 3 }, top: 1, percents: [] }),
  );
  expect(all).toMatchObject({
    profiled: 6000,
    sample: null,
    columns: [{ distinctBy: "count" }, {}, {}, {}],
  });
  expect(all.columns[1]).toMatchObject({ top: [{ value: "0", rows: 858 }], quantiles: [] });
});

forEachDatabase("wide tables, odd names and types without a kind are described", async ({ db }) => {
  const wide = Object.fromEntries(
    Array.from({ length: 62 }, (_, at) => [`c${at}`, at % 2 === 0 ? at : `t${at}`]),
  );
  await db.load("wide", [wide, wide]);
  const odd = sql`select 1 as "Order", 'x' as "a ""b""", ${verbatimSql(db.dialect === "duckdb" ? "'red'::enum('red', 'blue')" : "'10.0.0.0/8'::cidr")} as native`;
  await db.apply([[{ purpose: "odd", sql: sql`create table odd as ${odd}` }]]);
  const schema = await db.describe("odd");
  const [all, named, described] = await db.run(profileTables(["wide", "odd", schema]));
  expect(all?.columns).toHaveLength(62);
  expect(all?.columns.map(({ distinct, nulls }) => [distinct, nulls].join())).toEqual(
    Array.from({ length: 62 }, () => "1,0"),
  );
  expect(all?.columns[61]).toMatchObject({
    name: "c61",
    min: "t61",
    shapes: [{ value: "a99", rows: 2 }],
  });
  const names = (profile: typeof named) =>
    profile?.columns.map(({ name, distinct }) => [name, distinct]);
  expect(names(named)).toEqual([
    ['"Order"', 1],
    [quoteName('a "b"'), 1],
    ["native", 1],
  ]);
  expect(named?.columns[2]?.type).toMatchObject({
    kind: "text",
    native: expect.any(String) as unknown,
  });
  expect(described?.columns.map(({ top }) => top)).toEqual(named?.columns.map(({ top }) => top));
});

forEachDatabase("numbers that cannot be added up are said to have no mean", async ({ db }) => {
  const far = sql`select 1e300 as x union all select -1e300 union all select 1e0`;
  await db.apply([[{ purpose: "far", sql: sql`create table far as ${far}` }]]);
  const { columns } = await db.run(profileTable("far"));
  expect(columns[0]).toMatchObject({
    mean: null,
    stddev: null,
    max: db.dialect === "duckdb" ? "1e+300" : (expect.any(String) as unknown),
  });
  if (db.dialect !== "postgres") return;
  const numerics = "'NaN'::numeric, 'Infinity', '-Infinity', 1.50, 1.5, 2"
    .split(", ")
    .map((one) => `(${one})`);
  await db.apply([
    [
      {
        purpose: "numeric",
        sql: sql`create table n as select * from (values ${verbatimSql(numerics.join(", "))}) as t (x)`,
      },
    ],
  ]);
  const [x] = (await db.run(profileTable("n"))).columns;
  expect(x).toMatchObject({ nans: 1, infinite: 2, distinct: 3, once: 2, max: "2", mean: null });
});

const kinds =
  "boolean int32 int64 float64 decimal text date timestamp instant bytes uuid json".split(" ");
const columns = kinds.map((kind): ColumnSchema => ({
  name: kind,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written above
  type: (kind === "decimal" ? { kind, precision: 12, scale: 2 } : { kind }) as ColumnSchema["type"],
  native: kind,
  nullable: true,
}));
const schema: TableSchema = {
  relation: { kind: "relation", name: "t", schema: "shop" },
  kind: "table",
  columns,
  uniqueKeys: [],
  foreignKeys: [],
};

forEachDialect("all questions are valid", async ({ dialect, check }) => {
  let asked = 0;
  const answer = async (questions: readonly Parameters<typeof check>[0][]) => {
    for (const one of questions) check(one);
    asked += questions.length;
    return Promise.resolve(questions.map(() => ({ count: 0, columns: [] })));
  };
  await conduct(profileTable(schema), answer);
  await conduct(candidateKeys({ ...schema, columns: columns.slice(0, 4) }), answer);
  expect(asked).toBeGreaterThan(12);
  const sampled = conduct(
    profileTable(schema, { sample: { rows: 10, seed: 1 } }),
    async (questions) =>
      questions.length === 1
        ? [{ count: 1, columns: [{ kind: "int64", name: "n", values: BigInt64Array.of(100n) }] }]
        : answer(questions.slice(0, 1)).then(() =>
            questions.map(() => ({ count: 0, columns: [] })),
          ),
  );
  const outcome = sampled.then(
    () => "taken",
    (error: unknown) => String(error),
  );
  expect(await outcome).toMatch(
    ["bigquery", "redshift"].includes(dialect) ? /no samples/ : /taken/,
  );
});

test("options that are none are refused", () => {
  const refused: unknown = expect.objectContaining({ code: "DX_PROFILE_OPTIONS" });
  expect(() => profileTable("t", { top: 0 })).toThrow(refused);
  expect(() => profileTable("t", { percents: [50.5] })).toThrow(refused);
  expect(() => profileTable("t", { sample: { rows: 0, seed: 1 } })).toThrow(refused);
  expect(() => candidateKeys("t", { maxArity: 5 })).toThrow(refused);
  expect(() => candidateKeys("t", { maxChecks: -1 })).toThrow(refused);
});
