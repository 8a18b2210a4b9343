import { floats, texts, times, type Case } from "./wide-cases.ts";

/** Rules of order, groups and values, and measures. */
export const setCases: readonly Case[] = [
  [
    { rule: { kind: "increasing", column: "a", orderBy: ["b"], decreasing: true } },
    [
      [3, 1],
      [2, 2],
      [2, 3],
      [4, 4],
      [null, 5],
      [1, 6],
    ],
    1,
  ],
  [
    { rule: { kind: "increasing", column: "a", orderBy: ["b"], decreasing: true, strictly: true } },
    [
      [3, 1],
      [2, 2],
      [2, 3],
      [4, 4],
    ],
    2,
  ],
  [
    { rule: { kind: "increasing", column: "a", orderBy: ["b"], within: ["g"] } },
    [
      [1, 1, "x"],
      [9, 2, "y"],
      [2, 3, "x"],
      [8, 4, "y"],
    ],
    1,
  ],
  [{ rule: { kind: "steps", column: "a", step: 1 } }, [[4], [1], [2], [2], [null]], 2],
  [
    { rule: { kind: "steps", column: "a", step: 2, within: ["g"] } },
    [
      [1, 0, "x"],
      [3, 0, "x"],
      [2, 0, "y"],
      [6, 0, "y"],
    ],
    1,
  ],
  [
    { rule: { kind: "steps", column: "a", step: 1, unit: "month" } },
    [["2024-01-15T00:00:00"], ["2024-02-15T00:00:00"], ["2024-04-15T00:00:00"]],
    1,
    times,
  ],
  [
    { rule: { kind: "steps", column: "a", step: 1, unit: "hour" } },
    [["2024-02-28T23:30:00"], ["2024-02-29T00:30:00"], ["2024-02-29T01:30:01"]],
    1,
    times,
  ],
  [
    { rule: { kind: "ranges", from: "a", to: "b", gaps: "allowed" } },
    [
      [1, 3],
      [3, 5],
      [4, 6],
      [8, 9],
      [null, 9],
    ],
    1,
  ],
  [
    { rule: { kind: "ranges", from: "a", to: "b", gaps: "not-allowed" } },
    [
      [1, 3],
      [3, 5],
      [5, 6],
      [8, 9],
    ],
    1,
  ],
  [
    { rule: { kind: "ranges", from: "a", to: "b", gaps: "required" } },
    [
      [1, 3],
      [3, 5],
      [6, 7],
    ],
    1,
  ],
  [
    { rule: { kind: "ranges", from: "a", to: "b", gaps: "allowed" } },
    [
      [1, 10],
      [2, 3],
      [4, 5],
    ],
    2,
  ],
  [
    { rule: { kind: "ranges", from: "a", to: "b", gaps: "allowed" } },
    [
      [1, 1],
      [2, 3],
      [3, 2],
    ],
    2,
  ],
  [
    { rule: { kind: "ranges", from: "a", to: "b", gaps: "allowed", mayBeEmpty: true } },
    [
      [1, 1],
      [2, 3],
    ],
    0,
  ],
  [
    { rule: { kind: "ranges", from: "a", to: "b", gaps: "allowed", within: ["g"] } },
    [
      [1, 3, "x"],
      [2, 4, "y"],
      [3, 5, "x"],
    ],
    0,
  ],
  // mean 0, standard deviation of the sample 1: the ends are 1 away, which is not below 1
  [
    { rule: { kind: "z-score", column: "a", below: 1, bothSides: true } },
    [[-1], [0], [1], [null]],
    2,
  ],
  [
    { rule: { kind: "z-score", column: "a", below: 1, bothSides: false } },
    [[-1], [0], [1], [null]],
    1,
  ],
  [{ rule: { kind: "z-score", column: "a", below: 3, bothSides: true } }, [[7], [7], [7]], 0],
  [{ rule: { kind: "z-score", column: "a", below: 3, bothSides: true } }, [[7]], 0],
  // quartiles of 1, 2, 3, 4, 100 are 2 and 4: fences at -1 and 7
  [{ rule: { kind: "fences", column: "a", times: 1.5 } }, [[1], [2], [3], [4], [100], [null]], 1],
  [{ rule: { kind: "fences", column: "a", times: 0 } }, [[1], [2], [3], [4], [5]], 2],
  [{ rule: { kind: "contains", column: "a", values: [1, 2, 3, 3] } }, [[1], [3], [null], [9]], 1],
  [{ rule: { kind: "contains", column: "a", values: ["é", "E"] } }, [["é"], ["e"]], 1, texts],
  [
    { rule: { kind: "most-common", column: "a", values: [1, 2] } },
    [[1], [1], [3], [null], [null], [null]],
    0,
  ],
  [{ rule: { kind: "most-common", column: "a", values: [1, 2] } }, [[1], [2]], 1],
  [{ rule: { kind: "most-common", column: "a", values: [1], tiesAllowed: true } }, [[1], [2]], 0],
  [{ rule: { kind: "most-common", column: "a", values: [9], tiesAllowed: true } }, [[1], [2]], 2],
  [
    { rule: { kind: "extreme", column: "a", which: "greatest", max: "2024-02-29" } },
    [["2024-02-29T00:00:00"], ["2023-01-01T00:00:00"]],
    0,
    times,
  ],
  [
    {
      rule: { kind: "extreme", column: "a", which: "greatest", max: "2024-02-29", strictMax: true },
    },
    [["2024-02-29T00:00:00"]],
    1,
    times,
  ],
  [{ rule: { kind: "extreme", column: "a", which: "least", min: "b" } }, [["a"], ["c"]], 1, texts],
  [
    { measure: { kind: "expression", sql: "sum(a) - sum(b)" }, bounds: { max: 0 } },
    [
      [1, 2],
      [4, 3],
      [1, null],
    ],
    [1, "fail"],
  ],
  [
    {
      measure: { kind: "query", sql: "select count(*) from {table} as mine where a > 1" },
      bounds: { min: 2 },
    },
    [[1], [2], [3]],
    [2, "pass"],
  ],
  [{ measure: { kind: "columns-count" }, bounds: { max: 2 } }, [[1]], [3, "fail"]],
  [
    {
      measure: { kind: "failing", rule: { kind: "not-null", column: "a" }, as: "count" },
      bounds: { min: 2, max: 3 },
    },
    [[null], [1]],
    [1, "fail"],
  ],
  [
    {
      measure: {
        kind: "failing",
        rule: { kind: "unique", columns: ["a"] },
        as: "duplicatedValues",
      },
      bounds: { max: 1 },
    },
    [[1], [1], [1], [2]],
    [1, "pass"],
  ],
  [
    {
      measure: { kind: "failing", rule: { kind: "unique", columns: ["a"] }, as: "excessRows" },
      bounds: { max: 1 },
    },
    [[1], [1], [1], [2]],
    [2, "fail"],
  ],
  [
    { measure: { kind: "mean", column: "a" }, bounds: { min: 2, strictMin: true } },
    [[1], [3]],
    [2, "fail"],
  ],
  [
    { measure: { kind: "mean", column: "a" }, bounds: { min: 1, max: 2, outside: true } },
    [[1], [3]],
    [2, "fail"],
  ],
  [
    { measure: { kind: "mean", column: "a" }, bounds: { max: 9 }, ofNothing: "fail" },
    [[null]],
    [null, "fail"],
  ],
  [
    { measure: { kind: "mean", column: "a" }, bounds: { max: 9 }, ofNothing: "pass" },
    [[null]],
    [null, "pass"],
  ],
  [{ measure: { kind: "mean", column: "a" }, bounds: { max: 9 } }, [[null]], [null, "error"]],
  [
    { measure: { kind: "mean", column: "a" }, bounds: { min: 0.7 } },
    [[true], [true], [true], [false], [null]],
    [0.75, "pass"],
    { a: "boolean", b: "int64", g: "text" },
  ],
  // shares 0.5, 0.25 and 0.25 of others, of which the baseline says 0.5, 0.5 and none
  [
    {
      measure: {
        kind: "shift",
        column: "a",
        by: "total-variation",
        baseline: { values: [1, 2], weights: [0.5, 0.5] },
      },
      bounds: { max: 0.2 },
    },
    [[1], [1], [2], [3], [null]],
    [0.25, "fail"],
  ],
  [
    {
      measure: {
        kind: "shift",
        column: "a",
        by: "kl",
        baseline: { values: [1, 2], weights: [0.5, 0.5] },
      },
      bounds: { max: 9 },
    },
    [[1], [2], [3]],
    [Infinity, "fail"],
  ],
  // ranges [0,1) and [1,2]: one below, two and one in them, none above
  [
    {
      measure: {
        kind: "shift",
        column: "a",
        by: "ks",
        baseline: { edges: [0, 1, 2], weights: [0.5, 0.5] },
      },
      bounds: { max: 1 },
    },
    [[-1], [0], [0.5], [2]],
    [0.25, "pass"],
    floats,
  ],
];
