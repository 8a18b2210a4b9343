import type { DataTypeKind, PlainObject } from "@dx/core";
import type {
  Check,
  CheckValue,
  LeaveOut,
  Measure,
  RowRule,
  SetRule,
  Suite,
} from "../src/index.ts";
import fc from "fast-check";

/** Rows of one table: few values, so that there are ties and duplicates, NULL, NaN and infinities. */
export const anyTable: fc.Arbitrary<PlainObject[]> = fc.array(
  fc.record({
    '"Id"': fc.option(fc.integer({ min: -3, max: 12 }), { nil: null }),
    big: fc.option(fc.constantFrom(9007199254740993n, 9007199254740992n, -1n, 0n), { nil: null }),
    f: fc.option(fc.constantFrom(0, -0, 1.5, -2, Number.NaN, Infinity, -Infinity), { nil: null }),
    t: fc.option(
      fc.constantFrom("", "a", "A", "ab", "aab", "b1", "é", "ab\nb", "O'Neil", "100%", "x_y", " "),
      { nil: null },
    ),
    d: fc.option(fc.constantFrom("2020-02-29", "1999-12-31", "2026-01-01"), { nil: null }),
    yes: fc.option(fc.boolean(), { nil: null }),
    'odd "name': fc.option(fc.constantFrom("k", "l", "m"), { nil: null }),
  }),
  { maxLength: 24 },
);

/** Their types. */
export const types: Readonly<Record<string, DataTypeKind>> = {
  '"Id"': "int32",
  big: "int64",
  f: "float64",
  t: "text",
  d: "date",
  yes: "boolean",
  'odd "name': "text",
};

