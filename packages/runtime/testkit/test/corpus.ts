import type { DataType, DataTypeKind, Dialect, ValueOf } from "@dx/core";
import { createColumn, createRows } from "@dx/core";
import {
  addColumn,
  commentOnColumn,
  commentOnTable,
  createIndex,
  createSchema,
  createTable,
  createTableAs,
  createView,
  deleteUsing,
  dropSchema,
  dropTable,
  dropView,
  exceptAll,
  fingerprintRows,
  identifier,
  isNotDistinct,
  md5,
  merge,
  parameter,
  planTable,
  renameTable,
  setColumnType,
  rowHash,
  sql,
  truncateTable,
  typedLiteral,
  updateFrom,
  type Sql,
} from "@dx/sql";

/** SQL, and who refuses it. */
export interface CorpusEntry {
  readonly made: Sql;
  readonly refusedBy: readonly Dialect[];
}

type Pair = readonly [made: Sql, refusedBy: string];

function toEntry([made, refusedBy]: Pair): CorpusEntry {
  return { made, refusedBy: refusedBy.split(" ") as readonly Dialect[] };
}

const columns = [
  { name: "id", type: "int64", nullable: false },
  { name: "big", type: "int64", default: 2n ** 60n },
  {
    name: "price",
    type: { kind: "decimal", precision: 12, scale: 2 },
    default: { unscaled: 150n, scale: 2 },
  },
  { name: "share", type: "float64", default: 0.5 },
  { name: "note", type: "text", default: "it's \\ new" },
  { name: "day", type: "date", default: 20_000 },
  { name: "moment", type: "timestamp", default: 1_000_001n },
  { name: "seen", type: "instant", default: 0n },
  { name: "good", type: "boolean", default: true },
  { name: "none", type: "text", default: null },
] as const;

const pairs: readonly Pair[] = [
  [createSchema("shop", { ifNotExists: true }), ""],
  [
    createTable("city", [{ name: "id", type: "int64", nullable: false }], {
      primaryKey: "id",
    }),
    "spark",
  ],
  [createTable("orders", columns), ""],
  [createTable("orders", columns, { ifNotExists: true }), ""],
  [
    createTable(
      "line",
      [
        { name: "a", type: "int64" },
        { name: "b", type: "int64" },
      ],
      {
        uniqueKeys: [["a", "b"]],
      },
    ),
    "bigquery spark",
  ],
  [
    createTable("visit", [{ name: "city", type: "int64" }], {
      foreignKeys: [{ columns: "city", references: "city", referenced: "id" }],
    }),
    "spark",
  ],
  [
    createTable("laid", columns, {
      layout: {
        clusterBy: ["id", "note"],
        partitionBy: { kind: "range", column: "id", from: 20_200_101, to: 20_300_101, step: 100 },
        distribute: { by: "id" },
      },
    }),
    "",
  ],
  [
    createTableAs("laid_too", sql`select id, day, moment from orders`, {
      layout: {
        clusterBy: "id",
        partitionBy: { kind: "period", column: "day", type: "date", period: "month" },
        distribute: "all",
      },
    }),
    "",
  ],
  [commentOnTable("orders", "what people 'order' -- \\"), ""],
  [commentOnColumn("orders", "note", "said; or not"), ""],
  [sql`insert into ${sql`orders`} (id) values (1)`, ""],
  [createTableAs("copy", sql`select id, note from orders`), ""],
  [createTableAs("copy", sql`select id from orders`, { orReplace: true }), "postgres redshift"],
  [createView("named", sql`select id from orders`, { columns: ["key"] }), ""],
  [createView("named", sql`select id as key from orders`, { orReplace: true }), ""],
  [dropView("named"), ""],
  [dropView("named", { ifExists: true }), ""],
  [addColumn("copy", { name: "more", type: "text" }), ""],
  [addColumn("copy", { name: "much", type: "int32", default: 7 }), "bigquery spark"],
  [addColumn("copy", { name: "grows", type: "int32" }), ""],
  [setColumnType("copy", "grows", "int64"), "redshift spark"],
  [
    createIndex({ name: "by_id", table: "copy", columns: "id", unique: true }),
    "snowflake bigquery redshift spark",
  ],
  [
    createIndex({ name: "by_id", table: "copy", columns: "id", ifNotExists: true }),
    "snowflake bigquery redshift spark",
  ],
  [truncateTable("copy"), ""],
  [createTable("shop.old", [{ name: "n", type: "int32" }]), ""],
  [renameTable("shop.old", "new"), ""],
  [dropTable("shop.new"), ""],
  [dropTable("shop.new", { ifExists: true }), ""],
];
/** Statements in an order in which they can be run. */
export const definitions: readonly CorpusEntry[] = pairs.map(toEntry);

