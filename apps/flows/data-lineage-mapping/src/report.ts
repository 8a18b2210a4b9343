import { diagram } from "@dx/chart";
import type { Block } from "@dx/report";
import type { Inputs } from "./inputs.ts";
import type { Made, Outputs } from "./outputs.ts";

const most = 60;

/** What the page shows: the tables and what fills them, how much is covered, what was shown, what changes lead to. */
export async function report(
  _: Inputs,
  { lineageGraph, coverageReport, made }: Outputs,
): Promise<readonly Block[]> {
  const { tables, tableEdges } = lineageGraph;
  const isSmall = tables.length <= most;
  return [
    {
      kind: "facts",
      facts: [
        {
          name: "tables with lineage",
          value: coverageReport.coveragePercent,
          unit: "%",
          note: `${coverageReport.tablesWithLineage} of ${coverageReport.totalTables} in the catalogue`,
        },
        {
          name: "columns with lineage",
          value: made.columns.withLineage,
          note: `of ${made.columns.total} in the catalogue`,
        },
        {
          name: "variants of data",
          value: made.variants,
          note: `${made.perturbed} queries, ${made.moves} times a column moved an output`,
        },
        {
          name: "direct edges seen to matter",
          value: made.directEdges - made.idle.length,
          note: `of ${made.directEdges}`,
        },
      ],
    },
    { kind: "heading", text: "Look around" },
    {
      kind: "text",
      text: "Choose a column on the page below to see what it comes from and where it goes.",
    },
    {
      kind: "files",
      files: [
        { path: "artefacts/lineage.html", note: "all tables and columns: search, open, follow" },
      ],
    },
    isSmall
      ? diagram(
          {
            nodes: tables.map(({ name, kind }) => ({ id: name, group: kind })),
            edges: tableEdges
              .filter(({ from, to }) => from !== to)
              .map(({ from, to }) => ({ from, to })),
          },
          { title: "Tables and what fills them" },
        )
      : {
          kind: "text",
          text: `There are ${tables.length} tables, too many for a picture here: the page above shows them.`,
        },
    ...whatChangesLeadTo(made),
    ...notShown(made),
  ];
}

function whatChangesLeadTo(made: Made): readonly Block[] {
  return [
    { kind: "heading", text: "What changes lead to" },
    {
      kind: "table",
      caption: "Thought through, and tried on copies",
      rows: made.impact.map(({ change, broken, affected, safe }) => ({
        change,
        broken: broken.join(", "),
        affected: affected.join(", "),
        "safe statements": safe,
      })),
    },
    {
      kind: "details",
      summary: "Where in the scripts, and why",
      blocks: [
        {
          kind: "table",
          caption: "Reasons",
          rows: made.impact.flatMap(({ change, reasons }) =>
            reasons.map((reason) => ({ change, reason })),
          ),
        },
      ],
    },
    {
      kind: "table",
      caption: "What hangs on the source tables",
      rows: made.radius.map(({ table, tables: count, columns, restore }) => ({
        table,
        tables: count,
        columns,
        "make again in this order": restore.join(", "),
      })),
    },
  ];
}

function notShown(made: Made): readonly Block[] {
  return [
    { kind: "heading", text: "What is not covered, not shown or not understood" },
    {
      kind: "table",
      caption: "Gaps, each with its reason",
      rows: [
        ...made.gaps.map(({ table, column, message }) => ({
          what: column === null ? table : `${table}.${column}`,
          reason: message,
        })),
        ...made.logs.flatMap(({ name, gaps }) =>
          gaps.map(({ entry, message }) => ({ what: `${name}, entry ${entry}`, reason: message })),
        ),
        ...made.unknown.map((what) => ({
          what,
          reason: "it is read, and no catalogue has described it",
        })),
        ...made.idle.map((what) => ({ what, reason: "this direct edge was not seen to matter" })),
        ...made.notPerturbed.map(({ script, statement, reason }) => ({
          what: `${script}, statement ${statement}`,
          reason: `not run on changed data: ${reason}`,
        })),
        ...made.failed.map(({ script, statement, reason }) => ({
          what: `${script}, statement ${statement}`,
          reason: `did not run: ${reason}`,
        })),
        ...made.findings.map(({ script, message }) => ({ what: script, reason: message })),
      ],
    },
  ];
}
