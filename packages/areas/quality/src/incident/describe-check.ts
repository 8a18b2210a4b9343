import type { Bounds, Check, CheckValue, Measure, RowRule, SetRule } from "../check.ts";
import { figureWords, plainName } from "./figure-words.ts";

/** What a check asks, as a sentence without its full stop; names stand as people write them, without quotes. */
export function describeCheck(check: Check): string {
  if ("schema" in check) {
    const { columns, ordered = false, others = false } = check.schema;
    return `The table has the columns ${columns.map(({ name }) => plainName(name)).join(", ")}${ordered ? ", in this order" : ""}${others ? "" : ", and no others"}`;
  }
  if ("measure" in check) {
    return `${measureWords(check.measure)} is ${boundsWords(check.measure, check.bounds)}`;
  }
  const { of, failAbove } = check.threshold;
  const most =
    failAbove === 0
      ? ""
      : `; ${Number((failAbove * 100).toPrecision(4))} % of the rows${of === "rows" ? "" : " considered"} may fail`;
  return `${ruleWords(check.rule)}${most}`;
}

function boundsWords(measure: Measure, { min, max }: Bounds): string {
  return [
    ...(min === undefined ? [] : [`at least ${figureWords(measure, min)}`]),
    ...(max === undefined ? [] : [`at most ${figureWords(measure, max)}`]),
  ].join(" and ");
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
    case "between": {
      const low =
        rule.min === undefined
          ? []
          : [`${rule.strictMin === true ? "above" : "at least"} ${String(rule.min)}`];
      const high =
        rule.max === undefined
          ? []
          : [`${rule.strictMax === true ? "below" : "at most"} ${String(rule.max)}`];
      return `${column} is ${[...low, ...high].join(" and ")}`;
    }
    case "in-set":
      return `${column} is one of ${listed(rule.values)}`;
    case "not-in-set":
      return `${column} is none of ${listed(rule.values)}`;
    case "matches":
      return `${column} ${rule.not === true ? "does not match" : "matches"} ${rule.pattern}`;
    case "length":
      return `${column} has ${[...(rule.min === undefined ? [] : [`at least ${rule.min}`]), ...(rule.max === undefined ? [] : [`at most ${rule.max}`])].join(" and ")} characters`;
    case "compare":
      return `${plainName(rule.left)} ${rule.is} ${plainName(rule.right)}`;
    case "condition":
      return `It is true that ${rule.sql}`;
    case "unique":
      return `No two rows have the same ${columns}`;
    case "references":
      return `Each ${columns} is found in ${rule.table} as ${rule.referenced.map((one) => plainName(one)).join(", ")}`;
    case "increasing":
      return `${column} ${rule.strictly === true ? "rises" : "never falls"} in the order of ${rule.orderBy.map((one) => plainName(one)).join(", ")}`;
    case "determines":
      return `Each ${columns} has one ${column}`;
  }
}

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
    default:
      return `The ${measure.kind} of ${column}`;
  }
}
