/* oxlint-disable oxc/no-map-spread -- values are put together of parts */
import type { PlainObject } from "@dx/core";
import type { Check, RowThreshold } from "../src/index.ts";

/** A small table with NULL, NaN, ties and a missing parent. */
export const rows: readonly PlainObject[] = [
  { id: 1, city: "Ulm", n: 5, m: 7, price: 1.5, at: "2026-01-01", parent: 1, twice: null },
  { id: 2, city: "Kiel", n: 5, m: 4, price: Number.NaN, at: "2026-01-02", parent: 9, twice: null },
  { id: 3, city: null, n: null, m: 1, price: 2.5, at: "2026-01-03", parent: null, twice: 1 },
  { id: 4, city: "Ulm", n: 9, m: 9, price: null, at: "2026-01-04", parent: 2, twice: 2 },
];
/** The types of its columns. */
export const types = {
  id: "int64",
  n: "int64",
  m: "int64",
  parent: "int64",
  twice: "int64",
  price: "float64",
  at: "timestamp",
} as const;
const head = { table: "shop", dimension: "validity", severity: "error" } as const;
const allowed = (failAbove: number, more: Partial<RowThreshold> = {}): RowThreshold => ({
  of: "considered",
  failAbove,
  ...more,
});

type Asked = Check extends infer One
  ? One extends Check
    ? Omit<One, "id" | "table" | "dimension" | "severity"> & { severity?: "warning" }
    : never
  : never;

