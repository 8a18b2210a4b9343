import type { ColumnExpression, Expression, SubqueryExpression } from "../ast/expression.ts";
import type { SelectQuery, SetQuery, ValuesQuery } from "../ast/query.ts";
import type { Span } from "../ast/span.ts";

/** A column of something that gives rows. */
export interface SourceColumn {
  /** By which it is compared; `null` if it has no name. */
  readonly name: string | null;
  /** As the engine shows it. */
  readonly written: string | null;
  /** Its type, where it is known. */
  readonly type: string | null;
  /** The output of the query that it is; of a query that reads itself, see {@link SourceColumn.place}. */
  readonly output: ResolvedOutput | null;
  /** Its place among the outputs of the source's query, or the columns of its table. */
  readonly place: number;
}

/** What holds a query that may be resolved later, as a recursive one is. */
export interface QueryHolder {
  query: ResolvedQuery | null;
}

/** Something that gives rows in a scope. */
export interface Source {
  readonly kind: "table" | "query" | "function" | "opaque";
  /** The name by which columns can be qualified; `null` if it has none. */
  readonly alias: string | null;
  /** The table's name as `tableName` gives it, if it is one. */
  readonly table: string | null;
  /** Its columns; without those of tables that are not in the schema. */
  readonly columns: readonly SourceColumn[];
  /** Whether it has columns that are not known. */
  readonly open: boolean;
  /** Its query, if it is one. */
  readonly holder: QueryHolder | null;
  /** What a function or another form reads besides. */
  readonly inputs: readonly Expression[];
  /** The sources that another form changes the shape of. */
  readonly under: readonly Source[];
  /** Where it stands. */
  readonly span: Span | null;
}

/** A column of a source. */
export interface ColumnBinding {
  readonly kind: "column";
  readonly source: Source;
  /** `null` if the source's columns are not known. */
  readonly column: SourceColumn | null;
  /** By which it is compared. */
  readonly name: string;
}

/** The output of the same query that an alias names. */
export interface OutputBinding {
  readonly kind: "output";
  readonly output: ResolvedOutput;
}

/** One column of several: the two sides of a full join by `using`. */
export interface MergedBinding {
  readonly kind: "merged";
  readonly of: readonly Binding[];
}

/** One of several, and the text does not say which. */
export interface CandidatesBinding {
  readonly kind: "candidates";
  readonly of: readonly Binding[];
}

/** A whole row of a source. */
export interface RowBinding {
  readonly kind: "row";
  readonly source: Source;
}

/** A parameter of a function without a name. */
export interface LocalBinding {
  readonly kind: "local";
}

/** Nothing that is known. */
export interface UnknownBinding {
  readonly kind: "unknown";
}

/** What a name is. */
export type Binding =
  | ColumnBinding
  | OutputBinding
  | MergedBinding
  | CandidatesBinding
  | RowBinding
  | LocalBinding
  | UnknownBinding;

/** What an output is made of. */
export type OutputValue =
  | { readonly kind: "expression"; readonly expression: Expression }
  | { readonly kind: "binding"; readonly binding: Binding; readonly span: Span | null }
  | { readonly kind: "set"; readonly of: readonly ResolvedOutput[] }
  | { readonly kind: "values"; readonly expressions: readonly Expression[] }
  | { readonly kind: "star"; readonly source: Source; readonly span: Span | null };

/** A column that a query gives. */
export interface ResolvedOutput {
  /** As the engine shows it; `null` if it has none, or it is not known. */
  readonly name: string | null;
  /** By which it is compared; `*` for the columns that are not known of a source. */
  readonly key: string | null;
  /** Its type, where it is known. */
  readonly type: string | null;
  /** What it is made of. */
  readonly value: OutputValue;
}

/** What decides on rows: an expression, or an output. */
export type Decider =
  | { readonly kind: "expression"; readonly expression: Expression }
  | { readonly kind: "output"; readonly output: ResolvedOutput };

/** A column by which two sides are joined without it being written out. */
export interface JoinKey {
  readonly binding: Binding;
  readonly span: Span | null;
}

/** A `select` whose names are bound. */
export interface ResolvedSelect {
  readonly kind: "select";
  readonly query: SelectQuery;
  readonly sources: readonly Source[];
  readonly outputs: readonly ResolvedOutput[];
  /** Conditions of joins. */
  readonly joins: readonly Expression[];
  readonly joinKeys: readonly JoinKey[];
  readonly groupBy: readonly Decider[];
  readonly orderBy: readonly Decider[];
  readonly distinctOn: readonly Decider[];
}

/** A set operation whose names are bound. */
export interface ResolvedSet {
  readonly kind: "set";
  readonly query: SetQuery;
  readonly left: ResolvedQuery;
  readonly right: ResolvedQuery;
  readonly outputs: readonly ResolvedOutput[];
  readonly orderBy: readonly Decider[];
}

/** Rows that are written out. */
export interface ResolvedValues {
  readonly kind: "values";
  readonly query: ValuesQuery;
  readonly outputs: readonly ResolvedOutput[];
}

/** A query whose names are bound. */
export type ResolvedQuery = ResolvedSelect | ResolvedSet | ResolvedValues;

/** What the names in expressions are. */
export interface Bindings {
  /** Of each column. */
  readonly columns: ReadonlyMap<ColumnExpression, Binding>;
  /** Of each query in an expression. */
  readonly queries: ReadonlyMap<SubqueryExpression, ResolvedQuery>;
}
