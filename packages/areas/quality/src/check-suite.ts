import { relation, toMicros } from "@dx/core";
import { kindOf } from "./formats/words.ts";
import { isCounted } from "./evaluate/naive-form.ts";
import type { Bounds, Check, Measure, RowThreshold, Suite } from "./check.ts";
import {
  checkBaseline,
  checkCondition,
  checkOrder,
  refused,
  requireColumns,
  requireCount,
  requireOneOf,
  requireShare,
  unknownKind,
  type Path,
} from "./check-parts.ts";
import { checkRule } from "./check-rule.ts";
import { columnsOf } from "./evaluate/columns-of.ts";
import { dimensions } from "./dimensions.ts";

/**
 * Refuses a suite with a check that makes no sense, before anything is asked; gives it as it is.
 * @throws DxError `DX_QUALITY_SUITE` with the path of the field, what it is, and what it may be
 * @example
 * ```ts
 * import { checkSuite } from "@dx/quality";
 * try {
 *   checkSuite({ name: "empty", checks: [] });
 *   throw new Error("was taken");
 * } catch (error) {
 *   if (!String(error).includes("has no checks")) throw error;
 * }
 * ```
 */
export function checkSuite(suite: Suite): Suite {
  const { name, checks } = suite;
  if (typeof name !== "string" || name === "")
    throw refused(["name"], "the suite has no name", "give it one");
  if (!Array.isArray(checks) || checks.length === 0)
    throw refused(["checks"], "the suite has no checks", "give it at least one");
  const ids = new Set<string>();
  for (const [index, check] of suite.checks.entries()) {
    const at = ["checks", index];
    if (typeof check.id !== "string" || check.id === "")
      throw refused([...at, "id"], "a check has no id", "give it one that stays");
    if (ids.has(check.id))
      throw refused([...at, "id"], `two checks have the id ${check.id}`, "give each its own");
    ids.add(check.id);
    checkCheck(check, at);
  }
  return suite;
}

function checkCheck(check: Check, at: Path): void {
  const { id } = check;
  try {
    relation(check.table);
  } catch (cause) {
    throw refused(
      [...at, "table"],
      `${id}: ${check.table} names no table`,
      "write table or schema.table",
      cause,
    );
  }
  requireOneOf(check.dimension, dimensions, [...at, "dimension"]);
  requireOneOf(check.severity, ["error", "warning"], [...at, "severity"]);
  for (const key of ["where"] as const) checkCondition(check[key], [...at, key]);
  if (check.groupBy !== undefined) checkGroups(check, check.groupBy, [...at, "groupBy"]);
  const kinds = ["rule", "measure", "schema"].filter((kind) => kind in check);
  if (kinds.length !== 1)
    throw refused(
      at,
      `${id} has ${kinds.join(" and ") || "no rule"}`,
      "give it one of rule, measure, schema",
    );
  if ("rule" in check) {
    checkRule(check.rule, [...at, "rule"]);
    checkThreshold(check.threshold, [...at, "threshold"]);
  } else if ("measure" in check) {
    checkMeasure(check.measure, [...at, "measure"]);
    checkBounds(check.bounds, [...at, "bounds"]);
    if (check.warnBounds !== undefined) checkBounds(check.warnBounds, [...at, "warnBounds"]);
  } else if (check.schema.kind !== "columns" || check.schema.columns.length === 0)
    throw refused([...at, "schema"], `${id} names no columns`, "give it at least one");
  for (const column of columnsOf(check))
    if (typeof column !== "string" || column === "")
      throw refused(at, `${id} names a column ${JSON.stringify(column)}`, "name one of the table");
}

const measures = new Set<Measure["kind"]>([
  "row-count",
  "distinct-count",
  "distinct-share",
  "null-share",
  "min",
  "max",
  "mean",
  "sum",
  "stddev",
  "quantile",
  "freshness-minutes",
  "expression",
  "query",
  "failing",
  "columns-count",
  "shift",
]);

// oxlint-disable-next-line complexity -- one case for each measure with something to refuse
function checkMeasure(measure: Measure, at: Path): void {
  if (!measures.has(measure.kind)) throw unknownKind(measure, at);
  switch (measure.kind) {
    case "expression":
    case "query":
      checkCondition(measure.sql, [...at, "sql"]);
      return;
    case "failing":
      checkRule(measure.rule, [...at, "rule"]);
      requireOneOf(measure.as, failingFigures, [...at, "as"]);
      if (ofUnique.has(measure.as) && measure.rule.kind !== "unique")
        throw refused([...at, "as"], `${measure.as} is a figure of unique`, "ask for count");
      return;
    case "shift":
      checkBaseline(measure.baseline, [...at, "baseline"]);
      requireOneOf(measure.by, shiftTests, [...at, "by"]);
      if (measure.floor !== undefined) requireShare(measure.floor, [...at, "floor"]);
      return;
    case "quantile":
      requireShare(measure.share, [...at, "share"]);
      return;
    case "freshness-minutes":
      try {
        toMicros(measure.now);
      } catch (cause) {
        throw refused(
          [...at, "now"],
          `${measure.now} is no time`,
          "write it as 2026-01-31T12:00:00",
          cause,
        );
      }
      return;
    default:
      return;
  }
}

const ofUnique: ReadonlySet<string> = new Set(["duplicatedValues", "excessRows"]);
const failingFigures = ["count", "share-of-rows", "share-of-considered", ...ofUnique];
const shiftTests = ["psi", "kl", "chi-square-p", "ks-p", "ks", "total-variation"];

function checkThreshold(threshold: RowThreshold | undefined, at: Path): void {
  if (threshold === undefined)
    throw refused(
      at,
      "there is no threshold",
      'say how much may fail: { of: "rows", failAbove: 0 }',
    );
  requireOneOf(threshold.of, ["rows", "considered", "count"], [...at, "of"]);
  const requireLimit = threshold.of === "count" ? requireCount : requireShare;
  requireLimit(threshold.failAbove, [...at, "failAbove"]);
  if (threshold.of !== "count" && threshold.failAbove === 1)
    throw refused(
      [...at, "failAbove"],
      "all rows may fail",
      "give less than 1: such a check says nothing",
    );
  if (threshold.warnAbove === undefined) return;
  requireLimit(threshold.warnAbove, [...at, "warnAbove"]);
  if (threshold.warnAbove > threshold.failAbove)
    throw refused(
      [...at, "warnAbove"],
      `warns above ${threshold.warnAbove}, but fails above ${threshold.failAbove}`,
      "let it warn earlier than it fails",
    );
}

function checkBounds(bounds: Bounds | undefined, at: Path): void {
  const { min, max } = bounds ?? {};
  if (min === undefined && max === undefined)
    throw refused(at, "there is no bound", "give min, max or both");
  if ([min, max].some((one) => one !== undefined && (typeof one !== "number" || Number.isNaN(one))))
    throw refused(at, `the bounds are ${String(min)} and ${String(max)}`, "give numbers");
  checkOrder(min, max, at);
}

/** Groups are rows of their own, so that what looks at rows beside others has to name them itself. */
function checkGroups(check: Check, groupBy: readonly string[], at: Path): void {
  requireColumns(groupBy, at);
  if (isCounted(check)) return;
  const what = kindOf(check);
  throw refused(
    at,
    `${what} is not asked for groups`,
    "give `within`, or further columns of the rule",
  );
}
