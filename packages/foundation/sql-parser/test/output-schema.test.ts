import type { DataTypeKind } from "@dx/core";
import { createPlan, query, verbatimSql, type Query } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { expect } from "vitest";
import { loadParser, outputSchema } from "../src/index.ts";
import { both, duckdb, postgres, schema, tables } from "./engine-queries.ts";

const parser = await loadParser();

const kinds: Readonly<Record<string, DataTypeKind>> = {
  integer: "int32",
  int: "int32",
  bigint: "int64",
  varchar: "text",
  text: "text",
  date: "date",
  decimal: "decimal",
  numeric: "decimal",
  boolean: "boolean",
  double: "float64",
  timestamp: "timestamp",
  float: "float64",
  hugeint: "decimal",
};

interface Column {
  readonly name: string | null;
  readonly kind: DataTypeKind | null;
}

const ask = (sql: string): Query<readonly Column[]> =>
  query(sql, verbatimSql(sql), ({ columns }) => columns.map(({ name, kind }) => ({ name, kind })));

forEachDatabase("outputs have the names and types that the engine gives", async ({ db }) => {
  const { dialect } = db;
  if (dialect !== "duckdb" && dialect !== "postgres") throw new Error();
  const made = tables.map((text) => ({ purpose: "make", sql: verbatimSql(text) }));
  await db.apply(createPlan([made]));
  const own = (sql: string): readonly Column[] =>
    parser
      .parse(sql, { dialect })
      .statements.flatMap((one) => outputSchema(one, schema, { dialect }))
      .map(({ name, type }) => ({
        name,
        kind: type === null ? null : (kinds[type.replace(/\(.*/, "")] ?? null),
      }));
  const plain = [...both, ...(dialect === "duckdb" ? duckdb : postgres)];
  const all = [...plain, ...plain.filter(hasOwnNames(own)).flatMap(wrapped)];
  const unnamed: string[] = [];
  for (const sql of all) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const given = await db.run(ask(sql));
    const found = own(sql);
    const blurred = found.map(({ name, kind }, index) => ({
      name: name ?? given[index]?.name,
      kind: kind ?? given[index]?.kind,
    }));
    expect({ sql, columns: blurred }).toEqual({ sql, columns: given });
    unnamed.push(
      ...found.flatMap(({ name }, index) => (name === null ? [given[index]?.name ?? ""] : [])),
    );
  }
  expect(unnamed.toSorted()).toEqual(dialect === "duckdb" ? notWritten : []);
});

/** Whether all outputs have a name, each another: engines rename others in a derived table. */
function hasOwnNames(own: (sql: string) => readonly Column[]): (sql: string) => boolean {
  return (sql) => {
    const names = own(sql).map(({ name }) => name?.toLowerCase() ?? "?");
    return (
      !names.includes("?") && !names.includes("?column?") && new Set(names).size === names.length
    );
  };
}

/** The same columns through a derived table and a common one. */
const wrapped = (sql: string): readonly string[] => [
  `select w.*, 1 as last from (${sql}) as w`,
  `with w as (${sql}) select * from w union all select * from w`,
];

/** What DuckDB calls outputs whose expressions are not written as it does. */
const notWritten: readonly string[] = [
  '"nullif"(a, 1)',
  '"year"(d)',
  "(x !~~ 'a')",
  "CASE  WHEN ((a = 1)) THEN (2) ELSE NULL END",
  "CAST('2024-01-01' AS \"DATE\")",
  "ceil(y)",
  "main.date_part('year', d)",
  "mode(a) OVER ()",
];
