import { relation } from "@dx/core";
import type { RowRule, SetRule } from "./check.ts";
import {
  checkCondition,
  checkOrder,
  checkValue,
  refused,
  requireColumns,
  requireLeaveOut,
  requireOneOf,
  requireWithin,
  stepUnits,
  unknownKind,
  type Path,
} from "./check-parts.ts";
import { parsePattern } from "./pattern/parse-pattern.ts";

/** Refuses a rule that makes no sense. */
// oxlint-disable-next-line complexity, max-lines-per-function -- one case for each rule with something to refuse
export function checkRule(rule: RowRule | SetRule, at: Path): void {
  switch (rule.kind) {
    case "not-null":
    case "is-null":
    case "not-nan":
      return;
    case "between":
      if (rule.min === undefined && rule.max === undefined)
        throw refused(at, "between has no bound", "give min, max or both");
      for (const bound of [rule.min, rule.max]) checkValue(bound, at);
      checkOrder(rule.min, rule.max, at);
      return;
    case "contains":
    case "most-common":
    case "in-set":
    case "not-in-set":
      if (!Array.isArray(rule.values) || rule.values.length === 0)
        throw refused([...at, "values"], `${rule.kind} has no values`, "give at least one");
      for (const value of rule.values) checkValue(value, [...at, "values"]);
      return;
    case "matches":
      parsePattern(rule.pattern);
      return;
    case "matches-list":
      if (!Array.isArray(rule.patterns) || rule.patterns.length === 0)
        throw refused([...at, "patterns"], "matches-list has no patterns", "give at least one");
      requireOneOf(rule.match, ["any", "all"], [...at, "match"]);
      for (const pattern of rule.patterns) parsePattern(pattern);
      return;
    case "json":
      return;
    case "all-of":
      if (!Array.isArray(rule.rules) || rule.rules.length === 0)
        throw refused([...at, "rules"], "all-of has no rules", "give at least one");
      for (const one of [...rule.rules, ...(rule.among ?? [])]) checkRule(one, [...at, "rules"]);
      return;
    case "in-tuples":
      if (rule.columns.length === 0)
        throw refused([...at, "columns"], "no columns are named", "give a list of at least one");
      requireLeaveOut(rule.leaveOut, at);
      if (!Array.isArray(rule.tuples) || rule.tuples.length === 0)
        throw refused([...at, "tuples"], "in-tuples has no tuples", "give at least one");
      for (const tuple of rule.tuples) {
        if (tuple.length !== rule.columns.length)
          throw refused(
            [...at, "tuples"],
            `${tuple.length} values stand for ${rule.columns.length} columns`,
            "give one for each column",
          );
        for (const value of tuple) if (value !== null) checkValue(value, [...at, "tuples"]);
      }
      return;
    case "distinct-in-row":
    case "equal-in-row":
      requireColumns(rule.columns, [...at, "columns"]);
      requireLeaveOut(rule.leaveOut, at);
      if (rule.columns.length < 2)
        throw refused([...at, "columns"], "there is one column", "give at least two");
      return;
    case "row-sum":
      requireColumns(rule.columns, [...at, "columns"]);
      requireLeaveOut(rule.leaveOut, at);
      if (!Number.isFinite(rule.equals))
        throw refused([...at, "equals"], `the sum is ${rule.equals}`, "give a number");
      return;
    case "length":
      if (rule.min === undefined && rule.max === undefined)
        throw refused(at, "length has no bound", "give min, max or both");
      for (const bound of [rule.min, rule.max])
        if (bound !== undefined && (!Number.isSafeInteger(bound) || bound < 0))
          throw refused(at, `a length is ${bound}`, "give a whole number from 0");
      checkOrder(rule.min, rule.max, at);
      return;
    case "compare":
      requireLeaveOut(rule.leaveOut, at);
      requireOneOf(rule.is, ["=", "<>", "<", "<=", ">", ">="], [...at, "is"]);
      return;
    case "condition":
      checkCondition(rule.sql, [...at, "sql"]);
      return;
    case "unique":
      requireColumns(rule.columns, [...at, "columns"]);
      requireLeaveOut(rule.leaveOut, at);
      return;
    case "steps":
      if (!Number.isFinite(rule.step) || rule.step === 0)
        throw refused([...at, "step"], `the step is ${rule.step}`, "give a number other than 0");
      if (rule.unit !== undefined) {
        requireOneOf(rule.unit, stepUnits, [...at, "unit"]);
        if (!Number.isInteger(rule.step))
          throw refused(
            [...at, "step"],
            `the step is ${rule.step} ${rule.unit}`,
            "give whole units",
          );
      }
      requireWithin(rule.within, at);
      return;
    case "ranges":
      requireOneOf(rule.gaps, ["allowed", "not-allowed", "required"], [...at, "gaps"]);
      requireWithin(rule.within, at);
      return;
    case "z-score":
      if (!(Number.isFinite(rule.below) && rule.below > 0))
        throw refused([...at, "below"], `the score is ${rule.below}`, "give a number above 0");
      return;
    case "fences":
      if (!(Number.isFinite(rule.times) && rule.times >= 0))
        throw refused([...at, "times"], `times is ${rule.times}`, "give a number from 0");
      return;
    case "extreme":
      requireOneOf(rule.which, ["least", "greatest"], [...at, "which"]);
      if (rule.min === undefined && rule.max === undefined)
        throw refused(at, "extreme has no bound", "give min, max or both");
      for (const bound of [rule.min, rule.max]) checkValue(bound, at);
      checkOrder(rule.min, rule.max, at);
      return;
    case "references":
      requireColumns(rule.columns, [...at, "columns"]);
      requireColumns(rule.referenced, [...at, "referenced"]);
      if (rule.columns.length !== rule.referenced.length)
        throw refused(
          at,
          `${rule.columns.length} columns refer to ${rule.referenced.length}`,
          "give as many",
        );
      relation(rule.table);
      return;
    case "increasing":
      requireColumns(rule.orderBy, [...at, "orderBy"]);
      requireWithin(rule.within, at);
      return;
    case "determines":
      requireColumns(rule.columns, [...at, "columns"]);
      return;
    default:
      throw unknownKind(rule, at);
  }
}
