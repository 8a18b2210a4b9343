import { DxError, relation, toMicros } from "@dx/core";
import type { Bounds, Check, Measure, RowRule, RowThreshold, SetRule, Suite } from "./check.ts";
import { columnsOf } from "./evaluate/columns-of.ts";
import { dimensions } from "./dimensions.ts";
import { parsePattern } from "./pattern/parse-pattern.ts";

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

type Path = readonly (string | number)[];

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

// oxlint-disable-next-line complexity -- one case for each rule with something to refuse
function checkRule(rule: RowRule | SetRule, at: Path): void {
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
    case "in-set":
    case "not-in-set":
      if (!Array.isArray(rule.values) || rule.values.length === 0)
        throw refused([...at, "values"], `${rule.kind} has no values`, "give at least one");
      for (const value of rule.values) checkValue(value, [...at, "values"]);
      return;
    case "matches":
      parsePattern(rule.pattern);
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
      requireOneOf(rule.is, ["=", "<>", "<", "<=", ">", ">="], [...at, "is"]);
      return;
    case "condition":
      checkCondition(rule.sql, [...at, "sql"]);
      return;
    case "unique":
      requireColumns(rule.columns, [...at, "columns"]);
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
      return;
    case "determines":
      requireColumns(rule.columns, [...at, "columns"]);
      return;
    default:
      throw unknownKind(rule, at);
  }
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
]);

function checkMeasure(measure: Measure, at: Path): void {
  if (!measures.has(measure.kind)) throw unknownKind(measure, at);
  if (measure.kind === "quantile") requireShare(measure.share, [...at, "share"]);
  if (measure.kind === "freshness-minutes")
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
}

function checkThreshold(threshold: RowThreshold | undefined, at: Path): void {
  if (threshold === undefined)
    throw refused(
      at,
      "there is no threshold",
      'say how much may fail: { of: "rows", failAbove: 0 }',
    );
  requireOneOf(threshold.of, ["rows", "considered"], [...at, "of"]);
  requireShare(threshold.failAbove, [...at, "failAbove"]);
  if (threshold.failAbove === 1)
    throw refused(
      [...at, "failAbove"],
      "all rows may fail",
      "give less than 1: such a check says nothing",
    );
  if (threshold.warnAbove === undefined) return;
  requireShare(threshold.warnAbove, [...at, "warnAbove"]);
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

function checkOrder(min: unknown, max: unknown, at: Path): void {
  if (isNumber(min) && isNumber(max) && min > max)
    throw refused(at, `nothing lies between ${min} and ${max}`, "turn the bounds");
}

function isNumber(one: unknown): one is number | bigint {
  return typeof one === "number" || typeof one === "bigint";
}

function checkValue(value: unknown, at: Path): void {
  if (value === undefined || ["string", "bigint", "boolean"].includes(typeof value)) return;
  if (typeof value === "number" && Number.isFinite(value)) return;
  throw refused(
    at,
    `a value is ${typeof value === "number" ? value : JSON.stringify(value)}`,
    "give a number, text or true or false; NULL is what not-null is for",
  );
}

/** A condition is put into parentheses, which it must not leave. */
function checkCondition(condition: string | undefined, at: Path): void {
  if (condition === undefined) return;
  const plain = condition.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, "");
  let depth = 0;
  for (const character of plain) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) break;
  }
  if (condition.trim() === "" || depth !== 0 || /;|--|\/\*|'/.test(plain))
    throw refused(
      at,
      `${JSON.stringify(condition)} is no condition`,
      "write one expression, without comments and semicolons",
    );
}

function requireColumns(columns: readonly string[], at: Path): void {
  if (!Array.isArray(columns) || columns.length === 0)
    throw refused(at, "no columns are named", "give a list of at least one");
  if (new Set(columns).size < columns.length)
    throw refused(at, `a column comes twice in ${columns.join(", ")}`, "name each once");
}

function requireShare(share: number, at: Path): void {
  if (!(typeof share === "number" && share >= 0 && share <= 1))
    throw refused(at, `${at.at(-1)} is ${String(share)}`, "give a share, 0 to 1");
}

function requireOneOf(value: string, known: readonly string[], at: Path): void {
  if (!known.includes(value))
    throw refused(
      at,
      `${at.at(-1)} is ${JSON.stringify(value)}`,
      `give one of ${known.join(", ")}`,
    );
}

function unknownKind(given: object, at: Path): DxError {
  const kind = "kind" in given ? JSON.stringify(given.kind) : "nothing";
  return refused(
    [...at, "kind"],
    `there is no kind ${kind}`,
    "look at the kinds of rules and measures",
  );
}

// oxlint-disable-next-line max-params -- where, what, what to do, and what led to it
function refused(path: Path, summary: string, hint: string, cause?: unknown): DxError {
  return new DxError("DX_QUALITY_SUITE", `${path.join(".")}: ${summary}`, { path, hint, cause });
}
