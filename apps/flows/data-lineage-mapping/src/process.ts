import { writeFiles, type Context } from "@dx/runner";
import { documentation, impactTools } from "./documentation.ts";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import { refreshJob } from "./refresh-job.ts";
import { holdAgainstData } from "./tasks/hold-against-data.ts";
import { readAll } from "./tasks/read-all.ts";
import { writeLineage } from "./tasks/write-lineage.ts";

/**
 * @process data-lineage-mapping
 * @description Maps where every column comes from, holds the map against data, and tells what a change leads to.
 * @inputs lineageTool, systemsToInclude, granularity, updateFrequency; optional ones in inputs.ts
 * @outputs lineageGraph, visualizations, impactAnalysisTools, catalogIntegration, documentation, coverageReport, made
 */
export async function process(inputs: Inputs, ctx: Context): Promise<Outputs> {
  const read = await ctx.task(readAll, { inputs });
  await ctx.breakpoint({
    title: `Map the lineage of ${read.statements} statements of these systems?`,
    shows: {
      systems: read.systems,
      granularity: inputs.granularity,
      tool: inputs.lineageTool,
      updated: inputs.updateFrequency,
      notUnderstood: read.findings.length,
    },
  });
  const { coverageReport: counted, ...held } = await ctx.task(holdAgainstData, { inputs });
  const made: Outputs["made"] = { ...read, ...held };
  const { tablesWithLineage, totalTables } = counted;
  const coveragePercent =
    totalTables === 0 ? 0 : Math.round((tablesWithLineage / totalTables) * 1000) / 10;
  const coverageReport = { tablesWithLineage, totalTables, coveragePercent };
  const { graph, file } = await ctx.task(writeLineage, {
    inputs,
    now: ctx.now,
    gaps: held.gaps,
    impact: held.impact,
  });
  const text = documentation(inputs, made, coverageReport);
  const tools = impactTools(made);
  await ctx.task(writeFiles, {
    "documentation.md": text,
    "impact.md": tools,
    ...refreshJob(inputs),
  });
  return {
    lineageGraph: graph,
    visualizations: ["artefacts/lineage.html", "artefacts/lineage.mmd", "artefacts/lineage.dot"],
    impactAnalysisTools: tools,
    catalogIntegration: integration[inputs.lineageTool](file === null ? null : `artefacts/${file}`),
    documentation: text,
    coverageReport,
    made,
  };
}

type Integration = (file: string | null) => Outputs["catalogIntegration"];

const integration: Readonly<Record<Inputs["lineageTool"], Integration>> = {
  marquez: (file) => ({
    tool: "marquez",
    form: "OpenLineage run events, one a line",
    file,
    send: "POST each line to /api/v1/lineage",
  }),
  datahub: (file) => ({
    tool: "datahub",
    form: "metadata change proposals",
    file,
    send: "datahub ingest, with a source of type file",
  }),
  apache_atlas: (file) => ({
    tool: "apache_atlas",
    form: "entities",
    file,
    send: "POST to /api/atlas/v2/entity/bulk",
  }),
  native: () => ({
    tool: "native",
    form: "dx's own",
    file: "artefacts/lineage.json",
    send: "read it, or link to artefacts/lineage.html",
  }),
};
