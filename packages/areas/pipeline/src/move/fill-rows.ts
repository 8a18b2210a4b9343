import { createRows, DxError, findNamed, formatRelation, relation, type Rows } from "@dx/core";
import { columnOfValues } from "../records/column-of-values.ts";
import type { TypedColumn } from "../schema/typed-column.ts";
import { noRows } from "./given-rows.ts";
import type { Moving } from "./move-table.ts";
import type { PlannedExtraction } from "./plan-extraction.ts";

/**
 * How rows get NULL in columns that they lack and earlier ones had; no rows have the columns of their table.
 * @throws DxError `DX_PIPELINE_LOAD` if there are neither records nor a table
 */
export function fillRows(
  { spec }: Moving,
  { rows: { rows } = noRows, known = [] }: PlannedExtraction,
  before: readonly TypedColumn[] | undefined,
): (rows: Rows) => Rows {
  const called = formatRelation(relation(spec.table));
  const names = known.map((name) => ({ name }));
  const wanted =
    rows.columns.length === 0
      ? (before ?? [])
      : (before ?? []).filter(({ name }) => findNamed(names, name) !== undefined);
  const missing = wanted.filter(({ name }) => findNamed(rows.columns, name) === undefined);
  if (rows.columns.length + missing.length > 0)
    return ({ columns, count }) =>
      createRows(
        [...columns, ...missing.map(({ name, type }) => columnOfValues(name, type, nulls(count)))],
        count,
      );
  throw new DxError(
    "DX_PIPELINE_LOAD",
    `the source gave no records, and there is no table ${called} yet`,
    {
      path: ["table"],
      hint: "its columns are not known: load it once there is a record",
    },
  );
}

function nulls(count: number): readonly null[] {
  return Array.from({ length: count }, () => null);
}
