import { judgeDamages, runFlow } from "@dx/runner";
import { sql, verbatimSql, type Sql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import { checks } from "../src/checks.ts";
import { flow, inputs, options } from "./run.ts";

const update =
  (table: string, set: string) =>
  (scratch: string): readonly Sql[] => [
    sql`update ${verbatimSql(`${table.replace("*", scratch)} set ${set}`)}`,
  ];

/** Damages what each claim is about. */
const damages = {
  "quality.checks-ran": update(
    "dx_quality_history",
    "outcome = 'error' where check_id like '%.rows'",
  ),
  "quality.planned-as-plain": update(
    "*.planned_results",
    "failed_rows = failed_rows + 1 where failed_rows = 0",
  ),
  "quality.kill-rate": update("*.damages", "noticed = false"),
  "quality.unharmed-passes": update("*.unharmed", "alarm = true"),
  "quality.suggestions-hold": update("*.tested_suggestions", "outcome = 'fail'"),
  "quality.coverage": (scratch: string): readonly Sql[] => [
    verbatimSql(`alter table ${scratch}.watched_1 add column added integer`),
  ],
  "quality.false-alarms": update(
    "*.watched_1",
    "price = price * 1000 where extract(day from day) in (9, 11, 14, 17, 20, 25, 29)",
  ),
  "quality.source.orders.customer.rule-2": update("*.watched_1", "customer = 99 where id = 5"),
};

forEachDatabase(
  "every claim holds on good data and fails on damaged; the next run is judged by the first",
  async ({ db }) => {
    const databases = { target: db };
    const { outputs, evidence, damaged } = await judgeDamages(flow, inputs, {
      databases,
      ...options,
      damages,
    });
    const verdicts = Object.fromEntries(evidence.claims.map(({ id, verdict }) => [id, verdict]));
    expect(verdicts).toEqual({
      "quality.checks-ran": "holds",
      "quality.planned-as-plain": "holds",
      "quality.kill-rate": "holds",
      "quality.unharmed-passes": "holds",
      "quality.suggestions-hold": "holds",
      "quality.coverage": "holds",
      "quality.false-alarms": "holds",
      "quality.exports-valid": "holds",
      "quality.source.orders.price.rule-1": "fails",
      "quality.source.orders.customer.rule-2": "holds",
      "quality.source.orders.state.rule-3": "holds",
      "quality.source.orders.price.rule-4": "holds",
    });
    expect(damaged).toEqual(Object.fromEntries(Object.keys(damages).map((id) => [id, "fails"])));
    expect(outputs.qualityMetrics).toMatchObject({ coveragePercent: 100, slaCompliance: 0 });
    expect(outputs.alertingConfig["messages"]).toHaveLength(1);
    expect(outputs.runbooks).toHaveLength(1);
    const next = await runFlow(flow, inputs, {
      databases,
      ...options,
      clock: () => new Date(86_400_000),
    });
    const { made } = next.outputs;
    expect(made.runs.map(({ at }) => at)).toEqual([
      "1970-01-01 00:00:00.000000",
      "1970-01-02 00:00:00.000000",
    ]);
    expect(made.series.every(({ points }) => points.length === 2)).toBe(true);
    expect(next.outputs.alertingConfig["incidents"]).toMatchObject({ all: 1, open: 1 });
  },
);

test("exports that their owner's schema does not take are found", async () => {
  const given = (suites: readonly object[], contracts: readonly string[]) =>
    checks["exportsValid"]?.(
      {
        framework: "great_expectations",
        suites: JSON.parse(JSON.stringify(suites)),
        contracts: [...contracts],
      },
      { database: undefined as never },
    );
  const suite = (type: string, kwargs: object) => ({
    name: "s",
    expectations: [{ type, kwargs, severity: "critical" }],
  });
  const good = suite("expect_column_values_to_not_be_null", { column: "a" });
  expect(await given([good], [])).toMatchObject({
    verdict: "holds",
    figures: { validated: 1, invalid: 0 },
  });
  expect(
    await given([suite("expect_column_values_to_not_be_null", { colum: "a" })], []),
  ).toMatchObject({ verdict: "fails" });
  expect(await given([suite("expect_the_unexpected", {})], [])).toMatchObject({ verdict: "fails" });
  expect(await given([], ["kind: DataContract\n"])).toMatchObject({ verdict: "fails" });
});
