import { createRows, DxError, findNamed, formatRelation, relation, type Rows } from "@dx/core";
import { columnOfValues } from "../records/column-of-values.ts";
import type { TypedColumn } from "../schema/typed-column.ts";
import type { Moving } from "./move-table.ts";
import type { PlannedExtraction } from "./plan-extraction.ts";

/**
 * Rows with NULL in columns that they lack and earlier ones had; no rows have the columns of their table.
 * @throws DxError `DX_PIPELINE_LOAD` if there are neither records nor a table
 */
export function fillRows(
  { spec }: Moving,
  { rows = { count: 0, columns: [] }, known = [] }: PlannedExtraction,
  before: readonly TypedColumn[] | undefined,
): Rows {
  const called = formatRelation(relation(spec.table));
  const wanted =
    rows.columns.length === 0 ? (before ?? []) : (before ?? []).filter(({ name }) => isKnown(name));
  const missing = wanted.filter(({ name }) => findNamed(rows.columns, name) === undefined);
  const columns = [
    ...rows.columns,
    ...missing.map(({ name, type }) => columnOfValues(name, type, nulls(rows.count))),
  ];
  if (columns.length > 0) return createRows(columns, rows.count);
  throw new DxError(
    "DX_PIPELINE_LOAD",
    `the source gave no records, and there is no table ${called} yet`,
    {
      path: ["table"],
      hint: "its columns are not known: load it once there is a record",
    },
  );

  function isKnown(name: string): boolean {
    return (
      findNamed(
        known.map((one) => ({ name: one })),
        name,
      ) !== undefined
    );
  }
}

function nulls(count: number): readonly null[] {
  return Array.from({ length: count }, () => null);
}
