import type { Dialect, TableName, TableSchema } from "@dx/core";
import { writeFiles, type Context } from "@dx/runner";
import type { HistorySpec } from "@dx/scd";
import { documentation } from "./documentation.ts";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import { scriptsOf } from "./scripts.ts";
import { testsOf } from "./tests-of.ts";

/** What a run comes to. */
export interface Finished {
  readonly made: Outputs["made"];
  readonly spec: HistorySpec;
  readonly dialect: Dialect;
  readonly source: TableName | TableSchema;
  readonly loadSeconds: number | null;
}

/** Writes the scripts, tests and documentation, and hands them over. */
export async function finish(
  inputs: Inputs,
  ctx: Context,
  { made, spec, dialect, source, loadSeconds }: Finished,
): Promise<Outputs> {
  const scripts = scriptsOf(inputs, spec, { dialect, source, columns: made.columns });
  const tests = testsOf(inputs.dimensionTable, made, dialect);
  const text = documentation(inputs, {
    spec,
    made,
    dialect,
    tests: tests.map(({ id }) => id),
    loadSeconds,
  });
  await ctx.task(writeFiles, {
    "sql/dimension.sql": scripts.table,
    "sql/load.sql": scripts.load,
    "sql/current-view.sql": scripts.current,
    "sql/historical-view.sql": scripts.historical,
    "sql/as-of.sql": scripts.asOf,
    "documentation.md": text,
    ...Object.fromEntries(tests.map(({ id, text: sql }) => [`sql/tests/${id}.sql`, sql])),
  });
  return {
    dimensionTableDDL: scripts.table,
    scdLoadingLogic: scripts.load,
    currentView: scripts.current,
    historicalView: scripts.historical,
    tests: tests.map(({ text: sql }) => sql),
    documentation: text,
    loadSeconds,
    made,
  };
}
