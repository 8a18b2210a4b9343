import { budget } from "@dx/testing/budget";
import { forEachDatabase } from "@dx/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyCheck } from "./arbitrary-checks.ts";
import {
  askOneByOne,
  formatRule,
  parseRule,
  ruleForms,
  suiteOf,
  type Check,
  type ParsedRule,
} from "../src/index.ts";

const now = "2026-01-01T00:00:00Z";
const read = (rule: string, column = "n"): Omit<ParsedRule, "dimension"> => {
  const { dimension: _, ...rest } = parseRule(rule, { column, now });
  return rest;
};
const rule = (value: object): object => ({ rule: value });

// oxlint-disable-next-line max-lines-per-function -- one line for each form
test("rules in words are read as what they say", () => {
  const column = "n";
  const unit = "minute";
  expect(read("json")).toEqual(rule({ kind: "json", column }));
  expect(read("matches any of ('^A', 'b, c')")).toEqual(
    rule({ kind: "matches-list", column, patterns: ["^A", "b, c"], match: "any" }),
  );
  expect(read("with b, c in ((1, 'x)', null), (2, y, 3))")).toEqual(
    rule({
      kind: "in-tuples",
      columns: ["n", "b", "c"],
      tuples: [
        [1, "x)", null],
        [2, "y", 3],
      ],
    }),
  );
  expect(read("differs from a, b")).toEqual(
    rule({ kind: "distinct-in-row", columns: ["n", "a", "b"] }),
  );
  expect(read("equals a")).toEqual(rule({ kind: "equal-in-row", columns: ["n", "a"] }));
  expect(read("adds up with a, b to 100")).toEqual(
    rule({ kind: "row-sum", columns: ["n", "a", "b"], equals: 100 }),
  );
  expect(read("with region references places(city, region)")).toEqual(
    rule({
      kind: "references",
      columns: ["n", "region"],
      table: "places",
      referenced: ["city", "region"],
    }),
  );
  expect(read("strictly decreasing by at, id within customer")).toEqual(
    rule({
      kind: "increasing",
      column,
      orderBy: ["at", "id"],
      strictly: true,
      decreasing: true,
      within: ["customer"],
    }),
  );
  expect(read("steps of 1")).toEqual(rule({ kind: "steps", column, step: 1 }));
  expect(read("Steps of 5 Minutes within sensor, place")).toEqual(
    rule({ kind: "steps", column, step: 5, unit, within: ["sensor", "place"] }),
  );
  expect(read("range to m or empty with gaps not allowed within id")).toEqual(
    rule({
      kind: "ranges",
      from: "n",
      to: "m",
      mayBeEmpty: true,
      gaps: "not-allowed",
      within: ["id"],
    }),
  );
  expect(read("with a determines b")).toEqual(
    rule({ kind: "determines", columns: ["n", "a"], column: "b" }),
  );
  expect(read("z-score below 3 on both sides")).toEqual(
    rule({ kind: "z-score", column, below: 3, bothSides: true }),
  );
  expect(read("within fences of 1.5")).toEqual(rule({ kind: "fences", column, times: 1.5 }));
  expect(read("contains (a, 2)")).toEqual(rule({ kind: "contains", column, values: ["a", 2] }));
  expect(read("most common in (a) or tied")).toEqual(
    rule({ kind: "most-common", column, values: ["a"], tiesAllowed: true }),
  );
  expect(read("greatest value < 2024-01-01")).toEqual(
    rule({ kind: "extreme", column, which: "greatest", max: "2024-01-01", strictMax: true }),
  );
  expect(read('mean > 1 for each country, "Odd name"')).toEqual({
    measure: { kind: "mean", column },
    bounds: { min: 1, strictMin: true },
    groupBy: ["country", '"Odd name"'],
  });
  expect(read("column count = 15")).toEqual({
    measure: { kind: "columns-count" },
    bounds: { min: 15, max: 15 },
  });
  expect(read("sum not between 1 and 2")).toEqual({
    measure: { kind: "sum", column },
    bounds: { min: 1, max: 2, outside: true },
  });
  expect(read("excess rows with a <= 3")).toEqual({
    measure: { kind: "failing", rule: { kind: "unique", columns: ["n", "a"] }, as: "excessRows" },
    bounds: { max: 3 },
  });
  expect(read("psi <= 0.1 from (open: 0.5, 'a: b': 0.3, others: 0.2) with floor 0.001")).toEqual({
    measure: {
      kind: "shift",
      column,
      by: "psi",
      floor: 0.001,
      baseline: { values: ["open", "a: b"], weights: [0.5, 0.3], others: 0.2 },
    },
    bounds: { max: 0.1 },
  });
  expect(read("ks <= 0.1 from (below 0: 0.1, 0 to 10: 0.5, 10 to 20: 0.4)")).toEqual({
    measure: {
      kind: "shift",
      column,
      by: "ks",
      baseline: { edges: [0, 10, 20], weights: [0.5, 0.4], tails: [0.1, 0] },
    },
    bounds: { max: 0.1 },
  });
  expect(read("expression (sum(a) / count(*)) >= 1")).toEqual({
    measure: { kind: "expression", sql: "sum(a) / count(*)" },
    bounds: { min: 1 },
  });
});

