/* oxlint-disable no-await-in-loop -- one part after the other, in one transaction */
import { createColumn, createRows, relation, type Relation, type Rows } from "@dx/core";
import { dropTable, query, sql } from "@dx/sql";
import { nameBeside } from "../internal/name-beside.ts";
import { retypeRows } from "../records/retype-rows.ts";
import type { Moving } from "./move-table.ts";
import type { PipelineDatabase } from "./pipeline-database.ts";

/** Rows that are at hand: in memory, and before those in tables beside the target. */
export interface GivenTable {
  /** The last of them; they have the columns of all. */
  readonly rows: Rows;
  /** Those before them. */
  readonly parts: readonly RowsPart[];
  /** Which of those are loaded; all, without a word. */
  readonly keep?: (rows: Rows) => Rows;
}

/** Rows that were written beside the target, so that memory does not grow with them. */
export interface RowsPart {
  readonly table: Relation;
  /** The names of its columns, which it has as `c0` and so on. */
  readonly names: readonly string[];
  readonly count: number;
}

/** No rows, of no columns. */
export const noRows: GivenTable = { rows: { count: 0, columns: [] }, parts: [] };

/** How many there are. */
export function countGiven({ rows, parts }: GivenTable): number {
  return parts.reduce((sum, { count }) => sum + count, rows.count);
}

/** Writes rows beside the target. */
export async function writePart(
  { tx, spec }: Pick<Moving, "tx" | "spec">,
  rows: Rows,
  number: number,
): Promise<RowsPart> {
  const table = nameBeside(relation(spec.table), `dx_part${number}`);
  const columns = rows.columns.map((column, at) => Object.assign({}, column, { name: `c${at}` }));
  const nothing = createColumn(
    "c0",
    "boolean",
    Array.from({ length: rows.count }, () => null),
  );
  await tx.load(table, [createRows(columns.length === 0 ? [nothing] : columns)]);
  return { table, names: rows.columns.map(({ name }) => name), count: rows.count };
}

/** All of the rows, a part at a time, whose table is dropped then; between two of them others may use the database. */
export async function* readGiven(
  tx: PipelineDatabase,
  { rows, parts, keep = (all) => all }: GivenTable,
): AsyncGenerator<Rows> {
  for (const { table, names } of parts) {
    const all = sql`select * from ${table}`;
    const { columns, count } = await tx.run(query("part", all, (read) => read));
    await tx.apply([[{ purpose: "drop rows that were read", sql: dropTable(table) }]]);
    const named = columns.map((column, at) => Object.assign({}, column, { name: names[at] }));
    yield keep(retypeRows(createRows(named, count), rows));
  }
  if (rows.count > 0 || parts.length === 0) yield rows;
}
