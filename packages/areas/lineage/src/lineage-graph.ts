import { DxError } from "@dx/core";
import type { ColumnRef, Lineage, LineageTable } from "./build/lineage.ts";
import { fieldsOf, isFields, listOf, textOf, type Fields } from "./read/fields.ts";
import { edgeKinds, type EdgeKind } from "./statement-lineage.ts";

/** A lineage without its statements, as JSON: what is kept of a run, and compared with the next one. */
export interface LineageGraph {
  /** Tables with their columns. */
  readonly tables: GraphTable[];
  /** From column to column. */
  readonly edges: GraphColumnEdge[];
  /** From column to all rows of a table. */
  readonly rows: GraphRowEdge[];
  /** From table to table. */
  readonly tableEdges: GraphTableEdge[];
}

/** A table, view or other thing. */
export interface GraphTable {
  /** In the grammar of names. */
  readonly name: string;
  /** As of {@link LineageTable}. */
  readonly kind: LineageTable["kind"];
  /** Its columns with their types, in order. */
  readonly columns: GraphColumn[];
}

/** A column of a table. */
export interface GraphColumn {
  /** Folded. */
  readonly name: string;
  /** Empty if it is not known. */
  readonly type: string;
}

interface GraphLink {
  /** The column that has an influence. */
  readonly from: ColumnRef;
  /** What kind of influence. */
  readonly kind: EdgeKind;
  /** Whether the values cannot be read back. */
  readonly isMasking: boolean;
  /** How sure, 0 to 1. */
  readonly confidence: number;
}

/** An influence of a column on a column. */
export interface GraphColumnEdge extends GraphLink {
  /** The column that it has one on. */
  readonly to: ColumnRef;
}

/** An influence of a column on rows. */
export interface GraphRowEdge extends GraphLink {
  /** The table. */
  readonly to: string;
}

/** That a table is read to fill another. */
export interface GraphTableEdge {
  /** What is read. */
  readonly from: string;
  /** What is filled. */
  readonly to: string;
}

/**
 * A lineage without its statements, to be kept as JSON. O(columns + edges).
 * @example
 * ```ts
 * import { buildLineage, diffLineage, readLineageGraph, toLineageGraph } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x from a";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * const kept = JSON.stringify(toLineageGraph(lineage));
 * const { addedEdges, removedEdges } = diffLineage(readLineageGraph(JSON.parse(kept)), lineage);
 * if (addedEdges.length + removedEdges.length > 0) throw new Error();
 * ```
 */
export function toLineageGraph({ tables, edges, rows, tableEdges }: Lineage): LineageGraph {
  return {
    tables: tables.map(({ name, kind, columns }) => ({ name, kind, columns: [...columns] })),
    edges: edges.map(({ from, to, kind, isMasking, confidence }) => ({
      from,
      to,
      kind,
      isMasking,
      confidence,
    })),
    rows: rows.map(({ from, to, kind, isMasking, confidence }) => ({
      from,
      to,
      kind,
      isMasking,
      confidence,
    })),
    tableEdges: tableEdges.map(({ from, to }) => ({ from, to })),
  };
}

/**
 * A lineage that was kept by {@link toLineageGraph}; it has no statements.
 * @throws DxError `DX_LINEAGE_GRAPH` if it is none
 * @example see {@link toLineageGraph}
 */
export function readLineageGraph(value: unknown): Lineage {
  const graph = fieldsOf(value);
  for (const part of ["tables", "edges", "rows", "tableEdges"])
    if (!Array.isArray(graph[part])) throw wrong(part, "is no list");
  const common = { reason: "given", via: [], statement: null, span: null } as const;
  const link = (one: Fields, part: string) => ({
    from: columnIn(one["from"], part),
    kind: kindIn(one["kind"], part),
    isMasking: one["isMasking"] === true,
    confidence: typeof one["confidence"] === "number" ? one["confidence"] : 1,
    ...common,
  });
  return {
    tables: listOf(graph["tables"]).map(tableIn),
    edges: listOf(graph["edges"]).map((one) =>
      Object.assign(link(one, "edges"), { to: columnIn(one["to"], "edges") }),
    ),
    rows: listOf(graph["rows"]).map((one) =>
      Object.assign(link(one, "rows"), { to: textIn(one["to"], "rows") }),
    ),
    tableEdges: listOf(graph["tableEdges"]).map(({ from, to }) => ({
      from: textIn(from, "tableEdges"),
      to: textIn(to, "tableEdges"),
      statements: [],
    })),
    statements: [],
    findings: [],
  };
}

const tableKinds = ["source", "table", "view", "exposure"] as const;

function tableIn(one: Fields): LineageTable {
  const kind = tableKinds.find((known) => known === one["kind"]);
  if (kind === undefined) throw wrong("tables", `has a kind ${JSON.stringify(one["kind"])}`);
  const columns = listOf(one["columns"]).map(({ name, type }) => ({
    name: textIn(name, "tables"),
    type: textOf(type) ?? "",
  }));
  return { name: textIn(one["name"], "tables"), kind, columns };
}

function kindIn(value: unknown, part: string): EdgeKind {
  const kind = edgeKinds.find((known) => known === value);
  if (kind === undefined) throw wrong(part, `has a kind ${JSON.stringify(value)}`);
  return kind;
}

function columnIn(value: unknown, part: string): { table: string; column: string } {
  if (!isFields(value)) throw wrong(part, "has an end that is no column");
  return { table: textIn(value["table"], part), column: textIn(value["column"], part) };
}

function textIn(value: unknown, part: string): string {
  const text = textOf(value);
  if (text === undefined) throw wrong(part, `has ${JSON.stringify(value)} where a name should be`);
  return text;
}

function wrong(part: string, fault: string): DxError {
  return new DxError("DX_LINEAGE_GRAPH", `this is no lineage: its ${part} ${fault}`, {
    path: [part],
    hint: "give what `toLineageGraph` gave, as JSON: lineage.json of a run",
  });
}
