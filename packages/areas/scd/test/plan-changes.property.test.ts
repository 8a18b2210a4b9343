import { toObjects, toRows } from "@dx/core";
import type { Database } from "@dx/database";
import { planTable, sql } from "@dx/sql";
import { budget } from "@dx/testing/budget";
import { forEachDatabase } from "@dx/testkit";
import fc from "fast-check";
import { expect } from "vitest";
import { planChanges, planHistoryTable, replay } from "../src/index.ts";
import type { ChangeBatch, HistorySpec, PlainRow } from "../src/index.ts";
import { batches, batchRows, sourceOf, specs, types } from "./random-changes.ts";

const ignored = ["sk", "hash", "made_at", "changed_at"];

/** The history that batches make of an empty one. */
async function load(
  db: Database,
  spec: HistorySpec,
  given: readonly ChangeBatch[],
): Promise<readonly PlainRow[]> {
  const empty = ["dim", "dim_log", "model", "incoming"].map((name) => ({
    purpose: "make room",
    sql: sql`drop table if exists ${{ kind: "relation", name }}`,
  }));
  const make = [
    ...planTable("model", toRows([], types)),
    ...planHistoryTable("dim", "model", spec),
  ];
  await db.apply([[...empty, ...make.flat()]]);
  for (const [index, batch] of given.entries()) {
    const options = { spec, loadedAt: BigInt(index) };
    const fill = planTable("incoming", batchRows(batch)).flat();
    const drop = { purpose: "make room", sql: sql`drop table incoming` };
    const plan = planChanges("dim", sourceOf(batch, "incoming"), options).flat();
    // oxlint-disable-next-line no-await-in-loop -- loads are one after another
    await db.apply([[...fill, ...plan, drop]]);
  }
  return toObjects(await db.query("select * from dim order by a, b, valid_from"), "exact");
}

const without = (rows: readonly PlainRow[], names: readonly string[]): readonly PlainRow[] =>
  rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name))),
  );

const inOrder = (rows: readonly PlainRow[]): readonly PlainRow[] =>
  rows.toSorted((left, right) => {
    const of = (row: PlainRow): string =>
      [row["a"], row["b"], String(row["valid_from"]).padStart(20, "0")].join(" ");
    return of(left) < of(right) ? -1 : 1;
  });

forEachDatabase("is what the model says, whatever came in whatever order", async ({ db }) => {
  await fc.assert(
    fc.asyncProperty(specs, batches, async (spec, given) => {
      const rows = await load(db, spec, given);
      const wanted = replay(spec, given).versions;
      expect(inOrder(without(rows, ignored))).toEqual(inOrder(wanted));
    }),
    budget(60),
  );
});
