import {
  askOneByOne,
  askPlan,
  explainPlan,
  planAppendHistory,
  planChecks,
  planCheckHistory,
  retargetSuite,
} from "@dx/quality";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { checkSchema, failingSchema, resultSchema } from "../schemas.ts";

const step = z.strictObject({
  kind: z.string(),
  table: z.string(),
  checks: z.array(z.string()),
  weight: z.number(),
  reason: z.string(),
  sql: z.string().nullable(),
});

/**
 * Asks the checks twice: by the plan, and by one query each. Writes both results down in the scratch schema, where a
 * claim compares them. Gives no rows of the data.
 */
export const runChecks = defineTask("run-checks", {
  version: 1,
  effect: "idempotent",
  input: z.strictObject({
    suite: z.strictObject({ name: z.string(), checks: z.array(checkSchema) }),
    tables: z.record(z.string(), z.string()),
    at: z.string(),
  }),
  output: z.strictObject({
    results: z.array(resultSchema),
    failing: z.array(failingSchema),
    plan: z.array(step),
    weight: z.number(),
    weightOneByOne: z.number(),
    plannedMs: z.number(),
    oneByOneMs: z.number(),
    planned: z.string(),
    plain: z.string(),
  }),
  run: async ({ suite, tables, at }, tools) => {
    const { target } = tools.databases;
    const { dialect } = target;
    const scratch = await tools.scratch();
    const own = retargetSuite(suite, tables);
    const plan = await target.run(planChecks(own));
    const started = performance.now();
    const found = await target.run(askPlan(plan, { at, dialect }));
    const between = performance.now();
    const plain = await target.run(askOneByOne(own, { at, dialect }));
    const ended = performance.now();
    const places = { planned: `${scratch}.planned_results`, plain: `${scratch}.plain_results` };
    for (const [table, result] of [
      [places.planned, found],
      [places.plain, plain],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one transaction
      await target.apply(planCheckHistory(table));
      // oxlint-disable-next-line no-await-in-loop -- as above
      await target.apply(planAppendHistory(table, result));
    }
    const names = new Map(Object.entries(tables).map(([name, staged]) => [staged, name]));
    const named = (table: string): string => names.get(table) ?? table;
    return {
      results: [...found.results],
      failing: (found.failing ?? []).map((one) =>
        Object.assign({}, one, { table: named(one.table) }),
      ),
      plan: explainPlan(plan, dialect).map(({ kind, table, checks, weight, reason, sql }) => ({
        kind,
        table: named(table),
        checks: [...checks],
        weight,
        reason,
        sql,
      })),
      weight: plan.steps.reduce((sum, one) => sum + one.weight, 0),
      weightOneByOne: plan.weightOneByOne,
      plannedMs: Math.round(between - started),
      oneByOneMs: Math.round(ended - between),
      ...places,
    };
  },
});
