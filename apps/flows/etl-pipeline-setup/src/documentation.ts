import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import { specOf } from "./specs.ts";

type Made = Outputs["made"];

/** What the pipeline does, from the facts of this run. */
export function documentation(inputs: Inputs, made: Made): string {
  const {
    projectName,
    sources,
    targetWarehouse,
    dataQualityRequirements: quality,
    transformations = [],
  } = inputs;
  return [
    `# ${projectName}`,
    "",
    `Loads ${sources.length} sources into the schema \`${targetWarehouse.schema}\` of a ${made.dialect}, where this run took place. For ${targetWarehouse.platform}, DDL, rows as CSV and the statements that load them are in \`artefacts/${targetWarehouse.platform}\`: they were written, never run.`,
    "",
    "## Sources",
    "",
    "| source | from | how | new rows are told by | schedule |",
    "| --- | --- | --- | --- | --- |",
    ...sources.map((source) => {
      const spec = specOf(inputs, source);
      const { file, table, query, feed, api } = source.connectionDetails;
      const from =
        file ??
        table ??
        api?.url ??
        (query === undefined
          ? `a table that this flow writes to itself, from ${feed?.file ?? ""}`
          : "a query");
      const cursor =
        spec.cursor === undefined
          ? "reading all"
          : spec.cursor.kind === "column"
            ? `the column ${spec.cursor.column}`
            : "their transactions";
      return `| ${source.name} | ${from} | ${spec.mode}${spec.key === undefined ? "" : ` by ${[spec.key].flat().join(", ")}`}${spec.deletes === "by-keys" ? ", deletes included" : ""}${source.connectionDetails.merge === "scd2" ? `; every version in ${source.name}_history` : ""} | ${cursor} | \`${source.schedule}\` (${inputs.timeZone}) |`;
    }),
    "",
    "Rows, the load's id and how far the source was read are committed in one transaction; `_dx_loads`, `_dx_cursors` and `_dx_quarantine` in the schema hold them. A load that is tried again under its id is done once.",
    "",
    "## Transformations",
    "",
    ...(transformations.length === 0
      ? ["None."]
      : transformations.map(
          ({ name, layer, description }) =>
            `- \`${name}\` (${layer})${description === undefined ? "" : `: ${description}`}`,
        )),
    "",
    "## Requirements",
    "",
    `- Data are no older than ${quality.freshnessThreshold}, where a source says when they are from.`,
    `- At least ${quality.completenessThreshold * 100} % of the rows of each keyed source have arrived.`,
    ...quality.qualityChecks.map((rule) => `- \`${rule}\``),
    "",
    `A gate that fails ${inputs.onGateFailure === "stop" ? "stops the run: tables of later stages stay as they were" : "is noted, and the run goes on"}.`,
    "",
  ].join("\n");
}

/** What people do when something is wrong. */
export function runbook(inputs: Inputs, made: Made): string {
  const { schema } = inputs.targetWarehouse;
  const slowest = made.loads.toSorted((a, b) => b.seconds - a.seconds)[0];
  return [
    `# Runbook of ${inputs.projectName}`,
    "",
    "| what is seen | what it means | what to do |",
    "| --- | --- | --- |",
    "| the run was killed, or the machine went down | nothing of the load that ran is there, all before it is | start it again; or `dx resume FOLDER` |",
    "| `DX_PIPELINE_CONTRACT` | a source brought a column or a value that its contract does not let in; nothing was loaded | look at the column that is named; widen the contract or mend the source |",
    "| `DX_PIPELINE_KEY` | a key is NULL or not unique | mend the source, or choose another key |",
    "| `DX_PIPELINE_BACKWARDS` | the source ends before where it was read up to: it was restored | load it once with mode `replace` |",
    "| `DX_FLOW_GATE` | a requirement does not hold | the example is in the message; marts are those of the run before |",
    "| `DX_FLOW_GATE` at the unit tests | a transformation does not give of recorded rows what it gave | mend it; if it was changed on purpose, run once with `unitTests: record` |",
    `| rows are missing | a contract put them into quarantine | the table \`${schema}._dx_quarantine\` |`,
    `| is a load late? | how far each table is | the greatest \`loaded_at\` of each \`table_name\` in \`${schema}._dx_loads\` |`,
    "",
    ...(slowest === undefined
      ? []
      : [
          `In the run that wrote this, the slowest load was that of ${slowest.source}: ${slowest.seconds} s for ${slowest.read} rows.`,
          "",
        ]),
    `The steps in their order: ${made.waves.map((wave) => wave.join(", ")).join("; then ")}.`,
    "",
  ].join("\n");
}
