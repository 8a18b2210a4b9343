import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { fromSoda, toSodaCl, toSodaContract, type Check, type Loss } from "../src/index.ts";
import { anySuite } from "./arbitrary-checks.ts";

const notRead = (losses: readonly Loss[]): ReadonlySet<string> =>
  new Set(
    losses
      .filter(({ effect }) => effect === "dropped" || effect === "one-way")
      .map(({ check }) => check),
  );

/** A check without what the losses name, and without what means nothing where nothing may fail. */
function essence(check: Check, losses: readonly Loss[]): unknown {
  const of = losses
    .filter((loss) => loss.check === check.id)
    .map(({ what }) => what)
    .join(", ");
  const { id: _id, table, reason, owner, dimension, severity: _severity, ...rest } = check;
  const kept = {
    ...(of.includes("reason") ? {} : { reason }),
    ...(of.includes("owner") ? {} : { owner }),
    ...(of.includes("dimension") ? {} : { dimension }),
  };
  const isStrict =
    "threshold" in rest && rest.threshold.failAbove === 0 && rest.threshold.warnAbove === undefined;
  const ofAll =
    "threshold" in rest && (isStrict || rest.rule.kind === "not-null")
      ? { threshold: { ...rest.threshold, of: "any" } }
      : {};
  const isAged = "measure" in rest && rest.measure.kind === "freshness-minutes";
  const now = isAged ? { measure: { ...rest.measure, now: "" } } : {};
  const warned = of.includes("two warnings") ? { bounds: 0, warnBounds: undefined } : {};
  const schema =
    "schema" in rest
      ? {
          schema: {
            ...rest.schema,
            columns: rest.schema.columns.map(({ name }) => name),
            ...(of.includes("further columns") ? { others: true } : {}),
          },
        }
      : {};
  const severity = of.includes("severity") ? {} : { severity: check.severity };
  return {
    ...kept,
    ...rest,
    ...severity,
    table: table.replace(/^main\./, ""),
    ...ofAll,
    ...now,
    ...warned,
    ...schema,
  };
}

const plainDimension = (losses: readonly Loss[], check: Check): Check =>
  losses.some((loss) => loss.check === check.id && loss.what.includes("dimension"))
    ? { ...check, dimension: "validity" }
    : check;