test("what ends in free text keeps it, and names of groups are no part of it", () => {
  expect(read("sql a > 0 for each b")).toEqual(
    rule({ kind: "condition", sql: "a > 0 for each b" }),
  );
  expect(read("matches one for each two")).toEqual(
    rule({ kind: "matches", column: "n", pattern: "one for each two" }),
  );
});

test("rules that are nearly right are refused with what to write", () => {
  const refused = (text: string) => () => parseRule(text, { column: "n", now });
  expect(refused("steps of 1 fortnight")).toThrow("has fortnight for a unit");
  expect(refused("steps of -1")).toThrow("has -1 for a step");
  expect(refused("range to m")).toThrow("does not say about gaps");
  expect(refused("with a in ((1))")).toThrow("has (1) for 2 columns");
  expect(refused("with a in ((1, 2), 3)")).toThrow("is no rule");
  expect(refused("references t(a, b)")).toThrow("names 2 columns of t for 1");
  expect(refused("psi <= 0.1 from (a 0.5)")).toThrow("write a share behind each value");
  expect(refused("psi <= 0.1 from (a: 1.5)")).toThrow("for a share");
  expect(refused("ks <= 0.1 from (0 to 1: 0.5, 2 to 3: 0.5)")).toThrow("do not follow each other");
  expect(refused("unique for each country")).toThrow("looks at rows beside others");
  expect(refused("column count = 3 for each country")).toThrow("looks at rows beside others");
  expect(refused("length < 3")).toThrow("bounds that lengths have not");
  expect(refused("greatest value ~ 3")).toThrow("has no bounds");
  expect(refused("absent from a.b.c.d(id)")).toThrow("a.b.c.d");
  expect(refused("fence 1.5")).toThrow("rules are:");
});

test("each form of the grammar is read, and written back as it was", () => {
  for (const form of ruleForms) {
    const text = form.replace(/\s\((?:or|on|within|and) .*\)$/, "").replace("…", "a");
    if (text.startsWith("row count, column count")) continue;
    const column = "price";
    const { dimension: _, ...part } = parseRule(text, { column, now });
    const written = formatRule(part, { column, now });
    expect([form, written === null ? null : parseRule(written, { column, now })]).toEqual([
      form,
      parseRule(text, { column, now }),
    ]);
  }
});

test("what has words is read back as it was, and what has none is told", () => {
  let spoken = 0;
  fc.assert(
    fc.property(anyCheck, (check) => {
      if ("schema" in check) return;
      const column = columnOf(check);
      const part =
        "rule" in check ? { rule: check.rule } : { measure: check.measure, bounds: check.bounds };
      const words = formatRule(part, { column, now });
      if (words === null) return;
      spoken += 1;
      const { dimension: _, ...parsed } = parseRule(words, { column, now });
      expect(parsed).toEqual(part);
    }),
    budget(200, 500),
  );
  expect(spoken).toBeGreaterThan(100);
});

/** The column that a rule in words would be about. */
function columnOf(check: Check): string {
  const body: object = "rule" in check ? check.rule : "measure" in check ? check.measure : {};
  if ("rule" in body) return columnOf({ ...check, ...body } as Check);
  const name = "left" in body ? body.left : "from" in body ? body.from : undefined;
  const columns = "columns" in body && Array.isArray(body.columns) ? body.columns : [];
  const column: unknown = columns[0] ?? ("column" in body ? body.column : name);
  return typeof column === "string" ? column : "n";
}

forEachDatabase("comparisons with another table count what is left over", async ({ db }) => {
  await db.load("here", [{ "two words": 1 }, { "two words": 2 }, { "two words": null }]);
  await db.load("there", [{ id: 2 }, { id: 3 }, { id: null }]);
  await db.load("fewer", [{ id: 9 }]);
  const suite = suiteOf("s", {
    here: {
      "two words": [
        "row count same as there",
        "row count same as fewer",
        "absent from there(id)",
        "absent from fewer(id)",
      ],
    },
  });
  const { results } = await db.run(
    askOneByOne(suite, { at: now, dialect: db.dialect, withSql: false }),
  );
  expect(results.map(({ outcome, observed, error }) => [outcome, observed, error])).toEqual([
    ["pass", 0, undefined],
    ["fail", 2, undefined],
    ["fail", 1, undefined],
    ["pass", 0, undefined],
  ]);
});
