import type { Inputs } from "./inputs.ts";
import type { Made, Outputs } from "./outputs.ts";

/** What was read, how much is covered, and what was shown; for people. */
export function documentation(
  inputs: Inputs,
  made: Made,
  report: Outputs["coverageReport"],
): string {
  const { systems, statements, columns, gaps, radius } = made;
  return [
    "# Lineage",
    "",
    ...systems.map(
      ({ name, type, scripts, tables }) =>
        `- ${name} (${type}): ${scripts} scripts, ${tables} live tables`,
    ),
    "",
    `${statements} statements were read. Lineage is made again at \`${inputs.updateFrequency}\` by the job in \`jobs/\`.`,
    "",
    "## Coverage",
    "",
    `${report.tablesWithLineage} of ${report.totalTables} tables of the catalogue have lineage (${report.coveragePercent} %), ${columns.withLineage} of ${columns.total} columns.`,
    "",
    ...list(
      gaps
        .slice(0, 50)
        .map(
          ({ table, column, message }) =>
            `${table}${column === null ? "" : `.${column}`}: ${message}`,
        ),
    ),
    "",
    "Read, and described by no catalogue, so that they are in no total:",
    "",
    ...list(made.unknown),
    "",
    ...made.logs.flatMap(({ name, totalEntries, entriesWithLineage, gaps: without }) => [
      `${entriesWithLineage} of ${totalEntries} entries of the log ${name} have lineage. Of the others:`,
      "",
      ...list(without.map(({ entry, message }) => `entry ${entry}: ${message}`)),
      "",
    ]),
    ...heldAgainstData(made),
    "## What hangs on the source tables",
    "",
    ...list(
      radius.map(
        ({ table, tables, columns: hanging, restore }) =>
          `${table}: ${tables} tables, ${hanging} columns; after it was restored, make again in this order: ${restore.join(", ") || "nothing"}`,
      ),
    ),
    "",
    "## How to look around",
    "",
    "Open `lineage.html`: search with `/`, choose a column to see what it comes from and where it goes; `values only` leaves out what only decides on rows. Link to it from the pages of tables in the catalogue.",
    "",
  ].join("\n");
}

/** How to ask what a change leads to. */
export function impactTools({ impact }: Made): string {
  return [
    "# What a change leads to",
    "",
    "```sh",
    'dx lineage impact --sql models --dialect duckdb --change "drop orders.price"',
    "```",
    "",
    "Each statement is bound again with the changed columns: broken does not run any more, affected gives other columns or values, safe gives the same rows. These were thought through, and tried on copies:",
    "",
    "| change | broken | affected | statements that are safe |",
    "| --- | --- | --- | --- |",
    ...impact.map(
      ({ change, broken, affected, safe }) =>
        `| ${change} | ${broken.join(", ") || "nothing"} | ${affected.join(", ") || "nothing"} | ${safe} |`,
    ),
    "",
  ].join("\n");
}

function list(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ["none"] : lines.map((line) => `- ${line}`);
}

function heldAgainstData(made: Made): readonly string[] {
  const { perturbed, variants, moves, idle, directEdges, notPerturbed, failed, ran, findings } =
    made;
  return [
    "## Held against data",
    "",
    `${ran} statements ran in an empty DuckDB with the source tables, ${failed.length} did not. ${perturbed} queries ran on ${variants} variants of data, ${moves} times a column moved an output. ${directEdges - idle.length} of ${directEdges} direct edges were seen to matter.`,
    "",
    "Edges that were not seen to matter:",
    "",
    ...list(idle),
    "",
    "Not run on changed data:",
    "",
    ...list(
      notPerturbed.map(
        ({ script, statement, reason }) => `${script}, statement ${statement}: ${reason}`,
      ),
    ),
    "",
    "Did not run:",
    "",
    ...list(
      failed.map(({ script, statement, reason }) => `${script}, statement ${statement}: ${reason}`),
    ),
    "",
    "Not understood:",
    "",
    ...list(findings.map(({ script, message }) => `${script}: ${message}`)),
    "",
  ];
}
