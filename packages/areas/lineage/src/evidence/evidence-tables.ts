import type { PlainObject, TypeName } from "@dx/core";
import { isDirect } from "../build/compose-kinds.ts";
import type { Lineage } from "../build/lineage.ts";
import type { CatalogTable, CoverageReport } from "../coverage.ts";
import { judgePerturbations } from "../perturb/judge-perturbations.ts";
import type { Observation } from "../perturb/perturbation.ts";
import type { StatementImpact } from "../impact/impact-of.ts";

/** A statement that was run on changed data. */
export interface ObservedStatement {
  /** Its number. */
  readonly statement: number;
  /** What was seen, as of `planPerturbation`. */
  readonly observations: readonly Observation[];
}

/** A statement that was run on a copy with a change. */
export interface TriedStatement {
  /** The change, in words. */
  readonly change: string;
  /** Its number. */
  readonly statement: number;
  /** The table that it fills. */
  readonly target: string;
  /** What `impactOf` says of it. */
  readonly verdict: StatementImpact["verdict"];
  /** Whether the engine took it. */
  readonly ran: boolean;
  /** Whether its table has the same rows as without the change; `null` if it did not run, or was not compared. */
  readonly same: boolean | null;
}

/** What a lineage is held against. */
export interface LineageFacts {
  /** The lineage. */
  readonly lineage: Lineage;
  /** What a live catalogue has. */
  readonly catalog: readonly CatalogTable[];
  /** What {@link coverage} says of the two. */
  readonly report: CoverageReport;
  /** Statements on changed data; only those that gave rows. One may come several times, on other data. */
  readonly observed: readonly ObservedStatement[];
  /** Statements on copies with changes. */
  readonly tried: readonly TriedStatement[];
}

/** A table of facts. */
export interface EvidenceTable {
  /** Its rows. */
  readonly rows: readonly PlainObject[];
  /** The types of its columns, in their order. */
  readonly types: Readonly<Record<string, TypeName>>;
}

/** Names of the tables that {@link lineageClaims} asks. */
export type EvidenceName = "graph" | "tables" | "columns" | "edges" | "moves" | "tried";

/**
 * Lineage and what it is held against as rows, to be loaded into tables of these names, which {@link lineageClaims} then asks:
 * `graph` (influences), `tables` (edges of tables), `columns` (of the catalogue, with the reason of each gap), `edges` (of
 * statements that were run on changed data), `moves` (which column was seen to move which output), `tried` (statements on
 * copies with a change). O(edges + observations).
 * @example see {@link lineageClaims}
 */
export function evidenceTables(facts: LineageFacts): Readonly<Record<EvidenceName, EvidenceTable>> {
  const { lineage, catalog, report, observed, tried } = facts;
  const text = "text";
  const end = { from_table: text, from_column: text, to_table: text } as const;
  const reasons = new Map(
    report.gaps.map(({ table, column, reason }) => [`${table}\0${column ?? ""}`, reason]),
  );
  return {
    graph: {
      types: { ...end, to_column: text, kind: text },
      rows: [...lineage.edges, ...lineage.rows].map(({ from, to, kind }) => ({
        from_table: from.table,
        from_column: from.column,
        to_table: typeof to === "string" ? to : to.table,
        to_column: typeof to === "string" ? null : to.column,
        kind,
      })),
    },
    tables: {
      types: { from_table: text, to_table: text },
      rows: lineage.tableEdges.map(({ from, to }) => ({ from_table: from, to_table: to })),
    },
    columns: {
      types: { table_name: text, column_name: text, reason: text },
      rows: catalog.flatMap(({ table, columns }) =>
        columns.map((column) => ({
          table_name: table,
          column_name: column,
          reason: reasons.get(`${table}\0${column}`) ?? reasons.get(`${table}\0`) ?? null,
        })),
      ),
    },
    edges: {
      types: {
        statement: "int32",
        place: "int32",
        from_table: text,
        from_column: text,
        kind: text,
        is_direct: "boolean",
      },
      rows: distinct(observed.flatMap((one) => edgesOf(one, lineage))),
    },
    moves: {
      types: {
        statement: "int32",
        place: "int32",
        from_table: text,
        from_column: text,
        change: text,
      },
      rows: distinct(observed.flatMap((one) => movesOf(one, lineage))),
    },
    tried: {
      types: {
        change: text,
        statement: "int32",
        target: text,
        verdict: text,
        ran: "boolean",
        same: "boolean",
      },
      rows: tried.map(({ change, statement, target, verdict, ran, same }) => ({
        change,
        statement,
        target,
        verdict,
        ran,
        same,
      })),
    },
  };
}

/** The influences of a statement on outputs of which something can be said; those on rows without a place. */
function edgesOf(
  { statement, observations }: ObservedStatement,
  { statements }: Lineage,
): readonly PlainObject[] {
  const lineage = statements[statement]?.lineage;
  if (lineage === undefined) return [];
  const unstable = new Set(judgePerturbations(lineage, observations).unstable);
  const found = new Map<string, PlainObject>();
  const all = [
    ...lineage.outputs.flatMap(({ sources, ordinal }) =>
      sources.map((source) => ({ source, place: ordinal })),
    ),
    ...lineage.rows.map((source) => ({ source, place: null })),
  ];
  for (const { source, place } of all) {
    const { table, column, kind } = source;
    if (place !== null && unstable.has(place)) continue;
    const direct = isDirect(kind);
    const edge = {
      statement,
      place,
      from_table: table,
      from_column: plain(column),
      kind,
      is_direct: direct,
    };
    found.set(JSON.stringify([place, table, column, direct ? "direct" : kind]), edge);
  }
  return [...found.values()];
}

/** All that was seen to move: what would be missed if the statement had no lineage at all. */
function movesOf(
  { statement, observations }: ObservedStatement,
  { statements }: Lineage,
): readonly PlainObject[] {
  const lineage = statements[statement]?.lineage;
  if (lineage === undefined) return [];
  const none = {
    ...lineage,
    rows: [],
    outputs: lineage.outputs.map(({ name, ordinal }) => ({ name, ordinal, sources: [] })),
  };
  return judgePerturbations(none, observations).misses.map(
    ({ ordinal, table, column, change }) => ({
      statement,
      place: ordinal,
      from_table: table,
      from_column: column,
      change,
    }),
  );
}

function plain(column: string): string {
  return column.startsWith('"') ? column.slice(1, -1).replaceAll('""', '"') : column;
}

/** Rows that differ; what was observed several times is one. */
function distinct(rows: readonly PlainObject[]): readonly PlainObject[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