const names = {
  Id: '"Id"',
  big: "big",
  f: "f",
  t: "t",
  d: "d",
  yes: "yes",
  odd: '"odd ""name"',
} as const;
const column = fc.constantFrom(...Object.values(names));
const missing = fc.constantFrom("nothing", "T", "id", '"f g"');
const maybeMissing = fc.oneof({ weight: 12, arbitrary: column }, { weight: 1, arbitrary: missing });
const pattern = fc.constantFrom(
  "a",
  "^a",
  "b$",
  "^a.*b$",
  "^[a-c]{2}$",
  "^[[:alpha:]]+$",
  "(a|b)1?$",
  "^.$",
  "%",
  "_",
  "\\d",
  "[^a-z]",
  "^ab.b$",
  "^$",
  "é",
);
const value: fc.Arbitrary<CheckValue> = fc.oneof(
  fc.integer({ min: -2, max: 5 }),
  fc.constantFrom<CheckValue>(1.5, 9007199254740993n, "a", "ab", "2020-02-29", "O'Neil", true),
);
const measured: fc.Arbitrary<Measure> = fc.oneof(
  fc.constant<Measure>({ kind: "row-count" }),
  fc
    .tuple(
      fc.constantFrom(
        "distinct-count" as const,
        "distinct-share" as const,
        "null-share" as const,
        "min" as const,
        "max" as const,
        "mean" as const,
        "sum" as const,
        "stddev" as const,
      ),
      maybeMissing,
    )
    .map(([kind, of]): Measure => ({ kind, column: of })),
  fc.constant<Measure>({ kind: "quantile", column: '"Id"', share: 0.5 }),
  fc.constantFrom<Measure>(
    { kind: "expression", sql: "sum(big) - min(big)" },
    { kind: "expression", sql: "sum(nothing)" },
    { kind: "query", sql: "select count(*) from {table} as mine where big > 0" },
    { kind: "columns-count" },
    { kind: "failing", rule: { kind: "matches", column: "t", pattern: "a" }, as: "share-of-rows" },
    { kind: "failing", rule: { kind: "unique", columns: ["t"] }, as: "excessRows" },
    {
      kind: "shift",
      column: "t",
      by: "total-variation",
      baseline: { values: ["a", "ab"], weights: [0.5, 0.5] },
    },
    {
      kind: "shift",
      column: "f",
      by: "ks",
      baseline: { edges: [-1, 1, 3], weights: [0.5, 0.5] },
    },
  ),
  fc.constantFrom<Measure>(
    { kind: "freshness-minutes", column: "d", now: "2026-01-02T00:00:00" },
    { kind: "freshness-minutes", column: "t", now: "2026-01-02T00:00:00" },
  ),
);
const leaveOut = fc.constantFrom<LeaveOut>("any-null", "all-null", "none");
const rowRule: fc.Arbitrary<RowRule> = fc.oneof(
  fc
    .tuple(fc.constantFrom("t", names.odd), pattern, pattern, fc.boolean())
    .map(([of, one, other, not]): RowRule => ({
      kind: "matches-list",
      column: of,
      patterns: [one, other],
      match: not ? "any" : "all",
      not,
    })),
  fc.constantFrom<RowRule>({ kind: "json", column: "t" }, { kind: "json", column: "f" }),
  leaveOut.map((left): RowRule => ({
    kind: "in-tuples",
    columns: ["t", '"Id"'],
    tuples: [
      ["a", 1],
      [null, 2],
    ],
    leaveOut: left,
  })),
  fc
    .tuple(fc.constantFrom("distinct-in-row" as const, "equal-in-row" as const), leaveOut)
    .map(([kind, left]): RowRule => ({ kind, columns: ["big", '"Id"', "f"], leaveOut: left })),
  leaveOut.map((left): RowRule => ({
    kind: "row-sum",
    columns: ["big", '"Id"'],
    equals: 1,
    leaveOut: left,
  })),
  fc
    .tuple(
      fc.constantFrom("not-null" as const, "is-null" as const, "not-nan" as const),
      maybeMissing,
    )
    .map(([kind, of]): RowRule => ({ kind, column: of })),
  fc
    .tuple(maybeMissing, value, fc.boolean(), fc.boolean())
    .map(([of, bound, isMin, isStrict]): RowRule =>
      isMin
        ? { kind: "between", column: of, min: bound, strictMin: isStrict }
        : { kind: "between", column: of, max: bound, strictMax: isStrict },
    ),
  fc
    .tuple(
      fc.constantFrom("in-set" as const, "not-in-set" as const),
      maybeMissing,
      fc.array(value, { minLength: 1, maxLength: 3 }),
    )
    .map(([kind, of, values]): RowRule => ({ kind, column: of, values })),
  fc
    .tuple(fc.constantFrom("t", names.odd, "f"), pattern, fc.boolean())
    .map(([of, one, not]): RowRule => ({ kind: "matches", column: of, pattern: one, not })),
  fc
    .tuple(fc.constantFrom("t", names.odd, "d"), fc.nat(3))
    .map(([of, max]): RowRule => ({ kind: "length", column: of, min: 1, max: max + 1 })),
  fc
    .tuple(
      fc.constantFrom("=" as const, "<>" as const, "<" as const, ">=" as const),
      column,
      column,
    )
    .chain(([is, left, right]) =>
      leaveOut.map((out): RowRule => ({ kind: "compare", left, is, right, leaveOut: out })),
    ),
  fc.constantFrom<RowRule>(
    { kind: "condition", sql: "t like 'a%' or big > 0" },
    { kind: "condition", sql: "nothing > 1" },
  ),
);
const setRule: fc.Arbitrary<SetRule> = fc.oneof(
  fc
    .tuple(fc.uniqueArray(maybeMissing, { minLength: 1, maxLength: 2 }), leaveOut)
    .map(([columns, left]): SetRule => ({ kind: "unique", columns, leaveOut: left })),
  fc.constantFrom<SetRule>(
    { kind: "steps", column: "big", step: 1, within: ["t"] },
    { kind: "steps", column: "d", step: 1, unit: "day" },
    { kind: "steps", column: "t", step: 1 },
    { kind: "ranges", from: '"Id"', to: "big", gaps: "allowed", within: ["yes"] },
    { kind: "z-score", column: "big", below: 1, bothSides: true },
    { kind: "fences", column: '"Id"', times: 1.5 },
    { kind: "contains", column: "t", values: ["a", "é"] },
    { kind: "most-common", column: names.odd, values: ["k"], tiesAllowed: true },
    { kind: "extreme", column: "d", which: "least", min: "2000-01-01" },
  ),
  fc.constantFrom<SetRule>(
    { kind: "references", columns: ['"Id"'], table: "other", referenced: ["key"] },
    { kind: "references", columns: ["t"], table: "other", referenced: ["word"] },
    { kind: "references", columns: ['"Id"', "t"], table: "other", referenced: ["key", "word"] },
    { kind: "references", columns: ["t"], table: "no_such_table", referenced: ["word"] },
  ),
  fc
    .tuple(fc.constantFrom("d", "t", "big", '"Id"'), column, fc.boolean())
    .map(([of, by, strictly]): SetRule => ({
      kind: "increasing",
      column: of,
      orderBy: [by],
      strictly,
      decreasing: !strictly,
      within: strictly ? ["yes"] : ["t"],
    })),
  fc
    .tuple(column, column)
    .filter(([one, other]) => one !== other)
    .map(([one, other]): SetRule => ({ kind: "determines", columns: [one], column: other })),
);
const head = fc.record({
  table: fc.oneof(
    { weight: 20, arbitrary: fc.constant("some_rows") },
    { weight: 1, arbitrary: fc.constant("gone") },
  ),
  where: fc.option(fc.constantFrom("big is not null", "yes", "t <> 'a'", "nonsense"), {
    nil: undefined,
  }),
});
const share = fc.constantFrom(0, 0.25, 0.5);
const rest = fc.oneof(
  fc
    .tuple(fc.oneof({ weight: 3, arbitrary: rowRule }, { weight: 1, arbitrary: setRule }), share)
    .map(([rule, failAbove]) => ({
      rule,
      threshold: { of: failAbove > 0.3 ? ("rows" as const) : ("considered" as const), failAbove },
    })),
  measured.map((measure) => ({ measure, bounds: { min: -1, max: 3 }, warnBounds: { max: 1 } })),
  fc.constantFrom(
    {
      schema: {
        kind: "columns" as const,
        ordered: true,
        others: true,
        columns: [{ name: '"Id"', type: "int32" }, { name: "t" }],
      },
    },
    { schema: { kind: "columns" as const, columns: [{ name: "f", type: "text" }, { name: "x" }] } },
  ),
);

const own = new Set(["query", "columns-count", "failing"]);

function isRow({ kind }: RowRule | SetRule): boolean {
  return ["not-null", "between", "in-set", "matches", "compare", "equal-in-row"].includes(kind);
}

/** Suites of all kinds of rules, some of which cannot be evaluated. */
export const anySuite: fc.Arbitrary<Suite> = fc
  .array(fc.tuple(head, rest), { minLength: 1, maxLength: 14 })
  // oxlint-disable-next-line oxc/no-map-spread -- a check is put together of parts
  .map((checks) => ({
    name: "any",
    checks: checks.map(([{ table, where }, part], index): Check => {
      const kept = where === undefined || index % 3 > 0 ? {} : { where };
      const isGrouped = index % 4 === 3 && ("rule" in part ? isRow(part.rule) : "measure" in part);
      const groupBy =
        isGrouped && !own.has("measure" in part ? part.measure.kind : "")
          ? { groupBy: [names.odd] }
          : {};
      const { severity, dimension } = { severity: "error", dimension: "validity" } as const;
      return { id: `c${index}`, table, ...kept, ...groupBy, severity, dimension, ...part };
    }),
  }));
