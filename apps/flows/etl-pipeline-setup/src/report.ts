import { bars, diagram } from "@dx/chart";
import { readLoads, referencesOf, type Transformation } from "@dx/pipeline";
import type { Block } from "@dx/report";
import type { ReportTools } from "@dx/runner";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import { specOf, tableOf } from "./specs.ts";

/** What the page shows: what was moved, the steps, the gates, the columns and contracts, and the files for the scheduler. */
// oxlint-disable-next-line max-lines-per-function -- one page, from top to bottom
export async function report(
  inputs: Inputs,
  { made, orchestrationDag }: Outputs,
  { databases: { target } }: ReportTools,
): Promise<readonly Block[]> {
  const { sources, transformations = [], targetWarehouse } = inputs;
  const history = await target.run(readLoads(tableOf(inputs, "any"), { all: true }));
  const read = made.loads.reduce((sum, one) => sum + one.read, 0);
  const seconds = made.loads.reduce((sum, one) => sum + one.seconds, 0);
  const bytes = made.loads.reduce((sum, one) => sum + (one.bytes ?? 0), 0);
  const isUnchanged = made.loads.every(({ status }) => status === "unchanged");
  return [
    {
      kind: "facts",
      facts: [
        { name: "rows read", value: read },
        {
          name: "rows new, changed, deleted",
          value: made.loads
            .map((one) => one.inserted + one.updated + one.deleted)
            .reduce((a, b) => a + b, 0),
        },
        ...(bytes === 0 ? [] : [{ name: "bytes of files and streams", value: bytes }]),
        { name: "seconds of loading", value: Math.round(seconds * 100) / 100 },
        {
          name: "gates that hold",
          value: `${made.gates.filter(({ verdict }) => verdict === "holds").length} of ${made.gates.length}`,
        },
      ],
    },
    {
      kind: "text",
      text: `Loaded for real into the schema \`${targetWarehouse.schema}\` of a ${made.dialect}. For ${targetWarehouse.platform} the DDL, the rows as CSV and the loading statements were written, and never run.${isUnchanged ? " Nothing was new." : ""}`,
    },
    { kind: "heading", text: "The steps" },
    steps(inputs, transformations),
    { kind: "heading", text: "What was moved" },
    bars(
      made.loads.map((one) => ({
        label: one.source,
        value: one.read,
        detail:
          one.status === "unchanged"
            ? "unchanged since the last load"
            : `${one.inserted} new, ${one.updated} changed, ${one.deleted} deleted`,
      })),
      { title: "Rows read of each source", unit: "rows" },
    ),
    {
      kind: "table",
      caption: "Loads of this run",
      rows: made.loads.map(
        ({
          source,
          status,
          read: rows,
          inserted,
          updated,
          deleted,
          rejected,
          bytes: size,
          seconds: took,
        }) => ({
          source,
          status,
          read: rows,
          inserted,
          updated,
          deleted,
          "in quarantine": rejected,
          bytes: size,
          seconds: took,
        }),
      ),
    },
    ...(made.transformed.length === 0
      ? []
      : ([
          {
            kind: "table",
            caption: "Tables that were made of them",
            rows: made.transformed.map(({ name, rows, columns }) => ({
              table: name,
              rows,
              columns: columns.join(", "),
            })),
          },
        ] as const)),
    { kind: "heading", text: "Gates" },
    {
      kind: "table",
      caption:
        "Checked between the stages; those of later stages were not reached where one failed",
      rows: made.gates.map((gate) => ({ ...gate })),
    },
    { kind: "heading", text: "Columns and contracts" },
    {
      kind: "table",
      caption: "What sources may bring",
      rows: sources.map((source) => {
        const { columns = "evolve", types = "evolve" } = specOf(inputs, source).contract ?? {};
        const load = made.loads.find((one) => one.source === source.name);
        return {
          source: source.name,
          columns: load?.columns.length ?? null,
          "new columns": columns,
          "other types": types,
          "came or grew in this run": load?.changed.join(", ") ?? "",
        };
      }),
    },
    { kind: "heading", text: "History" },
    {
      kind: "table",
      caption: "The last loads that the target has noted, of all runs",
      rows: history.slice(-30).map((load) => ({
        table: load.table,
        at: load.at.slice(0, 19),
        read: load.read,
        inserted: load.inserted,
        updated: load.updated,
        deleted: load.deleted,
        seconds: load.seconds === null ? null : Math.round(load.seconds * 1000) / 1000,
      })),
    },
    { kind: "heading", text: "For the scheduler" },
    {
      kind: "details",
      summary: `artefacts/${made.dagFile}`,
      blocks: [{ kind: "code", language: "text", title: made.dagFile, code: orchestrationDag }],
    },
  ] as const satisfies readonly Block[];
}

function steps({ sources }: Inputs, transformations: readonly Transformation[]): Block {
  return diagram(
    {
      nodes: [
        ...sources.map((source) => ({
          id: source.name,
          label: `load ${source.name}`,
          group: source.type,
        })),
        ...transformations.map(({ name, layer }) => ({ id: name, group: layer })),
      ],
      edges: transformations.flatMap((one) =>
        referencesOf(one).map((from) => ({ from, to: one.name })),
      ),
    },
    { title: "What is made of what" },
  );
}
