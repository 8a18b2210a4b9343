import { formatRelation, relation } from "@dx/core";
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { moveTable, planStateTables, readLoads, type MoveSource } from "@dx/pipeline";
import { defineTask, type TaskTools } from "@dx/runner";
import { formatPlan } from "@dx/sql";
import { z } from "zod";
import { findSource } from "../find-source.ts";
import { inputs } from "../inputs.ts";
import { loaded, type Loaded } from "../outputs.ts";
import { specOf } from "../specs.ts";
import { sourceOf } from "./source-of.ts";

/**
 * Loads one source, in one transaction with what notes it. A file that is as it was at the last load is not loaded
 * again. Writes the statements below `artefacts/sql/loads`.
 */
export const loadOne = defineTask("load-one", {
  version: 1,
  effect: "transactional",
  input: z.strictObject({ inputs, source: z.string(), at: z.string(), round: z.string() }),
  output: loaded,
  run: async ({ inputs: given, source: name, at, round }, tools): Promise<Loaded> => {
    const source = findSource(given, name);
    const { target } = tools.databases;
    const spec = specOf(given, source);
    const from = sourceOf(given, source, tools);
    await target.apply(planStateTables(spec.table));
    const print =
      "file" in from
        ? createHash("sha256").update(readFileSync(from.file)).digest("hex").slice(0, 16)
        : undefined;
    const last = (await target.run(readLoads(spec.table))).at(-1);
    const isUnchanged =
      print !== undefined && round !== "again" && last?.loadId.startsWith(`${print}@`) === true;
    const start = performance.now();
    if (isUnchanged) return unchanged(name, spec.table, { tools, seconds: seconds(start) });
    const result = await moveTable(from, target, spec, {
      loadId: `${print ?? "run"}@${at}/${round}`,
      at,
      clock: () => performance.now(),
      onProgress: ({ rows }) => tools.progress(rows, undefined, "rows"),
    });
    const { read, inserted, updated, deleted, rejected } = result.record;
    if (result.plan.length > 0)
      await tools.artefacts.write({
        [`sql/loads/${name}-${round}.sql`]: formatPlan(result.plan, target.dialect),
      });
    return {
      source: name,
      table: formatRelation(relation(spec.table)),
      status: "loaded",
      read,
      inserted,
      updated,
      deleted,
      rejected,
      bytes: result.record.bytes ?? sizeOf(from),
      seconds: seconds(start),
      created: result.created,
      changed: [...result.changed],
      columns: result.columns.map(({ name: column, type }) => ({
        name: column,
        type: { ...type },
      })),
    };
  },
});

function seconds(start: number): number {
  return Math.round(performance.now() - start) / 1000;
}

function sizeOf(from: MoveSource): number | null {
  return "file" in from ? statSync(from.file).size : null;
}

async function unchanged(
  source: string,
  table: LoadedTable,
  { tools, seconds: took }: { readonly tools: TaskTools; readonly seconds: number },
): Promise<Loaded> {
  const { columns } = await tools.databases.target.describe(table);
  const none = { read: 0, inserted: 0, updated: 0, deleted: 0, rejected: 0, bytes: null };
  return {
    source,
    table: formatRelation(relation(table)),
    status: "unchanged",
    ...none,
    seconds: took,
    created: false,
    changed: [],
    columns: columns.map(({ name, type }) => ({ name, type: { ...type } })),
  };
}

type LoadedTable = ReturnType<typeof specOf>["table"];
