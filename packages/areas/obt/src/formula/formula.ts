/** A formula, understood. */
export type Formula =
  | { readonly kind: "column"; readonly name: string; readonly at: number }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "date"; readonly text: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "negate" | "not"; readonly of: Formula }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Formula;
      readonly right: Formula;
    }
  | { readonly kind: "is-null"; readonly of: Formula; readonly not: boolean }
  | {
      readonly kind: "in";
      readonly of: Formula;
      readonly list: readonly Formula[];
      readonly not: boolean;
    }
  | {
      readonly kind: "between";
      readonly of: Formula;
      readonly low: Formula;
      readonly high: Formula;
      readonly not: boolean;
    }
  | { readonly kind: "like"; readonly of: Formula; readonly pattern: string; readonly not: boolean }
  | { readonly kind: "call"; readonly name: FunctionName; readonly given: readonly Formula[] }
  | {
      readonly kind: "case";
      readonly branches: readonly { readonly when: Formula; readonly value: Formula }[];
      readonly otherwise: Formula | null;
    };

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
export const functionNames = {
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
} as const;

/** The name of such a function. */
export type FunctionName = keyof typeof functionNames;
