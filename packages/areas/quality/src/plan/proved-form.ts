import { joinSql, sql } from "@dx/sql";
import type { Check, CheckResult } from "../check.ts";
import { consideredRows } from "../evaluate/considered-rows.ts";
import { countRowsOf, isRowRule, type CountForm } from "../evaluate/count-form.ts";
import { judgeMeasure, judgeRows, type Judged } from "../evaluate/judge.ts";
import { readCount } from "../evaluate/read-number.ts";
import { rowCondition, type RowConditionOptions } from "../evaluate/row-condition.ts";
import { isSet } from "../evaluate/naive-form.ts";
import { judgeUnique } from "../evaluate/set-form.ts";
import type { ProvedFigures } from "../facts/proved-figures.ts";
import type { CheckProof } from "./check-plan.ts";

type RuleCheck = Extract<Check, { rule: object }>;

/** The form of a rule of which it is proved that no row fails it: only rows are counted. */
export function provedForm(
  check: RuleCheck,
  { allThere }: CheckProof,
  options: RowConditionOptions,
): CountForm {
  const { all, where } = countRowsOf;
  const considered = allThere ? null : consideredBy(check, options);
  return {
    asked: [all, considered === null ? all : where(considered)],
    judge: ([rows, some], judged) =>
      judgeProved(
        check,
        { rows: readCount(rows), considered: readCount(some), failed: 0, observed: null },
        judged,
      ),
  };
}

function consideredBy(
  { rule }: RuleCheck,
  options: RowConditionOptions,
): ReturnType<typeof rowCondition>["considered"] {
  if (isRowRule(rule)) return rowCondition(rule, options).considered;
  if (rule.kind !== "unique") return null;
  const conditions = consideredRows(rule.columns, rule.leaveOut);
  return conditions.length === 0 ? null : sql`(${joinSql(conditions, " and ")})`;
}

/** The result of figures that need no query, or of a rule that no row fails. */
export function judgeProved(
  check: Check,
  { rows, considered, failed, observed }: ProvedFigures,
  judged: Judged,
): CheckResult {
  if ("measure" in check) {
    const mayBeNothing = check.measure.kind === "null-share";
    return judgeMeasure(check, { rows, considered, observed, mayBeNothing }, judged);
  }
  const counts = { rows, considered, failed };
  if (isSet(check))
    return judgeUnique(
      check,
      { ...counts, repeated: 0, once: considered, values: considered },
      judged,
    );
  if ("rule" in check) return judgeRows(check, counts, judged);
  throw new Error("a schema needs no proof");
}
