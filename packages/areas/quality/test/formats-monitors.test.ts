import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { toDatafold, toMonteCarlo, type Check } from "../src/index.ts";
import { anySuite } from "./arbitrary-checks.ts";

const head = { table: "raw.shop", dimension: "validity", severity: "error" } as const;
const rule: Check = {
  ...head,
  id: "a b",
  rule: { kind: "not-null", column: "city" },
  threshold: { of: "rows", failAbove: 0.1, warnAbove: 0 },
};
const age: Check = {
  ...head,
  id: "age",
  where: "n > 0",
  measure: { kind: "freshness-minutes", column: "at", now: "2026-01-01" },
  bounds: { max: 90 },
};
const columns: Check = {
  ...head,
  id: "columns",
  schema: { kind: "columns", columns: [{ name: "city" }] },
};

test("a monitor of Monte Carlo has one condition, and a check that may warn has two of them", () => {
  const { document, losses } = toMonteCarlo(
    { name: "s", checks: [rule, age, { ...rule, id: "A-B", severity: "warning" }] },
    { dialect: "snowflake", warehouse: "lake", intervalMinutes: 60 },
  );
  const monitors: readonly { name: string; sql: string; alert_conditions: readonly object[] }[] =
    parse(document).montecarlo.custom_sql;
  expect(monitors.map(({ name, alert_conditions: conditions }) => [name, conditions])).toEqual([
    ["a_b", [{ type: "threshold", operator: "GT", threshold_value: 1 }]],
    ["a_b_warns", [{ type: "threshold", operator: "GT", threshold_value: 0 }]],
    ["a_b.2", [{ type: "threshold", operator: "GT", threshold_value: 0 }]],
  ]);
  expect(losses.filter(({ effect }) => effect === "dropped").map(({ check }) => check)).toEqual([
    "age",
  ]);
});

test("Datafold's monitors are tests, and its own metrics where SQL cannot tell", () => {
  const { document, losses } = toDatafold(
    { name: "s", checks: [rule, age, columns] },
    { dialect: "postgres", connectionId: 7, cron: "0 6 * * *" },
  );
  const { monitors } = parse(document);
  expect(monitors["a_b"]).toMatchObject({
    type: "test",
    connection_id: 7,
    schedule: { cron: "0 6 * * *" },
    name: "a b",
  });
  expect(monitors["a_b"].query).toMatch(/where level = 2$/);
  expect(monitors["age"]).toMatchObject({
    type: "metric",
    metric: {
      type: "column",
      table: "raw.shop",
      column: "at",
      metric: "col_freshness_minutes",
      filter: "n > 0",
    },
    alert: { type: "absolute", max: 90 },
  });
  expect(monitors["columns"]).toMatchObject({ type: "schema", table: "raw.shop" });
  expect(
    losses.filter(({ effect }) => effect === "verdict").map(({ check, what }) => [check, what]),
  ).toEqual([
    ["a b", "a warning"],
    ["age", "the time it is judged at"],
    ["columns", "columns"],
  ]);
});

test("each check is a monitor, or is named as lost", () => {
  fc.assert(
    fc.property(anySuite, (suite) => {
      const monte = toMonteCarlo(suite, {
        dialect: "postgres",
        warehouse: "w",
        intervalMinutes: 60,
      });
      const lost = monte.losses.filter(({ effect }) => effect === "dropped").length;
      expect(parse(monte.document).montecarlo.custom_sql.length).toBeGreaterThanOrEqual(
        suite.checks.length - lost,
      );
      const datafold = toDatafold(suite, {
        dialect: "postgres",
        connectionId: 1,
        cron: "0 6 * * *",
      });
      const { monitors } = parse(datafold.document);
      const gone = datafold.losses.filter(({ effect }) => effect === "dropped").length;
      expect(Object.keys(monitors)).toHaveLength(suite.checks.length - gone);
    }),
    budget(15, 30),
  );
});
