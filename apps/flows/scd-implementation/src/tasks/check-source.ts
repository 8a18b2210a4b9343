import { DxError, formatTimestamp } from "@dx/core";
import { defineTask } from "@dx/runner";
import { checkChanges, checkColumns, snapshotTimes } from "@dx/scd";
import { z } from "zod";
import { changesOf } from "../changes-of.ts";
import { inputs } from "../inputs.ts";
import { made } from "../outputs.ts";
import { specSchema } from "../spec-schema.ts";

/**
 * Checks what was staged, before anything is written: columns, keys, times, ties. Errors end the run, all
 * of them at once; warnings are handed over. Gives the times of snapshots too.
 */
export const checkSource = defineTask("check-source", {
  version: 1,
  effect: "none",
  input: z.strictObject({
    inputs,
    spec: specSchema,
    table: z.string(),
    at: z.string(),
    times: z.array(z.string()),
  }),
  output: made.pick({ findings: true, columns: true }).extend({ times: z.array(z.string()) }),
  run: async ({ inputs: given, spec, table, at, times }, { databases: { target } }) => {
    const column =
      given.snapshots === undefined && given.changes?.kind === "snapshots"
        ? given.changes.at
        : undefined;
    const schema = await target.describe(table);
    const source = changesOf(given, {
      table,
      at,
      times: times.length === 0 ? ["0001-01-01"] : times,
    });
    refuse(checkColumns(schema, spec, source), given.sourceTable);
    const known =
      column === undefined
        ? times
        : (await target.run(snapshotTimes(table, column))).map(formatTimestamp);
    if (column !== undefined && known.length === 0)
      throw new DxError("DX_FLOW_SOURCE", `${given.sourceTable} has no snapshot`, {
        path: ["sourceTable"],
      });
    const findings = await target.run(
      checkChanges(changesOf(given, { table, at, times: known }), spec),
    );
    refuse(findings, given.sourceTable);
    const columns = schema.columns.map(({ name, type }) => ({ name, type }));
    return { findings: [...findings], columns, times: [...known] };
  },
});

function refuse(
  findings: readonly {
    readonly severity: string;
    readonly message: string;
    readonly example: unknown;
  }[],
  source: string,
): void {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  const texts = errors.map(({ message, example }) => `${message}, as ${JSON.stringify(example)}`);
  throw new DxError("DX_FLOW_SOURCE", `${source}: ${texts.join("; ")}`, {
    path: ["sourceTable"],
    hint: "mend the source or the inputs; nothing was written",
  });
}
