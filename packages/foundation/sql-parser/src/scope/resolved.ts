import type {
  ColumnExpression,
  Expression,
  StarExpression,
  SubqueryExpression,
} from "../ast/expression.ts";
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
  /** Its place among the outputs of the source's query, or the columns of its table; -1 if the table is not known, and the name is that of an alias. */
  readonly place: number;
}

/** What holds a query that may be resolved later, as a recursive one is. */
export interface QueryHolder {
  /** The query. */
  query: ResolvedQuery | null;
}

/** Something that gives rows in a scope. */
export interface Source {
  /** Tells it from its like. */
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
  /** Tells it from its like. */
  readonly kind: "column";
  /** What gives the rows. */
  readonly source: Source;
  /** `null` if the source's columns are not known. */
  readonly column: SourceColumn | null;
  /** By which it is compared. */
  readonly name: string;
}

/** The output of the same query that an alias names. */
export interface OutputBinding {
  /** Tells it from its like. */
  readonly kind: "output";
  /** The output. */
  readonly output: ResolvedOutput;
}

/** One column of several: the two sides of a full join by `using`. */
export interface MergedBinding {
  /** Tells it from its like. */
  readonly kind: "merged";
  /** The parts. */
  readonly of: readonly Binding[];
}

/** A column of one side of a join by `using`, which the other side's has to equal. */
export interface JoinedBinding {
  /** Tells it from its like. */
  readonly kind: "joined";
  /** The column whose value it is. */
  readonly of: Binding;
  /** The column that it equals where there is a partner. */
  readonly by: Binding;
}

/** One of several, and the text does not say which. */
export interface CandidatesBinding {
  /** Tells it from its like. */
  readonly kind: "candidates";
  /** The parts. */
  readonly of: readonly Binding[];
}

/** A whole row of a source. */
export interface RowBinding {
  /** Tells it from its like. */
  readonly kind: "row";
  /** What gives the rows. */
  readonly source: Source;
}

/** A parameter of a function without a name. */
export interface LocalBinding {
  /** Tells it from its like. */
  readonly kind: "local";
}

/** A field of a column that holds fields. */
export interface FieldBinding {
  /** Tells it from its like. */
  readonly kind: "field";
  /** The column. */
  readonly of: Binding;
  /** The names from the outside in, folded, with dots between. */
  readonly field: string;
}

/** Nothing that is known. */
export interface UnknownBinding {
  /** Tells it from its like. */
  readonly kind: "unknown";
}

/** What a name is. */
export type Binding =
  | ColumnBinding
  | OutputBinding
  | MergedBinding
  | JoinedBinding
  | CandidatesBinding
  | RowBinding
  | LocalBinding
  | FieldBinding
  | UnknownBinding;

/** An expression of the query. */
export interface ExpressionValue {
  /** Tells it from its like. */
  readonly kind: "expression";
  /** The expression. */
  readonly expression: Expression;
}

/** A column of a source, as `*` names it. */
export interface BindingValue {
  /** Tells it from its like. */
  readonly kind: "binding";
  /** What it names. */
  readonly binding: Binding;
  /** Where it stands. */
  readonly span: Span | null;
}

/** Outputs of the sides of a set operation. */
export interface SetValue {
  /** Tells it from its like. */
  readonly kind: "set";
  /** The parts. */
  readonly of: readonly ResolvedOutput[];
}

/** What is written out, row by row. */
export interface WrittenValue {
  /** Tells it from its like. */
  readonly kind: "values";
  /** The expressions. */
  readonly expressions: readonly Expression[];
}

/** All columns that are not known of a source. */
export interface StarValue {
  /** Tells it from its like. */
  readonly kind: "star";
  /** What gives the rows. */
  readonly source: Source;
  /** Where it stands. */
  readonly span: Span | null;
}

/** What an output is made of. */
export type OutputValue = ExpressionValue | BindingValue | SetValue | WrittenValue | StarValue;

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

/** An output that decides on rows. */
export interface OutputDecider {
  /** Tells it from its like. */
  readonly kind: "output";
  /** The output. */
  readonly output: ResolvedOutput;
}

/** What decides on rows: an expression, or an output. */
export type Decider = ExpressionValue | OutputDecider;

/** A column by which two sides are joined without it being written out. */
export interface JoinKey {
  /** What it names. */
  readonly binding: Binding;
  /** Where it stands. */
  readonly span: Span | null;
}

/** A `select` whose names are bound. */
export interface ResolvedSelect {
  /** Tells it from its like. */
  readonly kind: "select";
  /** The query. */
  readonly query: SelectQuery;
  /** What it reads. */
  readonly sources: readonly Source[];
  /** What it gives, in order. */
  readonly outputs: readonly ResolvedOutput[];
  /** Conditions of joins. */
  readonly joins: readonly Expression[];
  /** Columns of `using` and `natural`. */
  readonly joinKeys: readonly JoinKey[];
  /** What it groups by. */
  readonly groupBy: readonly Decider[];
  /** The order. */
  readonly orderBy: readonly Decider[];
  /** What comes once. */
  readonly distinctOn: readonly Decider[];
}

/** A set operation whose names are bound. */
export interface ResolvedSet {
  /** Tells it from its like. */
  readonly kind: "set";
  /** The query. */
  readonly query: SetQuery;
  /** The left side. */
  readonly left: ResolvedQuery;
  /** The right side. */
  readonly right: ResolvedQuery;
  /** What it gives, in order. */
  readonly outputs: readonly ResolvedOutput[];
  /** The order. */
  readonly orderBy: readonly Decider[];
}

/** Rows that are written out. */
export interface ResolvedValues {
  /** Tells it from its like. */
  readonly kind: "values";
  /** The query. */
  readonly query: ValuesQuery;
  /** What it gives, in order. */
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
  /** Of each `*` that is an argument. */
  readonly stars: ReadonlyMap<StarExpression, readonly ResolvedOutput[]>;
}
