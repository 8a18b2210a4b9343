import { relation, type Claim } from "@dx/core";
import { sql, type Sql } from "@dx/sql";
import type { EvidenceName } from "./evidence-tables.ts";

/** What is demanded. */
export interface LineageClaimsOptions {
  /** What share of the catalogue's tables may have no lineage; 0.1 without it. */
  readonly mostUncovered?: number;
  /** What share of the direct edges may never have been seen to matter; 0.05 without it. */
  readonly mostIdle?: number;
}

/**
 * What is claimed of a lineage, over the tables of {@link evidenceTables}: how much of the catalogue is covered, and that each
 * gap has a reason; that nothing was seen to move without an edge, and most direct edges were seen to matter; that what impact
 * analysis calls broken does not run, and what it calls safe gives the same rows; that edges of tables contain those of columns.
 * @param place - the schema that these tables are in
 * @example
 * ```ts
 * import { buildLineage, coverage, evidenceTables, lineageClaims } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x from a";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * const catalog = [{ table: "a", columns: ["x"] }, { table: "b", columns: ["x"] }];
 * const report = coverage(lineage, catalog);
 * const tables = evidenceTables({ lineage, catalog, report, observed: [], tried: [] });
 * if (tables.columns.rows.length !== 2 || lineageClaims("evidence").length !== 7) throw new Error();
 * ```
 */
export function lineageClaims(
  place: string,
  { mostUncovered = 0.1, mostIdle = 0.05 }: LineageClaimsOptions = {},
): readonly Claim<Sql>[] {
  const of = (name: EvidenceName): Sql => sql`${relation(`${place}.${name}`)}`;
  const common = { subject: "lineage.html", about: "result" } as const;
  return [
    ...coverageClaims(of, mostUncovered),
    {
      ...common,
      id: "lineage.no-dependency-without-edge",
      statement:
        "No column was seen to move an output that it has no edge to, in all perturbations of the data.",
      check: {
        kind: "no-rows",
        population: sql`select * from ${of("moves")}`,
        violations: movesWithoutEdge(of),
      },
    },
    {
      ...common,
      id: "lineage.direct-edges-exercised",
      statement: `At least ${percent(1 - mostIdle)} of the direct edges of these statements were seen to matter.`,
      check: {
        kind: "share",
        atMost: mostIdle,
        population: sql`select * from ${of("edges")} where is_direct`,
        violations: sql`select e.statement, e.place, e.from_table, e.from_column from ${of("edges")} as e
          where e.is_direct and not exists (
            select 1 from ${of("moves")} as m where m.statement = e.statement and m.place = e.place
              and m.from_table = e.from_table and m.from_column = e.from_column)`,
      },
    },
    {
      ...common,
      id: "lineage.tables-contain-columns",
      statement:
        "Where a column has an influence on a column, or on which rows a table has, the tables are joined too.",
      check: {
        kind: "no-rows",
        population: sql`select * from ${of("graph")}`,
        violations: sql`select g.from_table, g.to_table from ${of("graph")} as g where not exists (
          select 1 from ${of("tables")} as t where t.from_table = g.from_table and t.to_table = g.to_table)`,
      },
    },
    ...impactClaims(of),
  ];
}

type Of = (name: EvidenceName) => Sql;

function coverageClaims(of: Of, atMost: number): readonly Claim<Sql>[] {
  return [
    {
      id: "lineage.coverage.tables",
      statement: `No more than ${percent(atMost)} of the tables that the catalogue has are without lineage.`,
      subject: "lineage.html",
      about: "source",
      check: {
        kind: "share",
        atMost,
        population: sql`select distinct table_name from ${of("columns")}`,
        violations: sql`select distinct c.table_name from ${of("columns")} as c where not exists (
          select 1 from ${of("tables")} as t where t.from_table = c.table_name or t.to_table = c.table_name)`,
      },
    },
    {
      id: "lineage.coverage.gaps-have-reasons",
      statement:
        "Each column that the catalogue has comes from a column, goes to one or decides on rows, or has a reason why not.",
      subject: "coverage.json",
      about: "result",
      check: {
        kind: "no-rows",
        population: sql`select * from ${of("columns")}`,
        violations: sql`select c.table_name, c.column_name from ${of("columns")} as c where c.reason is null and not exists (
          select 1 from ${of("graph")} as g where (g.from_table = c.table_name and g.from_column in (c.column_name, '*'))
            or (g.to_table = c.table_name and g.to_column in (c.column_name, '*')))`,
      },
    },
  ];
}

/** What moved an output, and neither comes into it nor decides on rows. */
function movesWithoutEdge(of: Of): Sql {
  return sql`select m.statement, m.place, m.from_table, m.from_column, m.change from ${of("moves")} as m where not exists (
    select 1 from ${of("edges")} as e where e.statement = m.statement and e.from_table = m.from_table
      and e.from_column in (m.from_column, '*') and (e.place = m.place or e.place is null))`;
}

function impactClaims(of: Of): readonly Claim<Sql>[] {
  const common = { subject: "impact.json", about: "result" } as const;
  const tried = (verdict: string): Sql =>
    sql`select * from ${of("tried")} where verdict = ${verdict}`;
  return [
    {
      ...common,
      id: "lineage.impact.broken-fails",
      statement: "What impact analysis calls broken does not run on a copy with the change.",
      check: {
        kind: "no-rows",
        population: tried("broken"),
        violations: sql`${tried("broken")} and ran`,
      },
    },
    {
      ...common,
      id: "lineage.impact.safe-same-rows",
      statement:
        "What impact analysis calls safe runs on a copy with the change, and gives the same rows.",
      check: {
        kind: "no-rows",
        population: tried("safe"),
        violations: sql`${tried("safe")} and (not ran or same is null or not same)`,
      },
    },
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
