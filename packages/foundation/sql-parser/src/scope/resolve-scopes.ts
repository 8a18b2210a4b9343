import type { Finding } from "@dx/core";
import type { Expression } from "../ast/expression.ts";
import type { Span } from "../ast/span.ts";
import type { Query, TableReference } from "../ast/query.ts";
import type { CopyStatement, CreateTableStatement, StatementTree } from "../ast/statement.ts";
import type { ParserDialect } from "../dialect/parser-dialect.ts";
import type { ParsedStatement } from "../parser/load-parser.ts";
import { bindNames } from "./bind-expression.ts";
import { resolveQuery, type Binder, type TableUse } from "./binder.ts";
import {
  referenceName,
  toCatalog,
  type Catalog,
  type CatalogColumn,
  type NameOptions,
  type Schema,
} from "./catalog.ts";
import { resolveChange } from "./resolve-change.ts";
import { resolveInsert } from "./resolve-insert.ts";
import { bindQuery } from "./resolve-query.ts";
import type { Bindings, JoinKey, ResolvedQuery, Source } from "./resolved.ts";

/** A statement whose names are bound. */
export interface ResolvedStatement extends Bindings {
  /** What it says. */
  readonly tree: StatementTree;
  /** Its query, if it has one: of a `select`, `create ... as` or `insert`. */
  readonly query: ResolvedQuery | null;
  /** The table that it fills, makes or changes, as `tableName` gives it. */
  readonly target: string | null;
  /** The columns of that table, if the schema has it. */
  readonly targetColumns: readonly CatalogColumn[] | null;
  /** The table that is changed row by row, as the expressions see it. */
  readonly changed: Source | null;
  /** What else the expressions of a change see. */
  readonly sources: readonly Source[];
  /** Conditions of joins of a change. */
  readonly joins: readonly Expression[];
  /** Columns by which a change joins without it being written out. */
  readonly joinKeys: readonly JoinKey[];
  /** The tables that it reads, in the order in which they are met. */
  readonly reads: readonly string[];
  /** All its queries, the inner ones first. */
  readonly order: readonly ResolvedQuery[];
  /** Where it names tables, in the order in which they are met. */
  readonly uses: readonly TableUse[];
  /** What could not be bound, each with its place. */
  readonly findings: readonly Finding[];
  /** How names were read. */
  readonly dialect: ParserDialect;
}

/**
 * Binds every column of a statement to the table, common table or derived table that it comes from. What is
 * ambiguous keeps its candidates, what is unknown is bound to nothing, and both are findings. Tables that the schema
 * does not have are open: a column that nothing else has is theirs. O(names) for each scope.
 * @throws DxError `DX_SQL_PARSER_SCHEMA` if the schema has a table twice
 * @example
 * ```ts
 * import { loadParser, resolveScopes } from "@dx/sql-parser";
 * const parser = await loadParser();
 * const [statement] = parser.parse("select x.b from t as x", { dialect: "postgres" }).statements;
 * if (statement === undefined) throw new Error();
 * const { query, findings } = resolveScopes(statement, { t: { a: "integer" } }, { dialect: "postgres" });
 * if (query?.outputs[0]?.name !== "b" || findings[0]?.code !== "DX_SQL_PARSER_UNKNOWN_COLUMN") throw new Error();
 * ```
 */
export function resolveScopes(
  { tree, variables = noVariables, span }: StatementToResolve,
  schema: Schema | Catalog,
  options: NameOptions,
): ResolvedStatement {
  const binder: Binder = {
    ...options,
    catalog: toCatalog(schema, options),
    variables,
    columns: new Map(),
    queries: new Map(),
    stars: new Map(),
    done: new Map(),
    findings: [],
    reads: new Set(),
    uses: [],
    order: [],
    expression: bindNames,
    query: bindQuery,
  };
  const parts = resolveTree(tree, binder);
  const { columns, queries, stars, findings, reads, uses, order, dialect, catalog } = binder;
  const target = targetOf(tree, binder, parts.changed ?? null);
  return {
    tree,
    query: null,
    changed: null,
    sources: [],
    joins: [],
    joinKeys: [],
    ...parts,
    target,
    targetColumns: (target === null ? undefined : catalog.get(target)) ?? null,
    columns,
    queries,
    stars,
    reads: [...reads],
    uses,
    order,
    findings: span === undefined ? findings : findings.map((one) => placed(one, span)),
    dialect,
  };
}

/** A statement; findings that concern no name in it get its place. */
type StatementToResolve = Pick<ParsedStatement, "tree" | "variables"> &
  Partial<Pick<ParsedStatement, "span">>;

function placed(finding: Finding, span: Span): Finding {
  if (finding.message.startsWith("line ")) return finding;
  const { line, column } = span;
  const message = `line ${line}, column ${column}: ${finding.message}`;
  return { ...finding, message, example: finding.example ?? { ...span } };
}

const noVariables: ReadonlySet<string> = new Set();

/** What is found in one kind of statement. */
export type ResolvedParts = Partial<
  Pick<ResolvedStatement, "query" | "changed" | "sources" | "joins" | "joinKeys">
>;

function resolveTree(tree: StatementTree, binder: Binder): ResolvedParts {
  const context = { parent: null, common: null };
  switch (tree.kind) {
    case "select":
    case "create-table-as":
    case "create-view":
    case "copy":
      if (tree.kind === "copy") readFile(tree, binder);
      return tree.query === null ? {} : { query: resolveQuery(tree.query, context, binder) };
    case "insert":
      return resolveInsert(tree, binder);
    case "update":
    case "delete":
    case "merge":
      return resolveChange(tree, binder);
    case "create-table":
      return readCloned(tree, binder);
    case "drop":
    case "rename":
    case "other":
      return {};
  }
}

function readFile({ target, file }: CopyStatement, binder: Binder): void {
  if (target !== null && file !== null) binder.reads.add(referenceName(file, binder));
}

/** A clone reads the rows of another table; `like` only its columns. */
function readCloned({ like, clone }: CreateTableStatement, binder: Binder): ResolvedParts {
  if (like !== null && clone) binder.reads.add(referenceName(like, binder));
  return {};
}

function targetOf(
  tree: StatementTree,
  options: NameOptions,
  changed: Source | null,
): string | null {
  if (tree.kind === "update" || tree.kind === "delete" || tree.kind === "merge")
    return changed?.table ?? null;
  const target = namedTarget(tree);
  return target === null ? null : referenceName(target, options);
}

/** `select ... into`: of a set operation the first query says it. */
function intoOf(query: Query): TableReference | null {
  let first = query;
  while (first.kind === "set") first = first.left;
  return first.kind === "select" ? first.into : null;
}

function namedTarget(
  tree: Exclude<StatementTree, { kind: "update" | "delete" | "merge" }>,
): TableReference | null {
  if (tree.kind === "select") return intoOf(tree.query);
  if (tree.kind === "copy") return tree.target ?? tree.file;
  return tree.kind === "drop" ? (tree.targets[0] ?? null) : tree.target;
}
