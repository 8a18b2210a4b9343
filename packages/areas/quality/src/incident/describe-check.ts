import type { Bounds, Check, CheckValue, Measure, RowRule, SetRule } from "../check.ts";
import { figureWords, plainName } from "./figure-words.ts";

/** What a check asks, as a sentence without its full stop; names stand as people write them, without quotes. */
export function describeCheck(check: Check): string {
  if ("schema" in check) {
    const { columns, ordered = false, others = false } = check.schema;
    return `The table has the columns ${columns.map(({ name }) => plainName(name)).join(", ")}${ordered ? ", in this order" : ""}${others ? "" : ", and no others"}`;
  }
  if ("measure" in check) {
    return `${measureWords(check.measure)} is ${boundsWords(check.measure, check.bounds)}${groupWords(check)}`;
  }
  const { of, failAbove } = check.threshold;
  const most =
    failAbove === 0
      ? ""
      : of === "count"
        ? `; ${failAbove} rows may fail`
        : `; ${Number((failAbove * 100).toPrecision(4))} % of the rows${of === "rows" ? "" : " considered"} may fail`;
  return `${ruleWords(check.rule)}${most}${groupWords(check)}`;
}

function groupWords({ groupBy = [] }: Check): string {
  return groupBy.length === 0 ? "" : `, for each ${names(groupBy)}`;
}

const names = (columns: readonly string[]): string =>
  columns.map((one) => plainName(one)).join(", ");

function boundsWords(measure: Measure, bounds: Bounds): string {
  const { min, max, strictMin = false, strictMax = false, outside = false } = bounds;
  const low = strictMin ? "above" : "at least";
  const high = strictMax ? "below" : "at most";
  const words = [
    ...(min === undefined ? [] : [`${low} ${figureWords(measure, min)}`]),
    ...(max === undefined ? [] : [`${high} ${figureWords(measure, max)}`]),
  ].join(" and ");
  return outside ? `not ${words}` : words;
}

const listed = (values: readonly CheckValue[]): string => {
  const shown = values.slice(0, 10).map(String).join(", ");
  return values.length > 10 ? `${shown} and ${values.length - 10} more` : shown;
};

// oxlint-disable-next-line complexity -- one case for each rule
function ruleWords(rule: RowRule | SetRule): string {
  const column = "column" in rule ? plainName(rule.column) : "";
  const columns = "columns" in rule ? rule.columns.map((one) => plainName(one)).join(", ") : "";
  switch (rule.kind) {
    case "not-null":
      return `${column} is there`;
    case "is-null":
      return `${column} is empty`;
    case "not-nan":
      return `${column} is a number`;
    case "between":
      return `${column} is ${rangeWords(rule)}`;
    case "in-set":
      return `${column} is one of ${listed(rule.values)}`;
    case "not-in-set":
      return `${column} is none of ${listed(rule.values)}`;
    case "matches":
      return `${column} ${rule.not === true ? "does not match" : "matches"} ${rule.pattern}`;
    case "length":
      return `${column} has ${[...(rule.min === undefined ? [] : [`at least ${rule.min}`]), ...(rule.max === undefined ? [] : [`at most ${rule.max}`])].join(" and ")} characters`;
    case "matches-list":
      return `${column} ${rule.not === true ? "does not match" : "matches"} ${rule.match === "any" ? "one" : "all"} of ${rule.patterns.join(", ")}`;
    case "all-of":
      return rule.rules.map(ruleWords).join(" and ");
    case "json":
      return `${column} is JSON`;
    case "in-tuples":
      return `${columns} come together as one of ${listed(rule.tuples.map((tuple) => `(${tuple.map(String).join(", ")})`))}`;
    case "distinct-in-row":
      return `${columns} differ from each other`;
    case "equal-in-row":
      return `${columns} are the same`;
    case "row-sum":
      return `${columns} add up to ${rule.equals}`;
    case "steps":
      return `${column} goes up by ${rule.step}${rule.unit === undefined ? "" : ` ${rule.unit}`}, without gaps${withinWords(rule.within)}`;
    case "ranges":
      return `The ranges from ${plainName(rule.from)} to ${plainName(rule.to)} do not overlap${{ allowed: "", "not-allowed": " and leave no gap", required: " and leave gaps" }[rule.gaps]}${withinWords(rule.within)}`;
    case "z-score":
      return `${column} is less than ${rule.below} standard deviations ${rule.bothSides ? "away from" : "above"} its mean`;
    case "fences":
      return `${column} lies within ${rule.times} times the distance of its quartiles around them`;
    case "contains":
      return `${column} has each of ${listed(rule.values)}`;
    case "most-common":
      return `The most common ${column} is one of ${listed(rule.values)}`;
    case "extreme":
      return `The ${rule.which} ${column} is ${rangeWords(rule)}`;
    case "compare":
      return `${plainName(rule.left)} ${rule.is} ${plainName(rule.right)}`;
    case "condition":
      return `It is true that ${rule.sql}`;
    case "unique":
      return `No two rows have the same ${columns}`;
    case "references":
      return `Each ${columns} is found in ${rule.table} as ${rule.referenced.map((one) => plainName(one)).join(", ")}`;
    case "increasing":
      return `${column} ${orderWords(rule)} in the order of ${names(rule.orderBy)}${withinWords(rule.within)}`;
    case "determines":
      return `Each ${columns} has one ${column}`;
  }
}

function withinWords(within: readonly string[] | undefined): string {
  return within === undefined ? "" : `, for each ${names(within)}`;
}

function orderWords({
  strictly = false,
  decreasing = false,
}: {
  readonly strictly?: boolean;
  readonly decreasing?: boolean;
}): string {
  if (strictly) return decreasing ? "falls" : "rises";
  return decreasing ? "never rises" : "never falls";
}

interface Range {
  readonly min?: CheckValue;
  readonly max?: CheckValue;
  readonly strictMin?: boolean;
  readonly strictMax?: boolean;
}

function rangeWords({ min, max, strictMin = false, strictMax = false }: Range): string {
  const low = min === undefined ? [] : [`${strictMin ? "above" : "at least"} ${String(min)}`];
  const high = max === undefined ? [] : [`${strictMax ? "below" : "at most"} ${String(max)}`];
  return [...low, ...high].join(" and ");
}

// oxlint-disable-next-line complexity -- one case for each measure
function measureWords(measure: Measure): string {
  const column = "column" in measure ? plainName(measure.column) : "";
  switch (measure.kind) {
    case "row-count":
      return "The number of rows";
    case "distinct-count":
      return `The number of different values of ${column}`;
    case "distinct-share":
      return `The share of different values of ${column}`;
    case "null-share":
      return `The share of rows without ${column}`;
    case "quantile":
      return `The ${measure.share * 100} % quantile of ${column}`;
    case "freshness-minutes":
      return `The age of the newest ${column}, at ${measure.now},`;
    case "expression":
      return measure.sql;
    case "query":
      return `The figure of ${measure.sql}`;
    case "columns-count":
      return "The number of columns";
    case "failing":
      return `Of "${ruleWords(measure.rule)}", the ${failingWords[measure.as]}`;
    case "shift":
      return `The ${measure.by} of ${column} from its baseline`;
    case "min":
    case "max":
    case "mean":
    case "sum":
    case "stddev":
      return `The ${measure.kind} of ${column}`;
  }
}

const failingWords = {
  count: "number of rows that fail",
  "share-of-rows": "share of rows that fail",
  "share-of-considered": "share of the rows considered that fail",
  duplicatedValues: "number of values that come more than once",
  excessRows: "number of rows beyond the first of each value",
} as const;
