import { nearest, type Finding } from "@dx/core";
import { catalogColumns, tableName, type NameOptions, type SqlParser } from "@dx/sql-parser";
import { addStatement } from "./add-statement.ts";
import { mayPass, passingTables } from "./passing-tables.ts";
import { columnKey } from "./column-key.ts";
import { addTableEdge, emptyState, meet, shownColumns, type BuildState } from "./build-state.ts";
import type {
  Lineage,
  LineageGiven,
  LineageScript,
  LineageSource,
  LineageTables,
} from "./lineage.ts";
import { readOnce, type Reading } from "./reading.ts";
import { inSession } from "./session.ts";

/**
 * Where the columns of many scripts come from. Scripts run in the order of the list, their statements in that of the text: a
 * read of a temporary table sees what was written to it before, and tables that a script makes are known to what comes behind.
 *
 * Temporary tables live in their script and are taken out: what reads them is joined with what they were filled from, the
 * kinds of influence composed ({@link composeKinds}). So are tables that a script makes and drops or renames. What cannot be
 * read or bound is a finding; the rest is there nevertheless. O(text + edges).
 * @throws DxError `DX_SQL_PARSER_DIALECT` for a dialect that is not known
 * @example
 * ```ts
 * import { buildLineage } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = `create temp table big as select id, price * 2 as twice from orders where price > 9;
 *   create table report as select id, twice from big;`;
 * const tables = { kind: "tables", dialect: "duckdb", schema: { orders: { id: "int", price: "int" } } } as const;
 * const { edges, rows } = buildLineage(await loadParser(), [
 *   tables,
 *   { kind: "script", name: "report.sql", sql, dialect: "duckdb" },
 * ]);
 * const texts = edges.map(({ from, to, kind }) => `${from.table}.${from.column} ${kind} ${to.table}.${to.column}`);
 * if (texts.join() !== "orders.id identity report.id,orders.price transformation report.twice") throw new Error();
 * if (rows[0]?.from.column !== "price" || rows[0].kind !== "filter") throw new Error();
 * ```
 */
export function buildLineage(parser: SqlParser, sources: readonly LineageSource[]): Lineage {
  return stitch(readOnce(parser), sources);
}

/** The lineage of sources, statements read by a memory or anew. */
export function stitch(reading: Reading, sources: readonly LineageSource[]): Lineage {
  const state = emptyState();
  for (const source of sources) if (source.kind === "tables") addTables(state, source);
  for (const source of sources) {
    if (source.kind === "script") addScript(state, source, reading);
    if (source.kind === "edges") addGiven(state, source);
  }
  return finish(state);
}

function addTables(state: BuildState, { schema, ...names }: LineageTables): void {
  for (const [given, columns] of Object.entries(schema)) {
    const table = tableName(given, names);
    const known = catalogColumns(columns, names.dialect);
    state.catalog.set(table, known);
    state.shown.set(table, shownColumns(known, names.dialect));
    meet(state, table, "source");
  }
}

/** Reads the statements of a script, in its session. */
function addScript(state: BuildState, script: LineageScript, reading: Reading): void {
  const { name, sql, dialect, defaultSchema, session } = script;
  const names: NameOptions = { dialect, defaultSchema };
  if (mayPass(sql))
    for (const table of passingTables(reading.read(sql, dialect), names)) state.passing.add(table);
  inSession(state, session, () => {
    for (const { statement, finding } of reading.read(sql, dialect)) {
      if (finding !== null) state.findings.push({ ...finding, subject: name });
      if (statement !== null) addStatement(state, { script: name, statement, reading, names });
    }
  });
  state.passing.clear();
}

function addGiven(
  state: BuildState,
  { edges, rows = [], tableEdges = [], fills = "tables" }: LineageGiven,
): void {
  const connect = (from: string, to: string): void => {
    meet(state, from, "source");
    meet(state, to, fills === "tables" ? "table" : "exposure");
    addTableEdge(state, { from, to }, null);
  };
  const common = { reason: "given", confidence: 1, via: [], statement: null, span: null } as const;
  for (const { from, to } of tableEdges) connect(from, to);
  for (const { from, to, kind = "transformation", isMasking = false } of edges) {
    connect(from.table, to.table);
    state.edges.push({ from, to, kind, isMasking, ...common });
  }
  for (const { from, to, kind, isMasking = false } of rows) {
    connect(from.table, to);
    state.rows.push({ from, to, kind, isMasking, ...common });
  }
}

function finish(state: BuildState): Lineage {
  const { kinds, shown, edges, rows, tableEdges, statements, findings } = state;
  const met = new Map<string, Set<string>>();
  const seen = (table: string, column: string): void => {
    const columns = met.get(table) ?? new Set();
    met.set(table, columns.add(column));
  };
  for (const { from, to } of edges) {
    seen(from.table, from.column);
    seen(to.table, to.column);
  }
  for (const { from } of rows) seen(from.table, from.column);
  const tables = [...kinds].map(([name, kind]) => {
    const known = shown.get(name) ?? [];
    const names = new Set(known.map((one) => one.name));
    const others = [...(met.get(name) ?? [])].filter((one) => !names.has(one));
    return { name, kind, columns: [...known, ...others.map((one) => ({ name: one, type: "" }))] };
  });
  return {
    tables,
    edges,
    rows,
    tableEdges: [...tableEdges].flatMap(([to, sources]) =>
      [...sources].map(([from, by]) => ({ from, to, statements: [...by] })),
    ),
    statements,
    findings: [...findings, ...unknownGiven(state)],
  };
}

/** Columns that are given by hand, and that their table, whose columns are known, does not have. */
function unknownGiven({ edges, rows, shown }: BuildState): readonly Finding[] {
  const filled = new Set(edges.map(({ to }) => columnKey(to)));
  const unknown = [...edges, ...rows].flatMap(({ from, statement }) => {
    const columns = shown.get(from.table);
    const isKnown =
      columns === undefined ||
      from.column === "*" ||
      filled.has(columnKey(from)) ||
      columns.some(({ name }) => name === from.column);
    return statement !== null || isKnown ? [] : [from];
  });
  return [...new Map(unknown.map((one) => [columnKey(one), one]))].map(([key, ref]) => {
    const near = nearest(ref.column, shown.get(ref.table)?.map(({ name }) => name) ?? []);
    return {
      code: "DX_LINEAGE_GIVEN_COLUMN",
      severity: "warning",
      subject: key,
      message: `an edge is given from ${key}, and ${ref.table} has no such column${near === undefined ? "" : `; did you mean ${near}?`}`,
      count: 1,
      example: { ...ref },
    };
  });
}
