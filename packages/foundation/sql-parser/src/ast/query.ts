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
  /** The names of what a function gives side by side, as `posexplode(list) as (place, item)`; not there for all else. */
  readonly columnAliases?: readonly Identifier[];
}

/** A `select`. */
export interface SelectQuery {
  /** Tells it from other queries. */
  readonly kind: "select";
  /** Common tables; `null` if it has none. */
  readonly with: WithClause | null;
  /** What it gives, in order. */
  readonly items: readonly SelectItem[];
  /** What it reads; several are joined as by `cross join`. */
  readonly from: readonly FromItem[];
  /** Which rows; `null` for all. */
  readonly where: Expression | null;
  /** What it groups by. */
  readonly groupBy: readonly Expression[];
  /** Whether it groups by all outputs that aggregate nothing. */
  readonly groupByAll: boolean;
  /** Which groups; `null` for all. */
  readonly having: Expression | null;
  /** Which rows, told by windows; `null` for all. */
  readonly qualify: Expression | null;
  /** Whether rows that come twice come once. */
  readonly distinct: boolean;
  /** What comes once. */
  readonly distinctOn: readonly Expression[];
  /** The order. */
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
  /** Common tables; `null` if it has none. */
  readonly with: WithClause | null;
  /** Which operation. */
  readonly operator: "union" | "intersect" | "except";
  /** Whether rows that come twice stay. */
  readonly all: boolean;
  /** Whether columns meet by their names, not by their places. */
  readonly byName: boolean;
  /** By name: the columns that stay, those of any side, of the left one, or of both. */
  readonly keeps: "all" | "left" | "common";
  /** By name: the only columns that stay, in this order; empty for all. */
  readonly on: readonly Identifier[];
  /** The left side. */
  readonly left: Query;
  /** The right side. */
  readonly right: Query;
  /** The order. */
  readonly orderBy: readonly Expression[];
  /** Whether a limit or offset makes the order decide on rows. */
  readonly limited: boolean;
}

/** Rows that are written out. */
export interface ValuesQuery {
  /** Tells it from other queries. */
  readonly kind: "values";
  /** The rows, value by value. */
  readonly rows: readonly (readonly Expression[])[];
}

/** What gives rows. */
export type Query = SelectQuery | SetQuery | ValuesQuery;

/** A table, view or common table by its name. */
export interface TableItem {
  /** Tells it from its like. */
  readonly kind: "table";
  /** The table. */
  readonly table: TableReference;
  /** The name that it is given; `null` if none. */
  readonly alias: Identifier | null;
  /** The names that its columns are given, from the left. */
  readonly columnAliases: readonly Identifier[];
}

/** A query in `from`. */
export interface DerivedItem {
  /** Tells it from its like. */
  readonly kind: "derived";
  /** The query. */
  readonly query: Query;
  /** The name that it is given; `null` if none. */
  readonly alias: Identifier | null;
  /** The names that its columns are given, from the left. */
  readonly columnAliases: readonly Identifier[];
  /** Whether it sees what is to its left. */
  readonly lateral: boolean;
}

/** A function in `from`; its arguments see the tables to the left. */
export interface FunctionItem {
  /** Tells it from its like. */
  readonly kind: "function";
  /** The function with its arguments. */
  readonly call: Expression;
  /** The name that it is given; `null` if none. */
  readonly alias: Identifier | null;
  /** The names that its columns are given, from the left. */
  readonly columnAliases: readonly Identifier[];
  /** Whether its last column is the place of the row. */
  readonly hasOrdinality: boolean;
}

/** A join. */
export interface JoinItem {
  /** Tells it from its like. */
  readonly kind: "join";
  /** The left side. */
  readonly left: FromItem;
  /** The right side. */
  readonly right: FromItem;
  /** What happens to rows without a partner; `semi` and `anti` give no columns of the right side. */
  readonly type: "inner" | "left" | "right" | "full" | "semi" | "anti";
  /** Whether columns of one name are joined. */
  readonly natural: boolean;
  /** Columns that both sides have and that are joined. */
  readonly using: readonly Identifier[];
  /** The condition; `null` if none. */
  readonly on: Expression | null;
}

/** What gives rows of another shape than its source's, and which the scope cannot name. */
export interface OpaqueItem {
  /** Tells it from its like. */
  readonly kind: "opaque";
  /** What the parser calls it. */
  readonly name: string;
  /** What gives the rows. */
  readonly source: FromItem | null;
  /** What it is given. */
  readonly arguments: readonly Expression[];
  /** The name that it is given; `null` if none. */
  readonly alias: Identifier | null;
  /** The names that its columns are given, from the left. */
  readonly columnAliases: readonly Identifier[];
  /** What the parser said. */
  readonly node: unknown;
}

/** What `pivot` computes for each of its values. */
export interface PivotAggregate {
  /** The expression, which aggregates. */
  readonly value: Expression;
  /** Its name. */
  readonly alias: Identifier | null;
}

/** A value, or several side by side, that becomes a column. */
export interface PivotValue {
  /** As many as what is turned. */
  readonly values: readonly Expression[];
  /** Its name. */
  readonly alias: Identifier | null;
}

/** What `pivot` turns into columns. */
export interface PivotAxis {
  /** The expressions whose values become columns. */
  readonly of: readonly Expression[];
  /** Those values; `null` if only the data say. */
  readonly values: readonly PivotValue[] | null;
}

/** Rows turned into columns. */
export interface PivotItem {
  /** Tells it from its like. */
  readonly kind: "pivot";
  /** What is turned. */
  readonly source: FromItem;
  /** What is computed for each value; a count if empty. */
  readonly aggregates: readonly PivotAggregate[];
  /** What becomes columns; of several, each with each. */
  readonly axes: readonly PivotAxis[];
  /** What it groups by; `null` for all other columns. */
  readonly groupBy: readonly Expression[] | null;
  /** The name of the result. */
  readonly alias: Identifier | null;
  /** Names for its columns, from the left. */
  readonly columnAliases: readonly Identifier[];
}

/** A column, or several side by side, that becomes rows. */
export interface UnpivotColumn {
  /** As many as there are values; `*` stands for many columns. */
  readonly of: readonly Expression[];
}

/** Columns turned into rows. */
export interface UnpivotItem {
  /** Tells it from its like. */
  readonly kind: "unpivot";
  /** What is turned. */
  readonly source: FromItem;
  /** The columns that get values; empty if they have the engine's own name. */
  readonly values: readonly Identifier[];
  /** The column that gets the name of the column turned; `null` if it has the engine's own name. */
  readonly name: Identifier | null;
  /** The columns that become rows. */
  readonly columns: readonly UnpivotColumn[];
  /** Whether rows stay whose values are NULL. */
  readonly keepsNulls: boolean;
  /** The name of the result. */
  readonly alias: Identifier | null;
  /** Names for its columns, from the left. */
  readonly columnAliases: readonly Identifier[];
}

/** What a query reads. */
export type FromItem =
  | TableItem
  | DerivedItem
  | FunctionItem
  | JoinItem
  | OpaqueItem
  | PivotItem
  | UnpivotItem;
