import {
  blastRadius,
  catalogTables,
  coverage,
  coverageOfLog,
  evidenceTables,
  rollbackOrder,
  type CatalogTable,
  type Lineage,
} from "@dx/lineage";
import { defineTask, type TaskTools } from "@dx/runner";
import { loadParser } from "@dx/sql-parser";
import { z } from "zod";
import { inputs } from "../inputs.ts";
import { made, type Made } from "../outputs.ts";
import { perturb } from "../perturb.ts";
import { lineageOf } from "../lineage-of.ts";
import { rehearse, sourceTables } from "../rehearsal.ts";
import { readSystems } from "../systems.ts";
import { tryChanges } from "../try-changes.ts";

/**
 * Holds the lineage against what engines do: the scripts run in a DuckDB of their own, whose catalogue gives the totals; each
 * query runs on data in which one column after the other changes; and changes of tables are tried on copies. What was seen
 * goes into tables of the scratch schema, which the claims ask.
 */
export const holdAgainstData = defineTask("hold-against-data", {
  version: 1,
  effect: "transactional",
  input: z.strictObject({ inputs }),
  output: made.omit({ systems: true, statements: true, findings: true }).extend({
    coverageReport: z.strictObject({ tablesWithLineage: z.number(), totalTables: z.number() }),
  }),
  run: async ({ inputs: given }, tools) => {
    const parser = await loadParser();
    const read = await readSystems(given, tools);
    const sources = await sourceTables(read);
    const lineage = await lineageOf(read, sources);
    tools.log("running the scripts in a DuckDB of their own");
    const rehearsal = await rehearse(read, lineage);
    const catalog = catalogOf(lineage, [...rehearsal.catalog, ...read.live.flatMap(catalogTables)]);
    const report = coverage(lineage, catalog);
    const perturbed = await perturb(parser, lineage, {
      schema: rehearsal.schema,
      seed: given.seed ?? 1,
      tools,
    });
    const changes = await tryChanges({
      read,
      sources,
      lineage,
      rehearsal,
      changes: given.changes,
      tools,
    });
    const tables = evidenceTables({
      lineage,
      catalog,
      report,
      observed: perturbed.observed,
      tried: changes.tried,
    });
    const evidence = await loadTables(tables, tools);
    const direct = tables.edges.rows.filter((one) => one["is_direct"] === true);
    const moved = new Set(tables.moves.rows.map(keyOf));
    const idle = direct.filter((one) => !moved.has(keyOf(one)));
    const failed = rehearsal.ran.flatMap(({ statement, error }) =>
      error === null ? [] : [Object.assign(placeOf(lineage, statement), { reason: error })],
    );
    return {
      evidence,
      columns: { withLineage: report.columnsWithLineage, total: report.totalColumns },
      coverageReport: {
        tablesWithLineage: report.tablesWithLineage,
        totalTables: report.totalTables,
      },
      logs: read.logs.map(({ name, entries }) => {
        const { totalEntries, entriesWithLineage, gaps } = coverageOfLog(lineage, entries, name);
        const shown = gaps.map(({ entry, message }) => ({ entry: entry + 1, message }));
        return { name, totalEntries, entriesWithLineage, gaps: shown.slice(0, 100) };
      }),
      gaps: report.gaps.map(({ table, column, message }) => ({ table, column, message })),
      unknown: [...rehearsal.unknown],
      ran: rehearsal.ran.length - failed.length,
      failed,
      perturbed: new Set(perturbed.observed.map(({ statement }) => statement)).size,
      variants: perturbed.observed.reduce((sum, { observations }) => sum + observations.length, 0),
      moves: tables.moves.rows.length,
      directEdges: direct.length,
      idle: idle.map(
        (one) =>
          `${String(one["from_table"])}.${String(one["from_column"])} into ${outputOf(lineage, one)}`,
      ),
      notPerturbed: perturbed.not.map(({ statement, reason }) =>
        Object.assign(placeOf(lineage, statement), { reason }),
      ),
      impact: changes.impact,
      radius: radiusOf(lineage),
    };
  },
});

/** Each table that a catalogue has, the engine's or a live one; but for temporary ones. */
function catalogOf(
  { statements }: Lineage,
  tables: readonly CatalogTable[],
): readonly CatalogTable[] {
  const temporary = new Set(
    statements.flatMap(({ isTemporary, target }) =>
      isTemporary && target !== null ? [target] : [],
    ),
  );
  const byName = new Map(tables.toReversed().map((one) => [one.table, one]));
  return [...byName.values()].toReversed().filter(({ table }) => !temporary.has(table));
}

async function loadTables(
  tables: ReturnType<typeof evidenceTables>,
  { scratch, databases }: TaskTools,
): Promise<string> {
  const place = await scratch();
  for (const [name, { rows, types }] of Object.entries(tables))
    // oxlint-disable-next-line no-await-in-loop -- one transaction
    await databases.target.load(`${place}.${name}`, rows, { types });
  return place;
}

function keyOf(row: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([row["statement"], row["place"], row["from_table"], row["from_column"]]);
}

function outputOf({ statements }: Lineage, row: Readonly<Record<string, unknown>>): string {
  const one = statements[Number(row["statement"])];
  const name =
    one?.lineage.outputs[Number(row["place"])]?.name ?? `column ${Number(row["place"]) + 1}`;
  return `${one?.target ?? one?.script ?? ""}.${name}`;
}

function placeOf(
  { statements }: Lineage,
  statement: number,
): { readonly script: string; readonly statement: number } {
  return { script: statements[statement]?.script ?? "", statement: statement + 1 };
}

/** What hangs on each source table, the most first. */
function radiusOf(lineage: Lineage): Made["radius"] {
  return lineage.tables
    .filter(({ kind }) => kind === "source")
    .map(({ name }) => {
      const { tables, columns } = blastRadius(lineage, name);
      const restore = rollbackOrder(lineage, name).map((step) => step.tables.join(" with "));
      return { table: name, tables: tables.length, columns, restore };
    })
    .toSorted((a, b) => b.tables - a.tables);
}
