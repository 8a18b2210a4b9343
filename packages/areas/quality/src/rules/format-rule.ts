import { isDxError, parseName } from "@dx/core";
import type { Baseline, Bounds, CheckValue, Measure, RowRule, SetRule } from "../check.ts";
import { shiftTests } from "./read-shift.ts";
import { parseRule, type ParsedRule, type ParseRuleOptions } from "./parse-rule.ts";

type Part = ParsedRule extends infer One
  ? One extends unknown
    ? Omit<One, "dimension">
    : never
  : never;

/**
 * A rule or a figure in the words of `parseRule`, which reads the same out of them; `null` where the grammar has no words for
 * it, or the rule is about another column.
 * @example
 * ```ts
 * import { formatRule } from "@dx/quality";
 * const rule = { kind: "between", column: "price", min: 0, strictMin: true } as const;
 * if (formatRule({ rule }, { column: "price" }) !== "> 0") throw new Error();
 * ```
 */
export function formatRule(part: Part, options: ParseRuleOptions): string | null {
  const { column } = options;
  const words =
    "rule" in part ? ofRule(part.rule, column) : ofMeasure(part.measure, part.bounds, column);
  if (words === undefined) return null;
  const groups = part.groupBy === undefined ? "" : ` for each ${part.groupBy.join(", ")}`;
  const text = `${words}${groups}`;
  return isSame(text, part, options) ? text : null;
}

