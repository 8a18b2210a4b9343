import type { Relation } from "@dx/core";
import { comparable, identifier, query, sql, together, type Query, type Sql } from "@dx/sql";
import { chunks, countAt } from "./sql-parts.ts";
import type { TableColumn } from "./table-columns.ts";

/** A column that may be in a key. */
export interface KeyColumn extends TableColumn {
  /** Rows without a value. */
  readonly nulls: number;
  /** Different values, NULL being one. */
  readonly distinct: number;
}

/** Columns as values that are equal where `comparable` says so. */
export function comparables(columns: readonly TableColumn[]): readonly Sql[] {
  return columns.map(
    ({ name, type }, at) =>
      sql`${comparable({ sql: identifier(name), type })} as ${identifier(`c${at}`)}`,
  );
}

/** Asks how many different values columns have together. */
export function askDistinct(table: Relation, columns: readonly TableColumn[]): Query<number> {
  const distinct = sql`select distinct ${comparables(columns)} from ${table}`;
  return query("distinct", sql`select count(*) as n from (${distinct}) as counted`, (rows) =>
    countAt(rows, "n"),
  );
}

/** Asks for rows, NULL and different values of each column. */
export function askKeyColumns(
  table: Relation,
  columns: readonly TableColumn[],
): Query<{ readonly rows: number; readonly columns: readonly KeyColumn[] }> {
  const parts = columns.length === 0 ? [[]] : chunks(columns, 100);
  const filled = parts.map((part) => {
    const counts = part.map(
      ({ name }, at) => sql`count(${identifier(name)}) as ${identifier(`n_${at}`)}`,
    );
    const question = sql`select ${[sql`count(*) as n`, ...counts]} from ${table} as counted`;
    return query("filled", question, (rows) => ({
      rows: countAt(rows, "n"),
      filled: part.map((_, at) => countAt(rows, `n_${at}`)),
    }));
  });
  const asked = {
    filled: together("filled", filled, (all) => all),
    distinct: together(
      "distinct",
      columns.map((column) => askDistinct(table, [column])),
      (all) => all,
    ),
  };
  return together("columns", asked, (answers) => {
    const rows = answers.filled[0]?.rows ?? 0;
    const present = answers.filled.flatMap((one) => one.filled);
    return {
      rows,
      columns: columns.map((column, at) => ({
        ...column,
        nulls: rows - (present[at] ?? 0),
        distinct: answers.distinct[at] ?? 0,
      })),
    };
  });
}
