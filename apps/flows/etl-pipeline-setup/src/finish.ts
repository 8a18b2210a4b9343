import { planOrder } from "@dx/orchestration";
import { transformationFiles, type Transformation } from "@dx/pipeline";
import { readDialect, writeFiles, type Context } from "@dx/runner";
import type { Dialect, FileMap } from "@dx/core";
import { dbtFiles } from "./dbt-files.ts";
import { documentation, runbook } from "./documentation.ts";
import type { Inputs } from "./inputs.ts";
import { makeDag, writeDag } from "./make-dag.ts";
import { monitoringPage } from "./monitoring-page.ts";
import type { Outputs } from "./outputs.ts";
import { placeOf, specOf, tableOf } from "./specs.ts";
import { exportTables } from "./tasks/export-tables.ts";
import { readHistory } from "./tasks/read-history.ts";

/** What a run has made so far. */
export interface Finished extends Omit<
  Outputs["made"],
  "now" | "dialect" | "waves" | "dagFile" | "files"
> {
  readonly ordered: readonly Transformation[];
  readonly tests: readonly { readonly path: string; readonly rows: number }[];
}

/** Writes what runs the pipeline every day, and what tells of it. */
export async function finish(
  inputs: Inputs,
  ctx: Context,
  { ordered, tests, ...made }: Finished,
): Promise<Outputs> {
  const { transformationTool, dataQualityRequirements, projectName, sources } = inputs;
  const names = [...sources.map(({ name }) => name), ...ordered.map(({ name }) => name)];
  const dialect = await ctx.task(readDialect, {});
  const exported = await ctx.task(exportTables, { inputs, tables: names });
  const history = await ctx.task(readHistory, { table: tableOf(inputs, "any"), most: 500 });
  const dag = makeDag(inputs, ordered);
  const dagFiles = writeDag(inputs, dag);
  const [dagFile = "", orchestrationDag = ""] = Object.entries(dagFiles)[0] ?? [];
  const code = codeFiles(inputs, ordered, dialect);
  const page = monitoringPage(inputs, { history, gates: made.gates, now: ctx.now });
  const done = {
    ...made,
    now: ctx.now,
    dialect,
    waves: planOrder(dag).map((wave) => wave.concat()),
    dagFile,
  };
  const files: FileMap = {
    ...dagFiles,
    ...code,
    "tests/quality-checks.txt": `${dataQualityRequirements.qualityChecks.join("\n")}\n`,
    "documentation.md": documentation(inputs, { ...done, files: [] }),
    "runbook.md": runbook(inputs, { ...done, files: [] }),
    "monitoring.html": page,
  };
  await ctx.task(writeFiles, files);
  return {
    pipelineName: projectName,
    ingestionConfig: Object.fromEntries(
      sources.map((source) => [
        source.name,
        JSON.parse(
          JSON.stringify({
            type: source.type,
            schedule: source.schedule,
            ...specOf(inputs, source),
          }),
        ),
      ]),
    ),
    transformationCode: Object.entries(code)
      .filter(
        ([path]) =>
          path.endsWith(".sql") && (transformationTool !== "dbt" || path.startsWith("dbt/")),
      )
      .map(([, text]) => String(text)),
    orchestrationDag: String(orchestrationDag),
    testSuite: [
      ...dataQualityRequirements.qualityChecks,
      ...tests.map(({ path, rows }) => `${path}: ${rows} rows expected`),
    ],
    documentation: documentation(inputs, { ...done, files: [] }),
    monitoringDashboard: "artefacts/monitoring.html",
    made: { ...done, files: [...Object.keys(files), ...exported] },
  };
}

/** The transformations as their tool takes them, and as the target ran them. */
function codeFiles(inputs: Inputs, ordered: readonly Transformation[], dialect: Dialect): FileMap {
  const place = (name: string) => placeOf(inputs, name);
  const ran = transformationFiles(ordered, { dialect, place, folder: "sql/transformations" });
  switch (inputs.transformationTool) {
    case "custom_sql":
      return ran;
    case "dbt":
      return { ...ran, ...dbtFiles(inputs, ordered, dialect) };
    case "spark":
      return {
        ...ran,
        ...transformationFiles(ordered, { dialect: "spark", place, folder: "spark" }),
      };
  }
}
