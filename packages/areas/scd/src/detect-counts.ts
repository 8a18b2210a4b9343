import {
  getColumn,
  quoteName,
  relation,
  valueAt,
  type ColumnSchema,
  type Rows,
  type TableName,
} from "@dx/core";
import { identifier, query, sql, type Query, type Sql } from "@dx/sql";

/** The name of a column of a catalogue, as a specification has it: in quotes where platforms would fold it. */
export function specName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : quoteName(name);
}

/** A column of a catalogue in SQL. */
export function catalogueColumn(name: string): Sql {
  return identifier(specName(name));
}

/** Whether a column holds times; types that dx has no kind for are known by their native name. */
export function isTime({ type, native }: ColumnSchema): boolean {
  return (
    ["timestamp", "instant", "date"].includes(type.kind) ||
    /^(timestamp|datetime|date)/i.test(native)
  );
}

/** Asks for several counts over the rows of a table at once, in the order of their expressions. */
export function askCounts(rows: TableName | Sql, counts: readonly Sql[]): Query<readonly number[]> {
  const named = counts.map((one, index) => sql`${one} as ${identifier(`n_${index}`)}`);
  const from = typeof rows === "object" && rows.kind === "sql" ? sql`(${rows})` : relation(rows);
  const question = sql`select ${[sql`count(*) as n`, ...named]} from ${from} as counted`;
  return query("counts", question, (answer) =>
    ["n", ...named.map((_, index) => `n_${index}`)].map((name) => countAt(answer, name, 0)),
  );
}

/** A count of an answer. */
export function countAt(rows: Rows, name: string, index: number): number {
  return Number(valueAt(getColumn(rows, name, "int64"), index) ?? 0n);
}
