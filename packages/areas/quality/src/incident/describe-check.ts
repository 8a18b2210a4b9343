import type { Check, CheckValue, Measure, RowRule, SetRule } from "../check.ts";

/** What a check asks, as a sentence without its full stop. */
export function describeCheck(check: Check): string {
  if ("schema" in check) {
    const { columns, ordered = false, others = false } = check.schema;
    return `The table has the columns ${columns.map(({ name }) => name).join(", ")}${ordered ? ", in this order" : ""}${others ? "" : ", and no others"}`;
  }
  if ("measure" in check) {
    const { min, max } = check.bounds;
    const bounds = [
      ...(min === undefined ? [] : [`at least ${min}`]),
      ...(max === undefined ? [] : [`at most ${max}`]),
    ];
    return `${measureWords(check.measure)} is ${bounds.join(" and ")}`;
  }
  const { of, failAbove } = check.threshold;
  const most =
    failAbove === 0
      ? ""
      : `; ${Number((failAbove * 100).toPrecision(4))} % of the rows${of === "rows" ? "" : " considered"} may fail`;
  return `${ruleWords(check.rule)}${most}`;
}

const listed = (values: readonly CheckValue[]): string => {
  const shown = values.slice(0, 10).map(String).join(", ");
  return values.length > 10 ? `${shown} and ${values.length - 10} more` : shown;
};

// oxlint-disable-next-line complexity -- one case for each rule
function ruleWords(rule: RowRule | SetRule): string {
  switch (rule.kind) {
    case "not-null":
      return `${rule.column} is there`;
    case "is-null":
      return `${rule.column} is empty`;
    case "not-nan":
      return `${rule.column} is a number`;
    case "between": {
      const low =
        rule.min === undefined
          ? []
          : [`${rule.strictMin === true ? "above" : "at least"} ${String(rule.min)}`];
      const high =
        rule.max === undefined
          ? []
          : [`${rule.strictMax === true ? "below" : "at most"} ${String(rule.max)}`];
      return `${rule.column} is ${[...low, ...high].join(" and ")}`;
    }
    case "in-set":
      return `${rule.column} is one of ${listed(rule.values)}`;
    case "not-in-set":
      return `${rule.column} is none of ${listed(rule.values)}`;
    case "matches":
      return `${rule.column} ${rule.not === true ? "does not match" : "matches"} ${rule.pattern}`;
    case "length":
      return `${rule.column} has ${[...(rule.min === undefined ? [] : [`at least ${rule.min}`]), ...(rule.max === undefined ? [] : [`at most ${rule.max}`])].join(" and ")} characters`;
    case "compare":
      return `${rule.left} ${rule.is} ${rule.right}`;
    case "condition":
      return `It is true that ${rule.sql}`;
    case "unique":
      return `No two rows have the same ${rule.columns.join(", ")}`;
    case "references":
      return `Each ${rule.columns.join(", ")} is found in ${rule.table} as ${rule.referenced.join(", ")}`;
    case "increasing":
      return `${rule.column} ${rule.strictly === true ? "rises" : "never falls"} in the order of ${rule.orderBy.join(", ")}`;
    case "determines":
      return `Each ${rule.columns.join(", ")} has one ${rule.column}`;
  }
}

function measureWords(measure: Measure): string {
  switch (measure.kind) {
    case "row-count":
      return "The number of rows";
    case "distinct-count":
      return `The number of different values of ${measure.column}`;
    case "distinct-share":
      return `The share of different values of ${measure.column}`;
    case "null-share":
      return `The share of rows without ${measure.column}`;
    case "quantile":
      return `The ${measure.share * 100} % quantile of ${measure.column}`;
    case "freshness-minutes":
      return `The age in minutes of the newest ${measure.column} at ${measure.now}`;
    default:
      return `The ${measure.kind} of ${measure.column}`;
  }
}
