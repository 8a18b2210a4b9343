import type { Dialect } from "@dx/core";
import { textOf } from "../evaluate/naive-form.ts";
import { questionOf } from "./ask-step.ts";
import type { CheckPlan, PlanStep } from "./check-plan.ts";

/** A step, told to people. */
export interface ExplainedStep {
  /** Tells it from others. */
  readonly kind: PlanStep["kind"];
  /** The table. */
  readonly table: string;
  /** The condition; `null` if there is none. */
  readonly where: string | null;
  /** The ids of its checks. */
  readonly checks: readonly string[];
  /** What it is expected to cost for each row; only compared with others. */
  readonly weight: number;
  /** Why. */
  readonly reason: string;
  /** Its SQL; `null` where nothing is scanned, or each check has its own. */
  readonly sql: string | null;
}

/** Tells how a plan finds out: step by step, with cost, reason and SQL. Of `unique`, the SQL of groups, which follows a bitmap that shows a duplicate. */
export function explainPlan(
  { steps, tables }: CheckPlan,
  dialect: Dialect,
): readonly ExplainedStep[] {
  return steps.map((step) => {
    const { kind, table, where, checks, weight, reason } = step;
    const question = questionOf(step, { tables, dialect, withSql: true });
    return {
      kind,
      table,
      where,
      checks: checks.map(({ id }) => id),
      weight,
      reason,
      sql: question === undefined ? null : textOf(question.query, dialect),
    };
  });
}
