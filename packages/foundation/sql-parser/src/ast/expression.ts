import type { Query } from "./query.ts";
import type { Span } from "./span.ts";

/** A name as it stands in the text. */
export interface Identifier {
  /** Without quotes. */
  readonly name: string;
  /** Whether it stood in quotes. */
  readonly quoted: boolean;
  /** Where. */
  readonly span: Span;
}

/** A column, perhaps with the name of its table before it and names of fields behind it. */
export interface ColumnExpression {
  /** Tells it from other expressions. */
  readonly kind: "column";
  /** At least one: `a`, `t.a`, `s.t.a.f`; which part is what, only the scope can say. */
  readonly parts: readonly Identifier[];
  /** Where it stands. */
  readonly span: Span;
}

/** A column of `*` whose value is another. */
export interface StarReplacement {
  /** The column. */
  readonly name: Identifier;
  /** Its value. */
  readonly value: Expression;
}

/** A column of `*` that gets another name. */
export interface StarRename {
  /** The column. */
  readonly from: Identifier;
  /** Its new name. */
  readonly to: Identifier;
}

/** `*` or `t.*`, with what is left out, replaced and renamed. */
export interface StarExpression {
  /** Tells it from other expressions. */
  readonly kind: "star";
  /** The table's name; empty for all tables. */
  readonly qualifier: readonly Identifier[];
  /** Columns that are left out. */
  readonly except: readonly Identifier[];
  /** Columns whose value is another. */
  readonly replace: readonly StarReplacement[];
  /** Columns that get another name. */
  readonly rename: readonly StarRename[];
  /** Only columns whose names match this regular expression, as `COLUMNS('x.*')` of DuckDB. */
  readonly pattern: string | null;
  /** Whether it may be fewer columns, since a condition on their names is not understood. */
  readonly isGuess: boolean;
  /** Where it stands; `null` where the parser does not say. */
  readonly span: Span | null;
}

/** A constant. */
export interface LiteralExpression {
  /** Tells it from other expressions. */
  readonly kind: "literal";
  /** What kind of constant. */
  readonly type: "string" | "number" | "boolean" | "null" | "other";
  /** Its text, without quotes. */
  readonly text: string;
}

/** What an argument is to what it is given to. */
export type ArgumentRole = "value" | "condition" | "partition" | "order" | "filter";

/** An argument of a call. */
export interface Argument {
  /** Whether values come from it, or it only decides. */
  readonly role: ArgumentRole;
  /** The argument. */
  readonly value: Expression;
}

/** What a call does with the rows of its query. */
export type CallForm = "scalar" | "aggregate" | "window" | "table";

/** A function, operator, cast, `case` or other form with arguments. */
export interface CallExpression {
  /** Tells it from other expressions. */
  readonly kind: "call";
  /** In lower case: a function's name, or what the parser calls the form, such as `add`, `case`, `cast`. */
  readonly name: string;
  /** As it stood in the text, where it is a function. */
  readonly written: string | null;
  /** What it does with rows. */
  readonly form: CallForm;
  /** In order. */
  readonly arguments: readonly Argument[];
  /** Of a cast: the type in the text's words, in lower case. */
  readonly type: string | null;
  /** The field that is taken out of the first argument, as `a` or `a.b`; `null` if it is no such thing. */
  readonly field: string | null;
  /** What the parser said, for what is not taken over above. */
  readonly node: unknown;
}

/** A query in an expression. */
export interface SubqueryExpression {
  /** Tells it from other expressions. */
  readonly kind: "subquery";
  /** Whether its value counts, or only whether rows are there. */
  readonly role: "value" | "exists";
  /** The query. */
  readonly query: Query;
}

/** A function without a name, as `x -> x + 1`. */
export interface LambdaExpression {
  /** Tells it from other expressions. */
  readonly kind: "lambda";
  /** The names that it binds. */
  readonly parameters: readonly Identifier[];
  /** What it gives. */
  readonly body: Expression;
}

/** What has a value. */
export type Expression =
  | ColumnExpression
  | StarExpression
  | LiteralExpression
  | CallExpression
  | SubqueryExpression
  | LambdaExpression;
