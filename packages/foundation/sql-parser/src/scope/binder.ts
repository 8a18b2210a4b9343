import type { Finding } from "@dx/core";
import type {
  ColumnExpression,
  Expression,
  StarExpression,
  SubqueryExpression,
} from "../ast/expression.ts";
import type { Span } from "../ast/span.ts";
import type { Query } from "../ast/query.ts";
import type { Catalog, NameOptions } from "./catalog.ts";
import type { Binding, Bindings, ResolvedOutput, ResolvedQuery } from "./resolved.ts";
import type { CommonTables, Scope } from "./scope.ts";

/** What is around a query. */
export interface QueryContext {
  readonly parent: Scope | null;
  readonly common: CommonTables | null;
}

/** A place where a table is named, no common table. */
export interface TableUse {
  /** As `tableName` gives it. */
  readonly table: string;
  /** Where it stands. */
  readonly span: Span;
  /** Whether it is given another name there. */
  readonly aliased: boolean;
}

/** What is gathered while a statement is bound. */
export interface Binder extends NameOptions, Bindings {
  /** The tables that are known. */
  readonly catalog: Catalog;
  /** Names that are no columns where no table is known to have them, in lower case. */
  readonly variables: ReadonlySet<string>;
  /** The columns, in order. */
  readonly columns: Map<ColumnExpression, Binding>;
  readonly queries: Map<SubqueryExpression, ResolvedQuery>;
  readonly stars: Map<StarExpression, readonly ResolvedOutput[]>;
  /** Queries that were bound before they were asked for. */
  readonly done: Map<Query, ResolvedQuery>;
  readonly findings: Finding[];
  /** The tables that are read, in the order in which they are met. */
  readonly reads: Set<string>;
  /** Queries that are bound, the inner ones first. */
  readonly order: ResolvedQuery[];
  /** Where tables are named. */
  readonly uses: TableUse[];
  /** Binds an expression; given here, since expressions and queries lie in each other. */
  readonly expression: (expression: Expression, scope: Scope, binder: Binder) => void;
  /** Binds a query. */
  readonly query: (query: Query, context: QueryContext, binder: Binder) => ResolvedQuery;
}

/** Binds all names in an expression. */
export function bindExpression(expression: Expression, scope: Scope, binder: Binder): void {
  binder.expression(expression, scope, binder);
}

/** Binds all names of a query. */
export function resolveQuery(query: Query, context: QueryContext, binder: Binder): ResolvedQuery {
  const known = binder.done.get(query);
  if (known !== undefined) {
    binder.done.delete(query);
    return known;
  }
  for (const inner of insideOf(query, binder).toReversed())
    binder.done.set(inner, resolveNow(inner, context, binder));
  return resolveNow(query, context, binder);
}

function resolveNow(query: Query, context: QueryContext, binder: Binder): ResolvedQuery {
  const resolved = binder.query(query, context, binder);
  binder.order.push(resolved);
  return resolved;
}

/**
 * The queries that lie first in a query and see the same as it does, outermost first; they are bound from the inside, so
 * that the stack does not grow with them.
 */
function insideOf(query: Query, { done }: Binder): Query[] {
  const found: Query[] = [];
  for (let at: Query | null = firstIn(query); at !== null && !done.has(at); at = firstIn(at))
    found.push(at);
  return found;
}

function firstIn(query: Query): Query | null {
  if (query.kind === "values" || query.with !== null) return null;
  if (query.kind === "set") return query.left;
  const [first] = query.from;
  return first?.kind === "derived" ? first.query : null;
}
