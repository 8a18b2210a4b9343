import { isDxError, type DataType } from "@dx/core";
import type { Database } from "@dx/database";
import {
  drillColumns,
  moveTable,
  planCopy,
  planDrift,
  planDrillSource,
  planLateRows,
  planWave,
  type Cursor,
  type LoadSpec,
  type TypedColumn,
} from "@dx/pipeline";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { findSource } from "../find-source.ts";
import { inputs, type Inputs } from "../inputs.ts";
import { drilled, type Drilled } from "../outputs.ts";
import { specOf } from "../specs.ts";

class Aborted extends Error {}

/**
 * Rehearses how a source is loaded, on copies of some of its rows in the scratch schema: a load is undone right before
 * its end and done again; rows are inserted, changed and deleted; some bear a time from before, or come of a transaction
 * that was open during a load; a run is repeated; a column comes that nobody announced.
 */
export const drill = defineTask("drill", {
  version: 1,
  effect: "idempotent",
  input: z.strictObject({
    inputs,
    source: z.string(),
    truth: z.string(),
    key: z.array(z.string()),
    now: z.string(),
  }),
  output: drilled,
  run: async ({ inputs: given, source, truth, key, now }, tools): Promise<Drilled> => {
    const { target } = tools.databases;
    const schema = await tools.scratch();
    const at = (name: string): string => `${schema}.drill_${name}_${source}`;
    const place = { pool: at("pool"), live: at("live") };
    const copy = at("copy");
    const spec = rehearsed(given, source, copy);
    await target.apply(
      planDrillSource(truth, place, { key, rows: given.rehearseRows, at: hours(now, 0) }),
    );
    const load = async (loadId: string, database: Database = target): Promise<void> => {
      const numbered = `${now}/${loadId}`;
      await moveTable({ database, table: place.live }, database, spec, {
        loadId: numbered,
        at: now,
      });
    };
    await target
      .transaction(async (tx) => {
        await load("1", tx);
        throw new Aborted();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Aborted)) throw error;
      });
    await load("1");
    const columns = (await target.describe(place.live)).columns;
    await target.apply(planWave(place, { at: hours(now, 1), column: changeable(columns, key) }));
    const late = await rehearseLate(target, { spec, place, load, now });
    const once = at("once");
    await target.apply(planCopy(copy, once));
    await load("4");
    const drift = await rehearseDrift(target, { spec, live: place.live, at, now });
    return {
      source,
      live: place.live,
      copy,
      once,
      drift,
      ...late,
      columns: columns.map(({ name }) => name),
    };
  },
});

/** How the copies are loaded: as the source is, by the time at which the rehearsal changed a row. */
function rehearsed(given: Inputs, name: string, table: string): LoadSpec {
  const source = findSource(given, name);
  const { cursor, contract: _, ...spec } = specOf(given, source);
  const own: Cursor | undefined =
    cursor?.kind === "column"
      ? { ...cursor, column: drillColumns.changedAt, lag: 0 }
      : cursor === undefined
        ? undefined
        : { kind: "xid-window" };
  const merged = spec.mode === "merge" ? ({ deletes: "by-keys" } as const) : {};
  return { ...spec, ...merged, table, ...(own === undefined ? {} : { cursor: own }) };
}

interface LateOptions {
  readonly spec: LoadSpec;
  readonly place: { readonly pool: string; readonly live: string };
  readonly load: (loadId: string, database?: Database) => Promise<void>;
  readonly now: string;
}

async function rehearseLate(
  target: Database,
  { spec, place, load, now }: LateOptions,
): Promise<Pick<Drilled, "late" | "reason">> {
  const late = planLateRows(place, { at: hours(now, -1) });
  switch (spec.cursor?.kind) {
    case undefined:
      await load("2");
      await target.apply(late);
      await load("3");
      return {
        late: "seen",
        reason: "all rows are read each time, also those that bear a time from before",
      };
    case "xid-window":
      await target.transaction(async (tx) => {
        await tx.apply(late);
        await load("2");
      });
      await load("3");
      return {
        late: "seen",
        reason: "a transaction was open while a load ran, and committed after it",
      };
    case "column":
      await load("2");
      return {
        late: "unknown",
        reason:
          "a row that is committed late with an earlier value of the cursor is not read: take `transactions`, a lag that is longer than any transaction, or the extraction type full",
      };
  }
}

async function rehearseDrift(
  target: Database,
  {
    spec,
    live,
    at,
    now,
  }: {
    readonly spec: LoadSpec;
    readonly live: string;
    readonly at: (name: string) => string;
    readonly now: string;
  },
): Promise<string> {
  const drift = at("drift");
  const drifted = at("drifted");
  await target.apply(planDrift(live, drifted));
  const { cursor: _, ...whole } = spec;
  const frozen: LoadSpec = { ...whole, contract: { columns: "freeze", types: "freeze" } };
  const code = await target
    .transaction(async (tx) =>
      moveTable({ database: tx, table: drifted }, tx, frozen, { loadId: `${now}/drift`, at: now }),
    )
    .then(
      () => "loaded",
      (error: unknown) => (isDxError(error) ? error.code : "another error"),
    );
  const rows = [
    { change: "a column that nobody announced", caught: code === "DX_PIPELINE_CONTRACT", code },
  ];
  await target.load(drift, rows);
  return drift;
}

/** A column whose change shows: not of the key, and not one of the rehearsal's own. */
function changeable(
  columns: readonly TypedColumn[],
  key: readonly string[],
): TypedColumn | undefined {
  const own: readonly string[] = Object.values(drillColumns);
  const isFree = ({ name, type }: { readonly name: string; readonly type: DataType }): boolean =>
    !key.includes(name) && !own.includes(name) && type.kind !== "json";
  return columns.find(isFree);
}

function hours(now: string, more: number): string {
  return new Date(new Date(now).getTime() + more * 3_600_000).toISOString();
}
