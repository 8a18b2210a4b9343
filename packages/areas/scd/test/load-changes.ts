import { toObjects, toRows } from "@dx/core";
import type { Database } from "@dx/database";
import { planTable, sql } from "@dx/sql";
import { planChanges, planHistoryTable } from "../src/index.ts";
import type { ChangeBatch, HistorySpec, PlainRow, TypedColumn } from "../src/index.ts";
import { batchRows, sourceOf, types } from "./random-changes.ts";

const purpose = "make room";
export const columns: readonly TypedColumn[] = Object.entries(types).map(([name, type]) => ({
  name,
  type,
}));

/** The history that batches make of an empty one. */
export async function loadAll(
  db: Database,
  spec: HistorySpec,
  batches: readonly ChangeBatch[],
): Promise<readonly PlainRow[]> {
  const tables = [sql`dim`, sql`dim_log`, sql`model`, sql`incoming`];
  const drops = tables.map((table) => ({ purpose, sql: sql`drop table if exists ${table}` }));
  const make = [
    ...planTable("model", toRows([], types)),
    ...planHistoryTable("dim", "model", spec),
  ];
  await db.apply([[...drops, ...make.flat()]]);
  for (const [index, batch] of batches.entries())
    // oxlint-disable-next-line no-await-in-loop -- loads are one after another
    await loadOne(db, batch, { spec, loadedAt: BigInt(index), columns });
  return readHistory(db);
}

/** Puts one batch into the history. */
export async function loadOne(
  db: Database,
  batch: ChangeBatch,
  options: Parameters<typeof planChanges>[2],
): Promise<void> {
  const fill = planTable("incoming", batchRows(batch)).flat();
  const plan = planChanges("dim", sourceOf(batch, "incoming"), options).flat();
  await db.apply([[...fill, ...plan, { purpose, sql: sql`drop table incoming` }]]);
}

/** The history as it is. */
export async function readHistory(db: Database): Promise<readonly PlainRow[]> {
  return toObjects(await db.query("select * from dim order by a, b, valid_from"), "exact");
}

/** Rows without some of their columns. */
export function without(rows: readonly PlainRow[], names: readonly string[]): readonly PlainRow[] {
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name))),
  );
}
