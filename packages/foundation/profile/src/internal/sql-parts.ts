import { formatValue, type DataType, type Rows } from "@dx/core";
import { castAs, sql, verbatimSql, type Sql } from "@dx/sql";

/** An expression as float64. */
export function asFloat(value: Sql): Sql {
  return castAs(value, "float64");
}

/** An expression as int64. */
export function asInt(value: Sql): Sql {
  return castAs(value, "int64");
}

/** Whether a float64, or a decimal of Postgres, is infinite. */
export function isInfinite(value: Sql, { kind }: DataType): Sql {
  return kind === "decimal"
    ? sql`(${value} = 'Infinity' or ${value} = '-Infinity')`
    : sql`(${value} = ${Infinity} or ${value} = ${-Infinity})`;
}

/** A whole number that stays in the text. */
export function whole(value: number): Sql {
  return verbatimSql(String(value));
}

/** A number of an answer; `null` for NULL. */
export function numberAt(rows: Rows, name: string, index = 0): number | null {
  const text = textAt(rows, name, index);
  return text === null ? null : Number(text);
}

/** A count of an answer. */
export function countAt(rows: Rows, name: string, index = 0): number {
  return numberAt(rows, name, index) ?? 0;
}

/** A value of an answer in canonical text; `null` for NULL. */
export function textAt(rows: Rows, name: string, index = 0): string | null {
  const column = rows.columns.find((one) => one.name === name);
  return column === undefined ? null : formatValue(column, index);
}

/** Parts of a list, none longer than so many. */
export function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
