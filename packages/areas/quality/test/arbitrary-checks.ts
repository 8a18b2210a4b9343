/* oxlint-disable oxc/no-map-spread -- values are put together of parts */
import fc from "fast-check";
import type {
  Check,
  CheckHead,
  Dimension,
  Measure,
  RowRule,
  SetRule,
  Suite,
} from "../src/index.ts";

const column = fc.constantFrom("city", "n", "price", 'Odd "name"', '"City"', "two words", "größe");
const text = fc.constantFrom("a", "b'c", "{{ x }}", "ü{1}", "", "100%", "\\d");
const number = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(0.1, -2.5, 1e6));
const value = fc.oneof(text, number, fc.boolean(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 60n }));
const optional = <T>(key: string, of: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.option(of, { nil: undefined }).map((one) => (one === undefined ? {} : { [key]: one }));
const columns = fc.uniqueArray(column, { minLength: 1, maxLength: 3 });
const isTrue = fc.constant(true as const);

const merged = (...parts: readonly fc.Arbitrary<object>[]): fc.Arbitrary<never> =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as never);

const ordered = (one: fc.Arbitrary<string | number>): fc.Arbitrary<object> =>
  fc.oneof(
    merged(fc.record({ min: one }), optional("strictMin", isTrue)),
    merged(fc.record({ max: one }), optional("strictMax", isTrue)),
    fc.record({ min: one, max: one }),
  );

const rowRule: fc.Arbitrary<RowRule> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("not-null" as const, "is-null" as const, "not-nan" as const),
    column,
  }),
  merged(
    fc.record({ kind: fc.constant("between"), column }),
    ordered(fc.oneof(number, fc.constant("2024-02-29"))),
  ),
  fc.record({
    kind: fc.constantFrom("in-set" as const, "not-in-set" as const),
    column,
    values: fc.uniqueArray(value, { maxLength: 4 }),
  }),
  merged(
    fc.record({
      kind: fc.constant("matches"),
      column,
      pattern: fc.constantFrom("^a", "[0-9]{2}$", "b.c"),
    }),
    optional("not", isTrue),
  ),
  merged(
    fc.record({ kind: fc.constant("length"), column, min: fc.nat(5) }),
    optional("max", fc.integer({ min: 5, max: 9 })),
  ),
  fc.record({
    kind: fc.constant("compare" as const),
    left: column,
    is: fc.constantFrom("=", "<>", "<", "<=", ">", ">="),
    right: column,
  }),
  fc.record({
    kind: fc.constant("condition" as const),
    sql: fc.constantFrom("n > 0", "city <> '{{'"),
  }),
  fc.constantFrom<RowRule>(
    { kind: "matches-list", column: "city", patterns: ["^a", "b$"], match: "any", not: true },
    { kind: "json", column: "city" },
    { kind: "in-tuples", columns: ["city", "n"], tuples: [["a", null]], leaveOut: "none" },
    { kind: "distinct-in-row", columns: ["n", "price"] },
    { kind: "equal-in-row", columns: ["n", "price"], leaveOut: "all-null" },
    { kind: "row-sum", columns: ["n", "price"], equals: 4 },
    { kind: "compare", left: "n", is: "=", right: "price", leaveOut: "none" },
  ),
);

const setRule: fc.Arbitrary<SetRule> = fc.oneof(
  fc.record({ kind: fc.constant("unique" as const), columns }),
  columns.map((names) => ({
    kind: "references" as const,
    columns: names,
    table: "parent",
    referenced: names,
  })),
  merged(
    fc.record({ kind: fc.constant("increasing"), column, orderBy: columns }),
    optional("strictly", isTrue),
  ),
  fc.record({ kind: fc.constant("determines" as const), columns, column }),
  fc.constantFrom<SetRule>(
    { kind: "unique", columns: ["n"], leaveOut: "none" },
    { kind: "increasing", column: "n", orderBy: ["price"], decreasing: true, within: ["city"] },
    { kind: "steps", column: "n", step: 1 },
    { kind: "ranges", from: "n", to: "price", gaps: "required" },
    { kind: "z-score", column: "n", below: 3, bothSides: true },
    { kind: "fences", column: "n", times: 1.5 },
    { kind: "contains", column: "city", values: ["a"] },
    { kind: "most-common", column: "city", values: ["a"] },
    { kind: "extreme", column: "city", which: "least", min: "a" },
  ),
);

