import type { TypeName } from "@dx/core";
import type { Check } from "../src/index.ts";

type Part =
  | Pick<Extract<Check, { rule: object }>, "rule">
  | Omit<Extract<Check, { measure: object }>, "id" | "table" | "dimension" | "severity">;

/** What a check asks, rows of columns a, b and g, and what is found by hand: rows that fail, or the figure and what becomes of it. */
export type Case = readonly [
  part: Part,
  rows: readonly (readonly unknown[])[],
  found: unknown,
  types?: Readonly<Record<string, TypeName>>,
];

export const numbers = { a: "int64", b: "int64", g: "text" } as const;
export const texts = { a: "text", b: "text", g: "text" } as const;
export const times = { a: "timestamp", b: "timestamp", g: "text" } as const;
export const floats = { a: "float64", b: "float64", g: "text" } as const;
const columns = ["a", "b"];
const some = [
  [1, 1],
  [1, 2],
  [1, null],
  [null, null],
] as const;

/** Rules of patterns and of several columns. */
export const rowCases: readonly Case[] = [
  [
    { rule: { kind: "matches-list", column: "a", patterns: ["^x", "y$"], match: "any" } },
    [["xa"], ["ay"], ["xy"], ["a"], [null]],
    1,
    texts,
  ],
  [
    { rule: { kind: "matches-list", column: "a", patterns: ["^x", "y$"], match: "all" } },
    [["xa"], ["ay"], ["xy"], ["a"], [null]],
    3,
    texts,
  ],
  [
    {
      rule: { kind: "matches-list", column: "a", patterns: ["^x", "y$"], match: "any", not: true },
    },
    [["xa"], ["ay"], ["xy"], ["a"], [null]],
    3,
    texts,
  ],
  [
    { rule: { kind: "json", column: "a" } },
    [['{"a": 1}'], ["[1, null]"], ["1"], ["{a: 1}"], ["x"], [""], [null]],
    3,
    texts,
  ],
  [
    {
      rule: {
        kind: "in-tuples",
        columns,
        tuples: [
          [1, 1],
          [1, null],
        ],
      },
    },
    some,
    1,
  ],
  [
    {
      rule: {
        kind: "in-tuples",
        columns,
        tuples: [
          [1, 1],
          [1, null],
        ],
        leaveOut: "all-null",
      },
    },
    some,
    1,
  ],
  [
    {
      rule: {
        kind: "in-tuples",
        columns,
        tuples: [
          [1, 1],
          [1, null],
        ],
        leaveOut: "none",
      },
    },
    some,
    2,
  ],
  [{ rule: { kind: "distinct-in-row", columns } }, some, 1],
  [{ rule: { kind: "distinct-in-row", columns, leaveOut: "none" } }, some, 2],
  [{ rule: { kind: "equal-in-row", columns } }, some, 1],
  [{ rule: { kind: "equal-in-row", columns, leaveOut: "all-null" } }, some, 2],
  [{ rule: { kind: "equal-in-row", columns, leaveOut: "none" } }, some, 2],
  [{ rule: { kind: "row-sum", columns, equals: 2 } }, some, 1],
  [{ rule: { kind: "row-sum", columns, equals: 1, leaveOut: "all-null" } }, some, 2],
  [{ rule: { kind: "compare", left: "a", is: "=", right: "b", leaveOut: "all-null" } }, some, 2],
  [{ rule: { kind: "compare", left: "a", is: "=", right: "b", leaveOut: "none" } }, some, 2],
  [{ rule: { kind: "compare", left: "a", is: "<>", right: "b", leaveOut: "none" } }, some, 2],
  [{ rule: { kind: "compare", left: "a", is: "<=", right: "b", leaveOut: "all-null" } }, some, 1],
  [
    { rule: { kind: "unique", columns } },
    [
      [1, 1],
      [1, 1],
      [1, null],
      [1, null],
      [null, null],
      [null, null],
    ],
    2,
  ],
  [
    { rule: { kind: "unique", columns, leaveOut: "all-null" } },
    [
      [1, 1],
      [1, 1],
      [1, null],
      [1, null],
      [null, null],
      [null, null],
    ],
    4,
  ],
  [
    { rule: { kind: "unique", columns, leaveOut: "none" } },
    [
      [1, 1],
      [1, 1],
      [1, null],
      [1, null],
      [null, null],
      [null, null],
    ],
    6,
  ],
];
