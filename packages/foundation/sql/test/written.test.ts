import { readFileSync, writeFileSync } from "node:fs";
import {
  createColumn,
  createRows,
  dialects,
  isDxError,
  type DataType,
  type Dialect,
} from "@dx/core";
import { infiniteDays, infiniteMicros, type DataTypeKind, type ValueOf } from "@dx/core";
import { expect, test } from "vitest";
import {
  addColumn,
  atZone,
  commentOnColumn,
  commentOnTable,
  comparable,
  countDistinct,
  countIf,
  countIntegers,
  countRows,
  createIndex,
  createSchema,
  createTable,
  createTableAs,
  createView,
  deleteUsing,
  dropSchema,
  dropTable,
  dropView,
  encodeColumn,
  exceptAll,
  exceptAllByNumber,
  fence,
  fingerprintRows,
  firstRow,
  formatPlan,
  halfSums,
  identifier,
  isJson,
  isNan,
  laterBy,
  isNotDistinct,
  matches,
  matchesPattern,
  md5,
  merge,
  parameter,
  planTable,
  quantile,
  renameTable,
  renderSql,
  rowHash,
  rowText,
  sampleRows,
  sql,
  startOfMonth,
  timestampLiteral,
  truncateTable,
  typedLiteral,
  updateFrom,
  type Sql,
} from "../src/index.ts";

// What each dialect is given, word for word: four of the six have no engine here, and a change of what they
// are given is to be read against their documentation. Written anew by `DX_WRITE=1 npm test`.

const values: { readonly [Kind in DataTypeKind]: ValueOf[Kind] } = {
  boolean: true,
  int32: -7,
  int64: 2n ** 53n + 1n,
  float64: -0.1,
  decimal: { unscaled: -150n, scale: 2 },
  text: "it's \\ \n \r \"`",
  date: 20_000,
  time: 86_399_999_999n,
  timestamp: 1_000_001n,
  instant: 1n,
  interval: { months: 14, days: -3, micros: -1_500_000n },
  bytes: new Uint8Array([0, 39, 255]),
  uuid: "7e8c5a1e-0000-4000-8000-000000000000",
  json: `{"a": "it's"}`,
};
const kinds = Object.keys(values) as readonly DataTypeKind[];
const typeOf = (kind: DataTypeKind): DataType =>
  kind === "decimal" ? { kind, precision: 18, scale: 2 } : { kind };
const literalOf = (kind: DataTypeKind): Sql =>
  typedLiteral(typeOf(kind) as never, values[kind] as never);

type Entries = Readonly<Record<string, Sql>>;
const ofKinds = (title: string, make: (kind: DataTypeKind) => Sql): Entries =>
  Object.fromEntries(kinds.map((kind) => [`${title} ${kind}`, make(kind)]));

const v = identifier("v");
const on = sql`${identifier("h", "id")} = ${identifier("s", "id")}`;
const change = { table: "shop.h", as: "h", on, from: sql`s as s` } as const;
const [left, right] = [sql`select a, b from t`, sql`select a, b from u`];
const two = [
  { name: "a", type: "int64" },
  { name: "b", type: "int64", nullable: false },
] as const;
const keys = { columns: "a", references: "shop.city", referenced: "id" } as const;
const upsert = {
  into: "shop.h",
  as: "h",
  using: sql`(select 1 as id) as s`,
  on,
  branches: [
    { and: sql`s.gone`, delete: true },
    { and: sql`s.late`, update: { n: identifier("s", "n"), m: 1n } },
    { and: sql`s.new`, insert: { id: identifier("s", "id"), n: null } },
    { insert: { id: 1n } },
  ],
} as const;

const expressions: Entries = {
  ...ofKinds("literal", literalOf),
  ...ofKinds("null", (kind) => typedLiteral(typeOf(kind), null)),
  ...ofKinds("parameter", (kind) => parameter("p", typeOf(kind))),
  ...ofKinds("default", (kind) =>
    addColumn("t", { name: "c", type: typeOf(kind), default: values[kind] }),
  ),
  ...ofKinds("default in a table,", (kind) =>
    createTable("t", [{ name: "c", type: typeOf(kind), default: values[kind] }]),
  ),
  "default NaN": createTable("t", [{ name: "c", type: "float64", default: Number.NaN }]),
  "default null": createTable("t", [{ name: "c", type: "text", default: null, nullable: false }]),
  "NaN and infinities": sql`${[Number.NaN, Infinity, -Infinity, -0, 1e21]}`,
  "plain values": sql`${[true, false, null, 7n, 0.5, "x", { unscaled: -5n, scale: 3 }, new Uint8Array([1])]}`,
  "decimal without precision": typedLiteral("decimal", { unscaled: 15n, scale: 1 }),
  "decimal of 38, 20": typedLiteral({ kind: "decimal", precision: 38, scale: 20 }, null),
  "decimal of 38, 38": typedLiteral({ kind: "decimal", precision: 38, scale: 38 }, null),
  "decimal of 39": typedLiteral({ kind: "decimal", precision: 39 }, null),
  "date infinity": typedLiteral("date", infiniteDays),
  "timestamp -infinity": timestampLiteral(-infiniteMicros),
  "year 0": typedLiteral("date", -719_528),
  "year -9": typedLiteral("timestamp", -62_451_648_000_000_000n),
  "year 10000": typedLiteral("instant", 253_402_300_800_000_000n),
  "year 1": typedLiteral("date", -719_162),
  "interval of negative months": typedLiteral("interval", {
    months: -25,
    days: 1,
    micros: 90_061_000_001n,
  }),
  "null-safe equality": isNotDistinct(identifier("a"), identifier("b")),
  md5: md5(v),
  ...ofKinds("encoding of", (kind) => encodeColumn({ sql: v, type: typeOf(kind) })),
  ...ofKinds("comparable", (kind) => comparable({ sql: v, type: typeOf(kind) })),
  "row hash": rowHash(["a", "b", "c"].map((name) => ({ sql: identifier(name), type: "int32" }))),
  "sums of hashes": halfSums(identifier("h")),
  "text of a row": rowText(
    (["boolean", "int64", "float64", "decimal", "text", "date", "timestamp"] as const).map(
      (type) => ({
        sql: v,
        type,
      }),
    ),
  ),
  "time in a zone": atZone(identifier("at"), "Europe/Berlin"),
  "start of a month": startOfMonth(identifier("at")),
  fence: sql`(select 1${fence()}) as q`,
  "is NaN": isNan(v),
  "rows by a condition": countIf(v),
  "numbers by a bitmap": countIntegers(v, -1n, 9n),
  "a pattern in three forms": matchesPattern(v, { pattern: "^a[0-9]$", glob: "a[0-9]" }),
  "a pattern as like": matchesPattern(v, { pattern: "^it's", like: "it's%" }),
  quantile: quantile(v, 0.9),
  "is JSON": isJson(v),
  "a month later": laterBy(v, 1, "month"),
  "matches a pattern": matches(v, "^it's [0-9]{2}$"),
  "sample of rows": sql`select * from ${sampleRows("shop.t", { share: 0.015, seed: 7 })} as picked`,
};

