import { DxError, formatTimestamp, toMicros } from "@dx/core";
import { loadSource, type Context } from "@dx/runner";
import { columnsOfHistory, type HistorySpec } from "@dx/scd";
import type { Inputs } from "./inputs.ts";
import type { Made } from "./outputs.ts";
import { joinSnapshots } from "./tasks/join-snapshots.ts";
import { lookAtFiles } from "./tasks/look-at-files.ts";
import { stageSnapshot } from "./tasks/stage-snapshot.ts";

/** What was staged in the scratch schema. */
export interface Staged {
  readonly snapshots: Made["snapshots"];
  /** Where the changes are. */
  readonly table: string;
  /** Of snapshots in one table, their times. */
  readonly times: string[];
}

/** Stages what is to be loaded: files of snapshots one after the other, or the source as it is. */
export async function stage(inputs: Inputs, spec: HistorySpec, ctx: Context): Promise<Staged> {
  const { snapshots: files, sourceFile, sourceTable } = inputs;
  if (files === undefined) {
    const from = sourceFile === undefined ? { table: sourceTable } : { file: "source" };
    const { table, rows } = await ctx.task(loadSource, { from, into: { scratch: "source" } });
    const isNow = inputs.changes === undefined || inputs.changes.kind === "snapshot";
    const snapshots = isNow ? [{ name: sourceTable, at: ctx.now, table, rows }] : [];
    return { snapshots, table, times: [] };
  }
  const ordered = files
    .map(({ name, takenAt }) => ({ name, at: formatTimestamp(toMicros(takenAt)) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const twice = ordered.find(({ at }, index) => at === ordered[index - 1]?.at);
  if (twice !== undefined)
    throw new DxError("DX_FLOW_SNAPSHOTS", `two snapshots were taken at ${twice.at}`, {
      path: ["snapshots"],
      hint: "give each its own time",
    });
  const { key, attributes } = columnsOfHistory(spec);
  const names = ordered.map(({ name }) => name);
  const booleans = await ctx.task(lookAtFiles, { files: names, columns: [...attributes] });
  const tables = await ctx.parallel.map(
    names,
    (name) => name,
    async (file) =>
      ctx.task(stageSnapshot, { file, key: [...key], columns: [...attributes], booleans }),
    { limit: 1 },
  );
  const snapshots = ordered.map(({ name, at }, index) => ({
    name,
    at,
    table: tables[index]?.table ?? "",
    rows: tables[index]?.rows ?? 0,
  }));
  const table = await ctx.task(joinSnapshots, {
    spec: spec,
    snapshots: snapshots.map((one) => ({ table: one.table, at: one.at })),
  });
  return { snapshots, table, times: snapshots.map(({ at }) => at) };
}