const measure: fc.Arbitrary<Measure> = fc.oneof(
  fc.constant({ kind: "row-count" as const }),
  fc.record({
    kind: fc.constantFrom(
      "distinct-count" as const,
      "distinct-share" as const,
      "null-share" as const,
      "min" as const,
      "max" as const,
      "mean" as const,
      "sum" as const,
      "stddev" as const,
    ),
    column,
  }),
  fc.record({ kind: fc.constant("quantile" as const), column, share: fc.constantFrom(0.5, 0.95) }),
  fc.record({
    kind: fc.constant("freshness-minutes" as const),
    column,
    now: fc.constant("2026-01-01T00:00:00Z"),
  }),
  fc.constantFrom<Measure>(
    { kind: "expression", sql: "sum(n) / count(*)" },
    { kind: "query", sql: "select count(*) from {table} as mine" },
    { kind: "columns-count" },
    { kind: "failing", rule: { kind: "not-null", column: "n" }, as: "count" },
    {
      kind: "shift",
      column: "city",
      by: "psi",
      floor: 0.001,
      baseline: { values: ["a", "b"], weights: [0.5, 0.5] },
    },
  ),
);

const share = fc.nat(999).map((n) => n / 1000);
const threshold = merged(
  fc.record({
    of: fc.constantFrom("rows", "considered"),
    failAbove: fc.oneof(fc.constant(0), share),
  }),
  optional("warnAbove", share),
);
const anyThreshold = fc.oneof(
  { weight: 5, arbitrary: threshold },
  { weight: 1, arbitrary: fc.constant({ of: "count", failAbove: 5, warnAbove: 1 } as const) },
);
const bounds = fc.oneof(
  fc.record({ min: number }),
  fc.record({ max: number }),
  fc.record({ min: number, max: number }),
  fc.constantFrom(
    { min: 1, strictMin: true },
    { max: 1, strictMax: true },
    { min: 1, max: 2, outside: true },
  ),
);
const schema = merged(
  fc.record({
    kind: fc.constant("columns"),
    columns: fc.uniqueArray(
      merged(fc.record({ name: column }), optional("type", fc.constant("text"))),
      { minLength: 1, selector: ({ name }: { name: string }) => name },
    ),
  }),
  optional("ordered", isTrue),
  optional("others", isTrue),
);

const body = fc.oneof(
  { weight: 5, arbitrary: fc.record({ rule: rowRule, threshold: anyThreshold }) },
  { weight: 2, arbitrary: fc.record({ rule: setRule, threshold: anyThreshold }) },
  {
    weight: 3,
    arbitrary: merged(
      fc.record({ measure, bounds }),
      optional("warnBounds", bounds),
      optional("ofNothing", fc.constant("fail")),
    ),
  },
  { weight: 1, arbitrary: fc.record({ schema }) },
);

const dimensions: readonly Dimension[] = [
  "accuracy",
  "completeness",
  "consistency",
  "timeliness",
  "validity",
  "uniqueness",
];
const head: fc.Arbitrary<Omit<CheckHead, "id">> = merged(
  fc.record({
    table: fc.constantFrom("shop", "main.orders", '"Odd table"'),
    dimension: fc.constantFrom(...dimensions),
    severity: fc.constantFrom("error", "warning"),
  }),
  optional("where", fc.constantFrom("n > 0", "city <> 'it''s {%'")),
  optional("reason", fc.constant('because: of "this"')),
  optional("owner", fc.constant("data@example.org")),
);

/** Checks of every kind, with every combination of what they may have. */
export const anyCheck: fc.Arbitrary<Check> = fc.tuple(head, body).map(([one, other]): Check => {
  const { where, ...rest } = one;
  return {
    id: "check",
    ...rest,
    ...(where === undefined || "schema" in other ? {} : { where }),
    ...other,
  };
});

/** Suites of such checks, grouped by table as documents are. */
export const anySuite: fc.Arbitrary<Suite> = fc.array(anyCheck, { maxLength: 8 }).map((checks) => ({
  name: "suite",
  checks: checks
    .toSorted((one, other) => (one.table < other.table ? -1 : one.table > other.table ? 1 : 0))
    .map((check, at) => ({ ...check, id: `check ${at}` })),
}));
