import { expect, test } from "vitest";
import { lineageColumns } from "../src/index.ts";
import { parser } from "./shop.ts";

test("answers for queries and for tables that are filled", () => {
  const sql =
    "create temp table x as select a from t; insert into kept (k) select a + 1 from x; select k as shown from kept";
  const schema = { t: { a: "int" }, kept: { k: "int", other: "int" } };
  expect(lineageColumns(parser, { sql, dialect: "duckdb", schema })).toEqual({
    tables_in: ["t", "kept"],
    tables_out: ["kept"],
    columns: [
      { target: "kept.k", sources: [{ table: "t", column: "a", kind: "transformation" }] },
      { target: "shown", sources: [{ table: "kept", column: "k", kind: "identity" }] },
    ],
    unresolved: [],
    error: null,
  });
});

test("what is not understood is told, and a wrong request is an error", () => {
  const broken = lineageColumns(parser, {
    sql: "select nothing from t; select from where",
    dialect: "postgres",
    schema: { t: { a: "int" } },
  });
  expect(broken.error).toBeNull();
  expect(broken.unresolved).toHaveLength(2);
  for (const request of [
    null,
    1,
    [],
    {},
    { sql: "select 1" },
    { sql: 1, dialect: "duckdb" },
    { sql: "select 1", dialect: "cobol" },
    { sql: "select 1", dialect: "duckdb", schema: [] },
    { sql: "select 1", dialect: "duckdb", schema: { t: 1 } },
  ])
    expect(lineageColumns(parser, request).error).toMatchObject({ code: "DX_LINEAGE_REQUEST" });
});
