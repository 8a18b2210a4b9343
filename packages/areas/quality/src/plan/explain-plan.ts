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
  return steps.flatMap((step) => {
    const { kind, table, where, weight, reason } = step;
    const question = questionOf(step, { tables, dialect, withSql: true });
    const ids = step.checks.map(({ id }) => id);
    const proved = kind === "fused" ? ids.filter((id) => step.proofs?.[id] !== undefined) : [];
    const checks = ids.filter((id) => !proved.includes(id));
    const text = question === undefined ? null : textOf(question.query, dialect);
    const own = { kind, table, where, checks, weight, reason, sql: text };
    if (proved.length === 0) return [own];
    const why = [...new Set(proved.map((id) => step.proofs?.[id]?.reason ?? ""))].join("; ");
    const beside = { kind: "proved" as const, table, where, checks: proved, weight: 0, sql: null };
    return [{ ...beside, reason: `${why}; rows are counted in the next step` }, own];
  });
}
