import { catalogColumns, tableName, type NameOptions, type SqlParser } from "@dx/sql-parser";
import { addStatement } from "./add-statement.ts";
import { mayPass, passingTables } from "./passing-tables.ts";
import { addTableEdge, emptyState, meet, shownColumns, type BuildState } from "./build-state.ts";
import type {
  Lineage,
  LineageGiven,
  LineageScript,
  LineageSource,
  LineageTables,
} from "./lineage.ts";

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
  const state = emptyState();
  for (const source of sources) if (source.kind === "tables") addTables(state, source);
  for (const source of sources) {
    if (source.kind === "script") addScript(state, source, parser);
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

/** Reads the statements of a script; its temporary tables end with it. */
function addScript(state: BuildState, script: LineageScript, parser: SqlParser): void {
  const { name, sql, dialect, defaultSchema } = script;
  const names: NameOptions = { dialect, defaultSchema };
  if (mayPass(sql))
    for (const table of passingTables(parser.read(sql, { dialect }), names))
      state.passing.add(table);
  for (const { statement, finding } of parser.read(sql, { dialect })) {
    if (finding !== null) state.findings.push({ ...finding, subject: name });
    if (statement !== null) addStatement(state, { script: name, statement, parser, names });
  }
  for (const table of state.temporary.keys()) state.catalog.delete(table);
  state.temporary.clear();
  state.passing.clear();
}

function addGiven(state: BuildState, { edges }: LineageGiven): void {
  for (const { from, to, kind = "transformation" } of edges) {
    meet(state, from.table, "source");
    meet(state, to.table, "table");
    addTableEdge(state, { from: from.table, to: to.table }, null);
    const common = { isMasking: false, reason: "given", confidence: 1, via: [] } as const;
    state.edges.push({ from, to, kind, ...common, statement: null, span: null });
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
    findings,
  };
}