/** Statements that remove much. */
export const removals: readonly CorpusEntry[] = [
  { made: dropTable("copy", { cascade: true }), refusedBy: ["bigquery", "spark"] },
  { made: dropView("kept", { cascade: true }), refusedBy: ["snowflake", "bigquery", "spark"] },
  { made: dropSchema("shop"), refusedBy: ["snowflake"] },
  { made: dropSchema("shop", { ifExists: true, cascade: true }), refusedBy: [] },
];

const values: { readonly [Kind in DataTypeKind]: ValueOf[Kind] } = {
  boolean: true,
  int32: -7,
  int64: 2n ** 53n + 1n,
  float64: -0.1,
  decimal: { unscaled: -150n, scale: 2 },
  text: "it's \\ \n \"`$$ -- /* ? :x @y 🤦🏼‍♂️",
  date: 20_000,
  time: 86_399_999_999n,
  timestamp: 1_000_001n,
  instant: 1n,
  interval: { months: 14, days: -3, micros: 1_500_000n },
  bytes: new Uint8Array([0, 39, 92, 255]),
  uuid: "7e8c5a1e-0000-4000-8000-000000000000",
  json: `{"a": "it's \\n"}`,
};
const lacks: Readonly<Partial<Record<DataTypeKind, string>>> = {
  interval: "snowflake redshift spark",
  time: "spark",
};
const kinds = Object.keys(values) as readonly DataTypeKind[];
const typeOf = (kind: DataTypeKind): DataType =>
  kind === "decimal" ? { kind, precision: 18, scale: 2 } : { kind };
const literals = kinds.flatMap((kind): readonly Pair[] => [
  [
    sql`select ${typedLiteral(typeOf(kind) as never, values[kind] as never)} as v`,
    lacks[kind] ?? "",
  ],
  [sql`select ${typedLiteral(typeOf(kind), null)} as v`, lacks[kind] ?? ""],
  [sql`select * from t where v = ${parameter("v", typeOf(kind))}`, lacks[kind] ?? ""],
]);
const hashed = (kind: DataTypeKind): Sql =>
  rowHash([
    { sql: identifier("v"), type: kind },
    { sql: identifier("w"), type: "text" },
    { sql: identifier("x"), type: "int32" },
  ]);
const inexact = "snowflake bigquery redshift";
const hashes = kinds.map((kind): Pair => [
  sql`select ${hashed(kind)} as h from t`,
  kind === "float64" ? inexact : (lacks[kind] ?? ""),
]);
const storable = kinds.filter((kind) => !(kind in lacks));
const filled = createRows(
  storable.map((kind) =>
    createColumn(kind, typeOf(kind) as never, [values[kind] as never, null as never]),
  ),
);
const [target, source] = [sql`s as s`, sql`(select id, n from s where n > ${1n}) as s`];
const on = sql`${identifier("h", "id")} = ${identifier("s", "id")}`;
const change = { table: "shop.h", as: "h", on } as const;

/** What is asked, and how rows are changed. */
export const statements: readonly CorpusEntry[] = [
  ...literals,
  ...hashes,
  [fingerprintRows("t", [{ name: "id", type: "int64" }]).questions[0] ?? sql``, ""] as const,
  [exceptAll(sql`select a from t`, sql`select a from u`, "a"), ""] as const,
  [
    sql`select ${isNotDistinct(identifier("a"), null)} as same, ${md5(sql`a`)} as digest from t`,
    "",
  ] as const,
  ...[target, source].flatMap((from): readonly Pair[] => [
    [updateFrom({ ...change, from, set: { n: identifier("s", "n"), m: 1n } }), ""],
    [deleteUsing({ ...change, from }), ""],
    [
      merge({
        into: "shop.h",
        as: "h",
        using: from,
        on,
        branches: [
          { and: sql`${identifier("s", "n")} < ${0n}`, delete: true },
          { update: { n: identifier("s", "n") } },
          { insert: { id: identifier("s", "id"), n: identifier("s", "n") } },
        ],
      }),
      "redshift",
    ],
  ]),
  ...planTable("filled", filled)
    .flat()
    .map((statement): Pair => [statement.sql, ""]),
].map(toEntry);