test("SodaCL comes back but for what its losses name", () => {
  fc.assert(
    fc.property(anySuite, (suite) => {
      const { document, losses } = toSodaCl(suite, { dialect: "postgres" });
      const lost = notRead(losses);
      const read = fromSoda(document, { dialect: "postgres" });
      const byId = new Map(read.suite.checks.map((check) => [check.id, check]));
      const wanted = suite.checks.filter(({ id }) => !lost.has(id));
      expect([...byId.keys()].toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
      for (const check of wanted) {
        const back = byId.get(check.id);
        expect(back && essence(plainDimension(losses, back), losses)).toEqual(
          essence(plainDimension(losses, check), losses),
        );
      }
    }),
    budget(20, 40),
  );
});

test("a contract of Soda 4 comes back but for what its losses name", () => {
  fc.assert(
    fc.property(anySuite, (suite) => {
      const { document, losses } = toSodaContract(suite, {
        dialect: "postgres",
        dataSource: "lake",
      });
      const lost = notRead(losses);
      const isWidened = losses.some(({ what }) => what.startsWith("further columns of"));
      for (const { table, text } of document) {
        const read = fromSoda(text, { dialect: "postgres", table });
        const byId = new Map(read.suite.checks.map((check) => [check.id, check]));
        const wanted = suite.checks.filter((check) => check.table === table && !lost.has(check.id));
        expect([...byId.keys()].toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
        const seen = suite.checks.filter(
          (check) => check.table === table && "schema" in check,
        ).length;
        for (const check of wanted) {
          if ("schema" in check && (isWidened || seen > 1)) continue;
          const back = byId.get(check.id);
          expect(back && essence(plainDimension(losses, back), losses)).toEqual(
            essence(plainDimension(losses, check), losses),
          );
        }
      }
    }),
    budget(20, 40),
  );
});

test.each([
  ["row_count > 0", { measure: { kind: "row-count" }, bounds: { min: 1 } }],
  ["row_count between 1 and 10", { bounds: { min: 1, max: 10 } }],
  [
    "missing_percent(city) <= 5%",
    { rule: { kind: "not-null", column: "city" }, threshold: { of: "rows", failAbove: 0.05 } },
  ],
  ["duplicate_count(a, b) = 0", { rule: { kind: "unique", columns: ["a", "b"] } }],
  [
    "invalid_count(n) = 0:\n      valid min: 1\n      valid max: 5",
    { rule: { kind: "between", min: 1, max: 5 } },
  ],
  [
    "avg(n):\n      warn: when > 5\n      fail: when not between 1 and 9",
    { bounds: { min: 1, max: 9 }, warnBounds: { max: 5 } },
  ],
  [
    "values in (a) must exist in parent (b)",
    { rule: { kind: "references", columns: ["a"], table: "parent", referenced: ["b"] } },
  ],
  [
    "failed rows:\n      fail condition: n < 0",
    { rule: { kind: "condition", sql: "not (n < 0)" } },
  ],
  [
    "freshness(at) < 2h",
    { measure: { kind: "freshness-minutes", column: "at" }, bounds: { max: 120 } },
  ],
  [
    "schema:\n      warn:\n        when required column missing: [a, b]",
    { severity: "warning", schema: { columns: [{ name: "a" }, { name: "b" }], others: true } },
  ],
  [
    "missing_count(a):\n      filter: b > 1\n      warn: when > 0",
    { severity: "warning", where: "b > 1", rule: { kind: "not-null" } },
  ],
])("reads %s", (text, wanted) => {
  const { suite } = fromSoda(`checks for shop:\n  - ${text}`, { dialect: "duckdb" });
  expect(suite.checks).toMatchObject([{ table: "shop", ...wanted }]);
});

test.each([
  "anomaly score for row_count < default",
  "missing_count(a) < 5",
  "invalid_count(a) = 0:\n      valid format: email",
  "invalid_count(a) = 0:\n      valid min: 1\n      valid regex: x",
])("names %s as lost", (text) => {
  const { suite, losses } = fromSoda(`checks for shop:\n  - ${text}`, { dialect: "duckdb" });
  expect(suite.checks).toEqual([]);
  expect(losses).toMatchObject([{ effect: "dropped" }]);
});

test("a filter of a section is not forgotten", () => {
  expect(
    fromSoda("checks for shop [daily]:\n  - row_count > 0", { dialect: "duckdb" }),
  ).toMatchObject({ suite: { checks: [] }, losses: [{ effect: "dropped" }] });
});

const head = { table: "shop", dimension: "validity", severity: "error" } as const;

test("Soda's percentages are used only where they are of the same rows, and unrounded", () => {
  const rule = { kind: "in-set", column: "city", values: ["a"] } as const;
  const checks: readonly Check[] = [
    { ...head, id: "rows", rule, threshold: { of: "rows", failAbove: 0.07, warnAbove: 0.01 } },
    { ...head, id: "considered", rule, threshold: { of: "considered", failAbove: 0.07 } },
  ];
  const [contract] = toSodaContract(
    { name: "s", checks },
    { dialect: "duckdb", dataSource: "lake" },
  ).document;
  const { columns, checks: ofTable } = parse(contract?.text ?? "");
  expect(columns[0].checks[0].invalid.threshold).toEqual({
    metric: "percent",
    must_be_less_than_or_equal: 7,
    additional: { must_be_less_than_or_equal: 1, level: "warn" },
  });
  expect(ofTable[0].failed_rows.threshold).toEqual({
    must_be_less_than: 2,
    additional: { must_be_less_than: 1, level: "warn" },
  });
  const old = parse(toSodaCl({ name: "s", checks }, { dialect: "duckdb" }).document);
  expect(old["checks for shop"].map((one: object) => Object.keys(one)[0])).toEqual([
    "failed rows",
    "failed rows",
  ]);
});
