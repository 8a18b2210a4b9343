import { createRows, type Column, type DataType, type Rows } from "@dx/core";
import type { Reading } from "../schema/kinds-of-text.ts";
import { createSeen, lookAt, typeOfSeen, type SeenValues } from "../schema/seen-values.ts";
import { columnOfValues } from "./column-of-values.ts";
import { createNames, type Names } from "./naming.ts";

/** Columns of a table that grow row by row. */
export interface TableBuilder {
  readonly name: string;
  readonly columns: Map<string, ColumnBuilder>;
  readonly names: Names;
  /** How many rows are held. */
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

/** The rows that are held, in the types of all that were; columns that never had a value are left out. */
export function rowsOf({ columns, count }: TableBuilder): Rows {
  const made = [...columns.values()]
    .filter(({ seen }) => seen.values > 0)
    .map(({ name, values, seen }): Column => {
      fill(values, count);
      return columnOfValues(name, typeOfSeen(seen), values);
    });
  return createRows(made, count);
}

/**
 * The rows that are held, and no longer are: in types in which none of their values loses how it was written, whatever the
 * types of all turn out to be; columns without a value are left out.
 */
export function takeRows(table: TableBuilder): Rows {
  const made: Column[] = [];
  for (const { name, values } of table.columns.values()) {
    if (values.length > 0) {
      fill(values, table.count);
      made.push(columnOfValues(name, plainTypeOf(values), values));
    }
    values.length = 0;
  }
  const rows = createRows(made, table.count);
  table.count = 0;
  return rows;
}

function fill(values: unknown[], count: number): void {
  while (values.length < count) values.push(null);
}

/** Numbers, truth values and bytes as they are; all other values, and mixed ones, as text. */
function plainTypeOf(values: readonly unknown[]): DataType {
  const seen = createSeen();
  for (const value of values) if (value !== null) lookAt(seen, value, "none");
  const type = typeOfSeen(seen);
  return isPlain(type.kind) ? type : { kind: "text" };
}

function isPlain(kind: DataType["kind"]): boolean {
  return kind === "int64" || kind === "float64" || kind === "boolean" || kind === "bytes";
}
