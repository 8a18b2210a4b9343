import { createRows, valueAt, type Column, type DataType, type Rows } from "@dx/core";
import { columnOfValues } from "./column-of-values.ts";

/**
 * Rows that a collector let go of, in the types of all that it took, and with NULL in columns that they lack.
 * @param like - rows of the same table, as `tables` gives them in the end
 */
export function retypeRows({ columns, count }: Rows, like: Rows): Rows {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const retyped = like.columns.map((wanted): Column => {
    const { name } = wanted;
    const found = byName.get(name);
    if (found === undefined)
      return columnOfValues(
        name,
        typeOf(wanted),
        Array.from({ length: count }, () => null),
      );
    if (found.kind === wanted.kind) return found;
    return found.kind === "text" && wanted.kind === "json"
      ? { kind: "json", name, values: found.values }
      : columnOfValues(name, typeOf(wanted), valuesOf(found));
  });
  return createRows(retyped, count);
}

function typeOf(column: Column): DataType {
  if (column.kind !== "decimal") return { kind: column.kind };
  const { kind, precision, scale = 0 } = column;
  return precision === undefined ? { kind } : { kind, precision, scale };
}

function valuesOf(column: Column): readonly unknown[] {
  return Array.from({ length: column.values.length }, (_, index) => valueAt(column, index));
}
