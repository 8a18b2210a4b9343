import { DxError, type Finding } from "@dx/core";
import {
  resolveScopes,
  type Catalog,
  type NameOptions,
  type ParsedStatement,
  type ResolvedStatement,
  type Schema,
  type SqlParser,
} from "@dx/sql-parser";
import type { StatementLineage } from "../statement-lineage.ts";
import { changeLineage } from "./change-lineage.ts";
import { isDirect } from "./influence.ts";
import { copyLineage } from "./copy-lineage.ts";
import { insertLineage } from "./insert-lineage.ts";
import { queryLineage, type Filled } from "./query-lineage.ts";
import { tableLineage } from "./table-lineage.ts";
import { createTracer, isLike, type Tracer } from "./tracer.ts";

/** How a statement is analysed. */
export interface AnalyzeOptions extends NameOptions {
  /** The columns of the tables that are known; others count as having any column. */
  readonly schema?: Schema | Catalog;
}

/**
 * Which columns a statement reads, and where they go: for each output the columns that its values come from or that
 * decide on them, and what decides on all rows; in one pass. A text that does not parse gives no lineage and a
 * finding with its place. What is ambiguous is listed with all its candidates, each believed in part.
 *
 * Without a schema, a column is believed to be of the only table that it can be of, and `*` is an output called `*`.
 * A `rename` fills the table of the new name from that of the old.
 * @param sql - one statement, as text or parsed
 * @throws DxError `DX_LINEAGE_STATEMENTS` if the text has no statement or several
 * @throws DxError `DX_SQL_PARSER_DIALECT` if the dialect is not known
 * @throws DxError `DX_SQL_PARSER_SCHEMA` if the schema has a table twice
 * @example
 * ```ts
 * import { analyzeStatement } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const parser = await loadParser();
 * const { outputs, rows } = analyzeStatement(parser, "select sum(a) as s from t where b > 1", {
 *   dialect: "postgres",
 *   schema: { t: { a: "integer", b: "integer" } },
 * });
 * if (outputs[0]?.sources[0]?.kind !== "aggregation" || rows[0]?.column !== "b") throw new Error();
 * ```
 */
export function analyzeStatement(
  parser: SqlParser,
  sql: string | ParsedStatement,
  options: AnalyzeOptions,
): StatementLineage {
  if (typeof sql !== "string") return analyzeShallow(sql, options);
  const { statements, findings } = parser.parse(sql, options);
  const [statement] = statements;
  if (statements.length + findings.length !== 1)
    throw new DxError(
      "DX_LINEAGE_STATEMENTS",
      `${statements.length + findings.length} statements`,
      {
        path: ["sql"],
        hint: "give one; `parse` takes a script apart",
      },
    );
  return statement === undefined ? unread(findings) : analyzeShallow(statement, options);
}

function unread(findings: readonly Finding[]): StatementLineage {
  return {
    kind: "other",
    target: null,
    reads: [],
    readsTarget: false,
    outputs: [],
    rows: [],
    findings,
  };
}

/** What is nested too deep for the stack is a finding. */
function analyzeShallow(statement: ParsedStatement, options: AnalyzeOptions): StatementLineage {
  try {
    return analyzeParsed(statement, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const { line, column } = statement.span;
    const message = `line ${line}, column ${column}: nested deeper than can be followed`;
    const common = { severity: "error", subject: statement.text.slice(0, 60), count: 1 } as const;
    const example = { ...statement.span };
    return unread([{ ...common, code: "DX_SQL_PARSER_DEPTH", message, example }]);
  }
}

function analyzeParsed(statement: ParsedStatement, options: AnalyzeOptions): StatementLineage {
  const resolved = resolveScopes(statement, options.schema ?? {}, options);
  const { tree, target, reads } = resolved;
  const { outputs, rows, findings = [], ...other } = fill(resolved, options);
  return {
    kind: tree.kind === "select" && target !== null ? "create-table-as" : tree.kind,
    target,
    reads,
    readsTarget: readsTarget(resolved, outputs),
    outputs,
    rows,
    ...other,
    findings: [...resolved.findings, ...findings],
  };
}

function readsTarget(
  { target, changed, uses }: ResolvedStatement,
  outputs: StatementLineage["outputs"],
): boolean {
  if (target === null) return false;
  const own = changed === null ? 0 : 1;
  const isNamed = uses.filter(({ table }) => table === target).length > own;
  return (
    isNamed ||
    outputs.some((one) => one.sources.some(({ table, kind }) => table === target && isDirect(kind)))
  );
}

/** Above so many, queries are followed one by one from the inside, so that the stack stays small. */
const manyQueries = 100;

function fill(resolved: ResolvedStatement, options: AnalyzeOptions): Filled {
  const tracer = createTracer(resolved);
  traceInside(resolved, tracer);
  const { tree } = resolved;
  switch (tree.kind) {
    case "select":
    case "create-table-as":
    case "create-view":
      return queryLineage(tree, tracer);
    case "insert":
      return insertLineage(tree, tracer);
    case "copy":
      return copyLineage(tree, tracer);
    case "update":
    case "merge":
    case "delete":
      return changeLineage(tree, tracer);
    case "create-table":
    case "rename":
    case "drop":
    case "other":
      return tableLineage(tree, resolved, options);
  }
}

function traceInside({ order }: ResolvedStatement, tracer: Tracer): void {
  if (order.length <= manyQueries) return;
  const followed = new Set(
    order.flatMap((one) =>
      one.kind === "set" && one.left.kind === "set" && isLike(one.left, one) ? [one.left] : [],
    ),
  );
  for (const query of order) {
    if (query.kind === "set" && followed.has(query)) continue;
    tracer.rowsOf(query);
    for (const output of query.outputs) tracer.ofOutput(output);
  }
}
