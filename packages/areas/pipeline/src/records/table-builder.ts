import { createRows, type Column, type Rows } from "@dx/core";
import type { Reading } from "../schema/kinds-of-text.ts";
import { createSeen, lookAt, typeOfSeen, type SeenValues } from "../schema/seen-values.ts";
import { columnOfValues } from "./column-of-values.ts";
import { createNames, type Names } from "./naming.ts";

/** Columns of a table that grow row by row. */
export interface TableBuilder {
  readonly name: string;
  readonly columns: Map<string, ColumnBuilder>;
  readonly names: Names;
  count: number;
}

/** One of them. */
export interface ColumnBuilder {
  readonly name: string;
  readonly values: unknown[];
  readonly seen: SeenValues;
  readonly reading: Reading;
}

/** An empty table. */
export function createBuilder(name: string): TableBuilder {
  return { name, columns: new Map(), names: createNames(name), count: 0 };
}

/**
 * A column of a table, which is made at its first use.
 * @param field - where it comes from; another field cannot have its name
 */
export function columnOf(
  table: TableBuilder,
  {
    name,
    field,
    reading,
  }: { readonly name: string; readonly field: string; readonly reading: Reading },
): ColumnBuilder {
  table.names.take(name, field);
  const known = table.columns.get(name);
  if (known !== undefined) return known;
  const made = { name, values: [], seen: createSeen(), reading };
  table.columns.set(name, made);
  return made;
}

/** Puts a value, which is not NULL, into the last row. */
export function put(
  table: TableBuilder,
  { values, seen, reading }: ColumnBuilder,
  value: unknown,
): void {
  while (values.length < table.count - 1) values.push(null);
  values.push(value);
  lookAt(seen, value, reading);
}

/** The rows; columns without a value are left out. */
export function rowsOf({ columns, count }: TableBuilder): Rows {
  const made = [...columns.values()]
    .filter(({ values }) => values.length > 0)
    .map(({ name, values, seen }): Column => {
      while (values.length < count) values.push(null);
      return columnOfValues(name, typeOfSeen(seen), values);
    });
  return createRows(made, count);
}
