import type { DataType } from "@dx/core";
import type { ColumnProfile, TableProfile } from "@dx/profile";

/** The profile of a column of no more than its name and its values 1 to `distinct`, or texts. */
function describeColumn(name: string, type: DataType, distinct: number): ColumnProfile {
  const isText = type.kind === "text";
  return {
    name,
    type,
    nulls: 0,
    nans: 0,
    infinite: 0,
    distinct,
    distinctBy: "count",
    once: distinct,
    min: isText ? "a" : "1",
    max: isText ? "z" : String(distinct),
    mean: null,
    stddev: null,
    quantiles: isText
      ? []
      : [5, 25, 50, 75, 95].map((percent) => ({
          share: percent / 100,
          value: String(Math.max(1, Math.ceil((distinct * percent) / 100))),
        })),
    lengths: isText ? { min: 1, max: 3, mean: 2 } : null,
    faults: null,
    shapes: [],
    top: [],
    meaning: name === "customer" ? { kind: "integer", fits: 40, of: 40 } : null,
  };
}

/** A table of columns that are each its key, unless they have fewer values. */
function describeTable(
  table: string,
  rows: number,
  columns: readonly (readonly [name: string, kind: "int64" | "text", distinct?: number])[],
): TableProfile {
  return {
    table,
    rows,
    profiled: rows,
    sample: null,
    columns: columns.map(([name, kind, distinct = rows]) => ({
      ...describeColumn(name, { kind }, distinct),
      once: distinct === rows ? rows : 0,
    })),
  };
}

/** Customers and their orders. */
export function describeShop(): readonly TableProfile[] {
  return [
    describeTable("customers", 50, [
      ["customer_id", "int64"],
      ["name", "text", 48],
    ]),
    describeTable("orders", 200, [
      ["order_id", "int64"],
      ["customer_id", "int64", 40],
      ["status", "text", 3],
      ["owner_type", "text", 2],
      ["owner_id", "int64", 30],
      ["customer", "text", 40],
    ]),
  ];
}