/** What fails (2), warns (1) and passes (0), found by hand: each pair of checks differs by the least. */
export const cases: readonly (readonly [level: number, check: Asked])[] = [
  [2, { rule: { kind: "not-null", column: "city" }, threshold: allowed(0) }],
  [0, { rule: { kind: "not-null", column: "city" }, threshold: allowed(0.25, { of: "rows" }) }],
  [
    1,
    {
      rule: { kind: "not-null", column: "city" },
      threshold: allowed(0.25, { of: "rows", warnAbove: 0.24 }),
    },
  ],
  [1, { severity: "warning", rule: { kind: "not-null", column: "city" }, threshold: allowed(0) }],
  [0, { rule: { kind: "not-null", column: "city" }, threshold: allowed(0), where: "id < 3" }],
  [2, { rule: { kind: "is-null", column: "city" }, threshold: allowed(0.7) }],
  [0, { rule: { kind: "is-null", column: "city" }, threshold: allowed(0.75) }],
  [2, { rule: { kind: "not-nan", column: "price" }, threshold: allowed(0.3) }],
  [0, { rule: { kind: "not-nan", column: "price" }, threshold: allowed(0.25, { of: "rows" }) }],
  [
    2,
    {
      rule: { kind: "between", column: "n", min: 5, max: 9, strictMax: true },
      threshold: allowed(0.33),
    },
  ],
  [0, { rule: { kind: "between", column: "n", min: 5, max: 9 }, threshold: allowed(0) }],
  [2, { rule: { kind: "between", column: "at", max: "2026-01-03" }, threshold: allowed(0) }],
  [2, { rule: { kind: "in-set", column: "city", values: ["Ulm"] }, threshold: allowed(0.25) }],
  [
    0,
    {
      rule: { kind: "in-set", column: "city", values: ["Ulm"] },
      threshold: allowed(0.25, { of: "rows" }),
    },
  ],
  [2, { rule: { kind: "in-set", column: "city", values: [] }, threshold: allowed(0.9) }],
  [2, { rule: { kind: "not-in-set", column: "n", values: [9n] }, threshold: allowed(0.3) }],
  [0, { rule: { kind: "not-in-set", column: "n", values: [] }, threshold: allowed(0) }],
  [2, { rule: { kind: "matches", column: "city", pattern: "^U" }, threshold: allowed(0.3) }],
  [
    2,
    {
      rule: { kind: "matches", column: "city", pattern: "^U", not: true },
      threshold: allowed(0.6),
    },
  ],
  [2, { rule: { kind: "length", column: "city", max: 3 }, threshold: allowed(0.3) }],
  [0, { rule: { kind: "length", column: "city", min: 3, max: 4 }, threshold: allowed(0) }],
  [2, { rule: { kind: "compare", left: "n", is: "<=", right: "m" }, threshold: allowed(0.3) }],
  [0, { rule: { kind: "compare", left: "n", is: "<>", right: "id" }, threshold: allowed(0) }],
  [2, { rule: { kind: "condition", sql: "n < 9" }, threshold: allowed(0.3) }],
  [2, { rule: { kind: "unique", columns: ["n"] }, threshold: allowed(0.66) }],
  [0, { rule: { kind: "unique", columns: ["n"] }, threshold: allowed(0.5, { of: "rows" }) }],
  [0, { rule: { kind: "unique", columns: ["twice"] }, threshold: allowed(0) }],
  [0, { rule: { kind: "unique", columns: ["n", "m"] }, threshold: allowed(0) }],
  [
    2,
    {
      rule: { kind: "references", columns: ["parent"], table: "shop", referenced: ["id"] },
      threshold: allowed(0.3),
    },
  ],
  [
    0,
    {
      rule: { kind: "references", columns: ["parent"], table: "shop", referenced: ["id"] },
      threshold: allowed(0.34),
    },
  ],
  [0, { rule: { kind: "increasing", column: "n", orderBy: ["id"] }, threshold: allowed(0) }],
  [
    2,
    {
      rule: { kind: "increasing", column: "n", orderBy: ["id"], strictly: true },
      threshold: allowed(0),
    },
  ],
  [2, { rule: { kind: "determines", columns: ["n"], column: "city" }, threshold: allowed(0) }],
  [0, { rule: { kind: "determines", columns: ["m"], column: "city" }, threshold: allowed(0) }],
  [2, { measure: { kind: "row-count" }, bounds: { min: 5 } }],
  [1, { measure: { kind: "row-count" }, bounds: { min: 4 }, warnBounds: { min: 5 } }],
  [0, { measure: { kind: "distinct-count", column: "n" }, bounds: { min: 2, max: 2 } }],
  [2, { measure: { kind: "distinct-share", column: "n" }, bounds: { min: 0.67 } }],
  [0, { measure: { kind: "null-share", column: "n" }, bounds: { min: 0.25, max: 0.25 } }],
  [2, { measure: { kind: "min", column: "n" }, bounds: { min: 6 } }],
  [2, { measure: { kind: "mean", column: "m" }, bounds: { max: 5.2 } }],
  [0, { measure: { kind: "sum", column: "m" }, bounds: { min: 21, max: 21 } }],
  [2, { measure: { kind: "stddev", column: "m" }, bounds: { max: 3.4 } }],
  [0, { measure: { kind: "stddev", column: "m" }, bounds: { min: 3.5, max: 3.51 } }],
  [0, { measure: { kind: "quantile", column: "m", share: 0.5 }, bounds: { min: 5.5, max: 5.5 } }],
  [
    2,
    {
      measure: { kind: "freshness-minutes", column: "at", now: "2026-01-04T01:00" },
      bounds: { max: 59 },
    },
  ],
  [
    0,
    {
      measure: { kind: "freshness-minutes", column: "at", now: "2026-01-04T01:00" },
      bounds: { max: 60 },
    },
  ],
  [2, { measure: { kind: "max", column: "n" }, bounds: { max: 1 }, where: "n is null" }],
  [0, { measure: { kind: "distinct-share", column: "n" }, bounds: { min: 1 }, where: "n is null" }],
  [0, { rule: { kind: "not-null", column: "n" }, threshold: allowed(0), where: "id > 9" }],
];
/** The checks alone. */
export const checks: readonly Check[] = cases.map(([, check], at): Check => ({
  ...head,
  id: String(at),
  ...check,
}));
