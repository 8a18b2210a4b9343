import { statSync } from "node:fs";
import { buildLineage, diffLineage, type Lineage, type LineageDiff } from "@dx/lineage";
import { loadParser } from "@dx/sql-parser";
import type { Command, Given } from "../command.ts";
import { use } from "../parse-given.ts";
import { showError } from "../terminal/show-error.ts";
import { isLineage, isWrongFile, readLineageFile } from "./read-file.ts";
import { readDialect, readFolder, readTables } from "./read-sources.ts";

/** `dx lineage diff`. */
export const diffAction: Command["run"] = async (given, { terminal }) => {
  try {
    const [before, after] = [await lineageAt(given, "before"), await lineageAt(given, "after")];
    const diff = diffLineage(before, after);
    const lines = linesOf(diff, { before, after });
    for (const line of lines) terminal.line(JSON.stringify(line));
    const { touchedColumns: touched } = diff;
    terminal.line(
      JSON.stringify({ kind: "totals", differences: lines.length, touchedColumns: touched.length }),
    );
    if (!terminal.json)
      terminal.note(
        lines.length === 0
          ? "the lineage is the same"
          : `${lines.length} differences; the values or rows of ${touched.length} columns may be others`,
      );
    return lines.length === 0 ? 0 : 1;
  } catch (error) {
    if (isWrongFile(error)) return showError(error, terminal, 2);
    throw error;
  }
};

async function lineageAt(given: Given, side: "before" | "after"): Promise<Lineage> {
  const place = given.text(side);
  if (place === undefined) throw use(`--${side} is missing`, `write --${side} FOLDER or FILE`);
  const parser = await loadParser();
  if (isFolder(place))
    return buildLineage(parser, [...readTables(given), ...readFolder(place, given)]);
  const read = readLineageFile(place, readDialect(given));
  return isLineage(read) ? read : buildLineage(parser, [...readTables(given), ...read.sources]);
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
}

interface Sides {
  readonly before: Lineage;
  readonly after: Lineage;
}

/** A line for each difference; those of edges say which script makes them. */
function linesOf(diff: LineageDiff, { before, after }: Sides): readonly object[] {
  const edgesOf = (change: "added" | "removed"): readonly object[] =>
    (change === "added" ? diff.addedEdges : diff.removedEdges).map(
      ({ from, to, kind, isMasking, statement, span }) => ({
        kind: "edge",
        change,
        from,
        to,
        influence: kind,
        masking: isMasking,
        script:
          statement === null
            ? null
            : ((change === "added" ? after : before).statements[statement]?.script ?? null),
        line: span?.line ?? null,
      }),
    );
  return [
    ...diff.addedTables.map((table) => ({ kind: "table", change: "added", table })),
    ...diff.removedTables.map((table) => ({ kind: "table", change: "removed", table })),
    ...diff.addedColumns.map((column) => ({ kind: "column", change: "added", ...column })),
    ...diff.removedColumns.map((column) => ({ kind: "column", change: "removed", ...column })),
    ...diff.addedTableEdges.map(({ from, to }) => ({
      kind: "table-edge",
      change: "added",
      from,
      to,
    })),
    ...diff.removedTableEdges.map(({ from, to }) => ({
      kind: "table-edge",
      change: "removed",
      from,
      to,
    })),
    ...edgesOf("added"),
    ...edgesOf("removed"),
  ];
}
