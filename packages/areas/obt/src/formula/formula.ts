/** A column. */
export interface ColumnFormula {
  /** Tells it from others. */
  readonly kind: "column";
  /** As the formula calls it, quotes included. */
  readonly name: string;
  /** Where it stands, from 0. */
  readonly at: number;
}

/** A number. */
export interface NumberFormula {
  /** Tells it from others. */
  readonly kind: "number";
  /** Its digits. */
  readonly text: string;
}

/** A text. */
export interface TextFormula {
  /** Tells it from others. */
  readonly kind: "text";
  /** Without quotes. */
  readonly text: string;
}

/** A date. */
export interface DateFormula {
  /** Tells it from others. */
  readonly kind: "date";
  /** In ISO 8601. */
  readonly text: string;
}

/** True or false. */
export interface BooleanFormula {
  /** Tells it from others. */
  readonly kind: "boolean";
  /** Which. */
  readonly value: boolean;
}

/** NULL. */
export interface NullFormula {
  /** Tells it from others. */
  readonly kind: "null";
}

/** A minus, or a not. */
export interface UnaryFormula {
  /** Which. */
  readonly kind: "negate" | "not";
  /** What it is before. */
  readonly of: Formula;
}

/** An operator between two formulas. */
export interface BinaryFormula {
  /** Tells it from others. */
  readonly kind: "binary";
  /** Which. */
  readonly operator: BinaryOperator;
  /** Before it. */
  readonly left: Formula;
  /** Behind it. */
  readonly right: Formula;
}

/** Whether something is NULL. */
export interface IsNullFormula {
  /** Tells it from others. */
  readonly kind: "is-null";
  /** Of what. */
  readonly of: Formula;
  /** Whether it is not to be. */
  readonly not: boolean;
}

/** Whether something is in a list. */
export interface InFormula {
  /** Tells it from others. */
  readonly kind: "in";
  /** Of what. */
  readonly of: Formula;
  /** The list. */
  readonly list: readonly Formula[];
  /** Whether it is not to be. */
  readonly not: boolean;
}

/** Whether something lies between two bounds, these included. */
export interface BetweenFormula {
  /** Tells it from others. */
  readonly kind: "between";
  /** Of what. */
  readonly of: Formula;
  /** The lower bound. */
  readonly low: Formula;
  /** The upper bound. */
  readonly high: Formula;
  /** Whether it is not to. */
  readonly not: boolean;
}

/** Whether text is as a pattern of `like`. */
export interface LikeFormula {
  /** Tells it from others. */
  readonly kind: "like";
  /** Of what. */
  readonly of: Formula;
  /** Without escapes. */
  readonly pattern: string;
  /** Whether it is not to be. */
  readonly not: boolean;
}

/** A function of values. */
export interface CallFormula {
  /** Tells it from others. */
  readonly kind: "call";
  /** Which. */
  readonly name: FunctionName;
  /** Its values. */
  readonly given: readonly Formula[];
}

/** A branch of a case. */
export interface CaseBranch {
  /** Its condition. */
  readonly when: Formula;
  /** What comes of it. */
  readonly value: Formula;
}

/** The value of the first condition that is true. */
export interface CaseFormula {
  /** Tells it from others. */
  readonly kind: "case";
  /** In order. */
  readonly branches: readonly CaseBranch[];
  /** Where none is true; `null` for NULL. */
  readonly otherwise: Formula | null;
}

/** A formula, understood. */
export type Formula =
  | ColumnFormula
  | NumberFormula
  | TextFormula
  | DateFormula
  | BooleanFormula
  | NullFormula
  | UnaryFormula
  | BinaryFormula
  | IsNullFormula
  | InFormula
  | BetweenFormula
  | LikeFormula
  | CallFormula
  | CaseFormula;

/** Operators between two formulas. */
export type BinaryOperator =
  | "and"
  | "or"
  | "="
  | "<>"
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "/"
  | "||";

/** Functions that mean the same in all dialects, with the least and the most of what they take. */
export const functionNames: Readonly<Record<FunctionName, readonly [least: number, most: number]>> =
  {
    abs: [1, 1],
    ceil: [1, 1],
    coalesce: [2, 9],
    day: [1, 1],
    floor: [1, 1],
    hour: [1, 1],
    length: [1, 1],
    lower: [1, 1],
    month: [1, 1],
    nullif: [2, 2],
    trim: [1, 1],
    upper: [1, 1],
    year: [1, 1],
  };

/** The name of such a function. */
export type FunctionName =
  | "abs"
  | "ceil"
  | "coalesce"
  | "day"
  | "floor"
  | "hour"
  | "length"
  | "lower"
  | "month"
  | "nullif"
  | "trim"
  | "upper"
  | "year";
