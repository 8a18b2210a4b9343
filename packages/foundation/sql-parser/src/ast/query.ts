import type { Expression, Identifier } from "./expression.ts";
import type { Span } from "./span.ts";

/** The name of a table. */
export interface TableReference {
  /** One to three: catalogue, schema, name. */
  readonly parts: readonly Identifier[];
  /** Where it stands. */
  readonly span: Span;
}

/** A query with a name, that others may read. */
export interface CommonTable {
  /** Its name. */
  readonly name: Identifier;
  /** Names for its columns; empty if it keeps its own. */
  readonly columns: readonly Identifier[];
  /** The query. */
  readonly query: Query;
}

/** `with`. */
export interface WithClause {
  /** Whether a query may read itself. */
  readonly recursive: boolean;
  /** In order. */
  readonly tables: readonly CommonTable[];
}

/** One entry of `select`. */
export interface SelectItem {
  /** The value. */
  readonly value: Expression;
  /** The name that it is given. */
  readonly alias: Identifier | null;
}

/** A `select`. */
export interface SelectQuery {
  /** Tells it from other queries. */
  readonly kind: "select";
  readonly with: WithClause | null;
  readonly items: readonly SelectItem[];
  /** What it reads; several are joined as by `cross join`. */
  readonly from: readonly FromItem[];
  readonly where: Expression | null;
  readonly groupBy: readonly Expression[];
  /** Whether it groups by all outputs that aggregate nothing. */
  readonly groupByAll: boolean;
  readonly having: Expression | null;
  readonly qualify: Expression | null;
  readonly distinct: boolean;
  readonly distinctOn: readonly Expression[];
  readonly orderBy: readonly Expression[];
  /** Whether a limit or offset makes the order decide on rows. */
  readonly limited: boolean;
  /** The table that `select ... into` makes. */
  readonly into: TableReference | null;
}

/** `union`, `intersect` or `except`. */
export interface SetQuery {
  /** Tells it from other queries. */
  readonly kind: "set";
  readonly with: WithClause | null;
  readonly operator: "union" | "intersect" | "except";
  /** Whether rows that come twice stay. */
  readonly all: boolean;
  /** Whether columns meet by their names, not by their places. */
  readonly byName: boolean;
  readonly left: Query;
  readonly right: Query;
  readonly orderBy: readonly Expression[];
  readonly limited: boolean;
}

/** Rows that are written out. */
export interface ValuesQuery {
  /** Tells it from other queries. */
  readonly kind: "values";
  readonly rows: readonly (readonly Expression[])[];
}

/** What gives rows. */
export type Query = SelectQuery | SetQuery | ValuesQuery;

/** A table, view or common table by its name. */
export interface TableItem {
  readonly kind: "table";
  readonly table: TableReference;
  readonly alias: Identifier | null;
  readonly columnAliases: readonly Identifier[];
}

/** A query in `from`. */
export interface DerivedItem {
  readonly kind: "derived";
  readonly query: Query;
  readonly alias: Identifier | null;
  readonly columnAliases: readonly Identifier[];
  readonly lateral: boolean;
}

/** A function in `from`; its arguments see the tables to the left. */
export interface FunctionItem {
  readonly kind: "function";
  readonly call: Expression;
  readonly alias: Identifier | null;
  readonly columnAliases: readonly Identifier[];
}

/** A join. */
export interface JoinItem {
  readonly kind: "join";
  readonly left: FromItem;
  readonly right: FromItem;
  /** What happens to rows without a partner; `semi` and `anti` give no columns of the right side. */
  readonly type: "inner" | "left" | "right" | "full" | "semi" | "anti";
  readonly natural: boolean;
  readonly using: readonly Identifier[];
  readonly on: Expression | null;
}

/** What gives rows of another shape than its source's, and which the scope cannot name. */
export interface OpaqueItem {
  readonly kind: "opaque";
  /** What the parser calls it. */
  readonly name: string;
  readonly source: FromItem | null;
  readonly arguments: readonly Expression[];
  readonly alias: Identifier | null;
  readonly columnAliases: readonly Identifier[];
  /** What the parser said. */
  readonly node: unknown;
}

/** What a query reads. */
export type FromItem = TableItem | DerivedItem | FunctionItem | JoinItem | OpaqueItem;