/** Whether the words are read as what they were made of. */
function isSame(text: string, part: Part, options: ParseRuleOptions): boolean {
  try {
    const { dimension: _, ...read } = parseRule(text, options);
    return canonical(read) === canonical(part);
  } catch (error) {
    if (isDxError(error)) return false;
    throw error;
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (typeof one === "bigint") return `${one}n`;
    if (typeof one !== "object" || one === null || Array.isArray(one)) return one;
    return Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const listOf = (values: readonly (CheckValue | null)[]): string =>
  values.map((one) => valueOf(one)).join(", ");
const withOf = (columns: readonly string[]): string =>
  columns.length < 2 ? "" : `with ${columns.slice(1).join(", ")} `;
const withinOf = ({ within }: { readonly within?: readonly string[] }): string =>
  within === undefined ? "" : ` within ${within.join(", ")}`;

function valueOf(value: CheckValue | null): string {
  if (value === null) return "null";
  if (typeof value !== "string") return String(value);
  const isPlain = /^[\p{L}_][\p{L}\p{N}_.-]*$|^\d{4}-\d{2}-\d{2}(?:T[\d:.]+)?$/u.test(value);
  const isWord = /^(?:true|false|null|others|column|and)$/i.test(value);
  return isPlain && !isWord ? value : `'${value.replaceAll("'", "''")}'`;
}

/** Bounds of values or figures; `undefined` where there are no words for them. */
// oxlint-disable-next-line complexity -- one case for each kind of bounds
function boundsOf({
  min,
  max,
  strictMin = false,
  strictMax = false,
  outside = false,
}: Omit<Bounds, "min" | "max"> & {
  readonly min?: CheckValue;
  readonly max?: CheckValue;
}): string | undefined {
  if (min !== undefined && max !== undefined) {
    if (strictMin || strictMax) return undefined;
    if (min === max && !outside) return `= ${valueOf(min)}`;
    return `${outside ? "not " : ""}between ${valueOf(min)} and ${valueOf(max)}`;
  }
  if (outside) return undefined;
  if (min !== undefined) return `${strictMin ? ">" : ">="} ${valueOf(min)}`;
  return max === undefined ? undefined : `${strictMax ? "<" : "<="} ${valueOf(max)}`;
}

// oxlint-disable-next-line complexity -- one case for each rule
function ofRule(rule: RowRule | SetRule, column: string): string | undefined {
  switch (rule.kind) {
    case "not-null":
      return "not null";
    case "is-null":
      return "null";
    case "not-nan":
      return "not nan";
    case "json":
      return "json";
    case "between":
      return boundsOf(rule);
    case "in-set":
    case "not-in-set":
      return rule.kind === "in-set" && rule.values.length === 1
        ? `= ${valueOf(rule.values[0] ?? null)}`
        : `${rule.kind === "in-set" ? "" : "not "}in (${listOf(rule.values)})`;
    case "matches":
      return `${rule.not === true ? "not " : ""}matches ${rule.pattern}`;
    case "matches-list":
      return `${rule.not === true ? "not " : ""}matches ${rule.match} of (${listOf(rule.patterns)})`;
    case "length": {
      const bounds = boundsOf(rule);
      return bounds === undefined ? undefined : `length ${bounds}`;
    }
    case "compare":
      return rule.left === column ? `${rule.is} column ${rule.right}` : undefined;
    case "in-tuples":
      return `${withOf(rule.columns)}in (${rule.tuples.map((one) => `(${listOf(one)})`).join(", ")})`;
    case "distinct-in-row":
    case "equal-in-row":
      return `${rule.kind === "equal-in-row" ? "equals" : "differs from"} ${rule.columns.slice(1).join(", ")}`;
    case "row-sum":
      return `adds up with ${rule.columns.slice(1).join(", ")} to ${rule.equals}`;
    case "condition":
      return `sql ${rule.sql}`;
    case "all-of":
      return undefined;
    default:
      return ofSetRule(rule);
  }
}

// oxlint-disable-next-line complexity -- one case for each rule
function ofSetRule(rule: SetRule): string | undefined {
  switch (rule.kind) {
    case "unique":
      return `unique ${withOf(rule.columns)}`.trim();
    case "references":
      return `${withOf(rule.columns)}references ${rule.table}(${rule.referenced.join(", ")})`;
    case "increasing":
      return `${rule.strictly === true ? "strictly " : ""}${rule.decreasing === true ? "de" : "in"}creasing by ${rule.orderBy.join(", ")}${withinOf(rule)}`;
    case "steps":
      return `steps of ${rule.step}${rule.unit === undefined ? "" : ` ${rule.unit}s`}${withinOf(rule)}`;
    case "ranges":
      return `range to ${rule.to}${rule.mayBeEmpty === true ? " or empty" : ""} with gaps ${rule.gaps.replace("-", " ")}${withinOf(rule)}`;
    case "z-score":
      return `z-score below ${rule.below}${rule.bothSides ? " on both sides" : ""}`;
    case "fences":
      return `within fences of ${rule.times}`;
    case "contains":
      return `contains (${listOf(rule.values)})`;
    case "most-common":
      return `most common in (${listOf(rule.values)})${rule.tiesAllowed === true ? " or tied" : ""}`;
    case "extreme": {
      const bounds = boundsOf(rule);
      return bounds === undefined ? undefined : `${rule.which} value ${bounds}`;
    }
    case "determines":
      return `${withOf(rule.columns)}determines ${rule.column}`;
  }
}

// oxlint-disable-next-line complexity -- one case for each measure
function ofMeasure(measure: Measure, given: Bounds, column: string): string | undefined {
  const bounds = boundsOf(given);
  if (bounds === undefined) return undefined;
  switch (measure.kind) {
    case "row-count":
    case "distinct-count":
    case "distinct-share":
    case "null-share":
    case "min":
    case "max":
    case "mean":
    case "sum":
    case "stddev":
      return `${measure.kind.replace("-", " ")} ${bounds}`;
    case "columns-count":
      return `column count ${bounds}`;
    case "quantile":
      return `quantile ${measure.share} ${bounds}`;
    case "freshness-minutes":
      return given.max === undefined ? undefined : `fresh within ${given.max} minutes`;
    case "expression":
    case "query":
      return `${measure.kind} (${measure.sql}) ${bounds}`;
    case "failing": {
      const { rule, as } = measure;
      if (
        rule.kind !== "unique" ||
        parseName(rule.columns[0] ?? "").text !== parseName(column).text
      )
        return undefined;
      if (as !== "duplicatedValues" && as !== "excessRows") return undefined;
      const words = as === "excessRows" ? "excess rows" : "duplicated values";
      return `${words} ${withOf(rule.columns)}${bounds}`;
    }
    case "shift": {
      if (!shiftTests.includes(measure.by)) return undefined;
      const floor = measure.floor === undefined ? "" : ` with floor ${measure.floor}`;
      return `${measure.by} ${bounds} from (${baselineOf(measure.baseline)})${floor}`;
    }
  }
}

const share = (name: string, weight: number | undefined): string => `${name}: ${weight ?? 0}`;

function baselineOf(baseline: Baseline): string {
  if ("values" in baseline)
    return [
      ...baseline.values.map((value, at) => share(valueOf(value), baseline.weights[at])),
      ...(baseline.others === undefined ? [] : [share("others", baseline.others)]),
    ].join(", ");
  const { edges, weights, tails } = baseline;
  return [
    ...(tails === undefined ? [] : [share(`below ${edges[0] ?? 0}`, tails[0])]),
    ...weights.map((weight, at) => share(`${edges[at] ?? 0} to ${edges[at + 1] ?? 0}`, weight)),
    ...(tails === undefined ? [] : [share(`above ${edges.at(-1) ?? 0}`, tails[1])]),
  ].join(", ");
}