const questions: Entries = {
  "count of rows": countRows("shop.t").questions[0] ?? sql``,
  "count of a query": countRows(left).questions[0] ?? sql``,
  "count of values": countDistinct("t", ["a", "b"]).questions[0] ?? sql``,
  "first row": firstRow("t").questions[0] ?? sql``,
  fingerprint: fingerprintRows("t", two).questions[0] ?? sql``,
  "except all": exceptAll(left, right, ["a", "b"]),
  "except all by number": exceptAllByNumber(left, right, ["a", "b"]),
};

const changes: Entries = {
  "update from": updateFrom({ ...change, set: { n: identifier("s", "n"), m: 1n } }),
  "delete using": deleteUsing(change),
  "delete under its own name": deleteUsing({ ...change, table: "shop.x.h" }),
  merge: merge(upsert),
  "create schema": createSchema("db.shop"),
  "create schema if not exists": createSchema("shop", { ifNotExists: true }),
  "create table": createTable("db.shop.t", two),
  "create table if not exists": createTable("t", two, { ifNotExists: true }),
  "primary key": createTable("t", two, { primaryKey: ["a", "b"] }),
  "unique keys": createTable("t", two, { uniqueKeys: ["a", ["a", "b"]] }),
  "foreign key": createTable("t", two, { foreignKeys: [keys] }),
  "create table as": createTableAs("t", left),
  "create or replace table as": createTableAs("t", left, { orReplace: true }),
  "create view": createView("w", left),
  "create or replace view": createView("w", left, { orReplace: true, columns: ["x", "y"] }),
  "create index": createIndex({ name: "i", table: "t", columns: ["a", "b"] }),
  "create unique index": createIndex({
    name: "i",
    table: "t",
    columns: "a",
    unique: true,
    ifNotExists: true,
  }),
  "add column": addColumn("t", { name: "c", type: "text" }),
  "comment on table": commentOnTable("shop.t", "it's \\"),
  "comment on column": commentOnColumn("shop.t", "c", "it's \\"),
  "rename table": renameTable("shop.t", "u"),
  "truncate table": truncateTable("shop.t"),
  "drop table": dropTable("t"),
  "drop table if exists": dropTable("t", { ifExists: true }),
  "drop table cascade": dropTable("t", { cascade: true }),
  "drop view": dropView("w"),
  "drop view if exists": dropView("w", { ifExists: true }),
  "drop view cascade": dropView("w", { cascade: true }),
  "drop schema": dropSchema("shop"),
  "drop schema if exists": dropSchema("shop", { ifExists: true }),
  "drop schema cascade": dropSchema("shop", { ifExists: true, cascade: true }),
};

const filled = createRows(
  kinds
    .filter((kind) => kind !== "interval" && kind !== "time")
    .map((kind) =>
      createColumn(kind, typeOf(kind) as never, [values[kind] as never, null as never]),
    ),
);

/** The text of something, or the refusal. */
function written(make: () => string): string {
  try {
    return make();
  } catch (error) {
    if (!isDxError(error)) throw error;
    return `-- ${error.code}: ${error.summary}${error.hint === undefined ? "" : `; ${error.hint}`}`;
  }
}

function page(dialect: Dialect): string {
  const inline = Object.entries({ ...expressions, ...questions, ...changes }).map(
    ([title, made]) => `-- # ${title}\n${written(() => renderSql(made, dialect).text)}\n`,
  );
  const bound = kinds.map((kind) => {
    const text = written(() => {
      const rendered = renderSql(sql`${literalOf(kind)}, ${1n}`, dialect, { literals: "bound" });
      return `${rendered.text} ${JSON.stringify(rendered.values)}`;
    });
    return `-- # bound ${kind}\n${text}\n`;
  });
  const plan = `-- # plan of a table\n${written(() => formatPlan(planTable("shop.filled", filled), dialect))}`;
  return [...inline, ...bound, plan].join("\n");
}

test.each(dialects)("what %s is given stays, word for word", (dialect) => {
  const path = new URL(`written/${dialect}.sql`, import.meta.url);
  const now = page(dialect);
  if (process.env["DX_WRITE"] === "1") writeFileSync(path, now);
  expect(now).toBe(readFileSync(path, "utf8"));
});
