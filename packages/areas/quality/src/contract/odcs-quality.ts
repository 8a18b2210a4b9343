import type { Json } from "@dx/core";
import { renderSql } from "@dx/sql";
import type { Check, Dimension } from "../check.ts";
import { checkToJson } from "../formats/check-json.ts";
import { levelQuery } from "../formats/check-level.ts";
import type { ExportOptions } from "../formats/export-options.ts";
import type { Losses } from "../formats/loss.ts";
import { isWide } from "../formats/wide.ts";
import { hasWarning, isPlainValue } from "../formats/words.ts";

type Entry = Readonly<Record<string, Json>>;

/** A quality rule of ODCS, and the column under which it stands; without one, the table. */
export interface OdcsQuality {
  readonly column?: string;
  readonly entry: Entry;
}

/** ODCS has no validity; conformity is what it calls it. */
export const odcsDimensions: Readonly<Record<Dimension, string>> = {
  accuracy: "accuracy",
  completeness: "completeness",
  consistency: "consistency",
  timeliness: "timeliness",
  validity: "conformity",
  uniqueness: "uniqueness",
};

/** How a check is said in a contract: by ODCS's own metric where that means the same, else by SQL, else as dx's own. */
export function writeQuality(
  check: Check,
  { dialect }: ExportOptions,
  losses: Losses,
): OdcsQuality {
  const head = {
    name: check.id,
    dimension: odcsDimensions[check.dimension],
    severity: check.severity,
    ...(check.reason === undefined ? {} : { description: check.reason }),
    customProperties: [
      { property: "dxCheck", value: checkToJson(check) },
      { property: "dxDialect", value: dialect },
    ],
  };
  const library = libraryMetric(check);
  if (library !== undefined) {
    if (library.entry["metric"] === "duplicateValues")
      losses.add(
        check.id,
        "figure",
        "how many fail",
        "ODCS does not say whether values or rows are counted",
      );
    return { ...library, entry: { ...head, type: "library", ...library.entry } };
  }
  const isAge = "measure" in check && check.measure.kind === "freshness-minutes";
  const level = isAge ? undefined : levelQuery(check);
  if (level === undefined) {
    losses.add(
      check.id,
      "opaque",
      isAge ? "freshness" : "columns",
      "ODCS has no such rule, so it is one of dx's own",
    );
    return { entry: { ...head, type: "custom", engine: "dx", implementation: checkToJson(check) } };
  }
  const mayWarn = hasWarning(check);
  const isGraded = check.severity === "error" && mayWarn;
  if (isGraded)
    losses.add(
      check.id,
      "verdict",
      "a warning",
      "a rule of ODCS holds or does not; what dx warns of holds",
    );
  const limit: Entry = isGraded ? { mustBeLessThan: 2 } : { mustBe: 0 };
  return { entry: { ...head, type: "sql", query: renderSql(level, dialect).text, ...limit } };
}

// oxlint-disable-next-line complexity -- one case for each metric
function libraryMetric(check: Check): OdcsQuality | undefined {
  if (check.where !== undefined || "schema" in check || isWide(check)) return undefined;
  if ("measure" in check) return rowCount(check);
  const { rule, threshold } = check;
  const { of, failAbove, warnAbove } = threshold;
  const isOfRows = of === "rows" || rule.kind === "not-null" || failAbove === 0;
  if (warnAbove !== undefined || !isOfRows) return undefined;
  const percent = Number((failAbove * 100).toPrecision(12));
  const limit: Entry =
    failAbove === 0
      ? { unit: "rows", mustBe: 0 }
      : { unit: "percent", mustBeLessOrEqualTo: percent };
  switch (rule.kind) {
    case "not-null":
      return { column: rule.column, entry: { metric: "nullValues", ...limit } };
    case "unique": {
      const [first = "", ...more] = rule.columns;
      if (failAbove > 0) return undefined;
      return more.length === 0
        ? { column: first, entry: { metric: "duplicateValues", ...limit } }
        : {
            entry: { metric: "duplicateValues", arguments: { properties: rule.columns }, ...limit },
          };
    }
    case "in-set": {
      const values = rule.values.filter(isPlainValue);
      if (values.length < rule.values.length) return undefined;
      return {
        column: rule.column,
        entry: { metric: "invalidValues", arguments: { validValues: values }, ...limit },
      };
    }
    case "matches":
      if (rule.not === true) return undefined;
      return {
        column: rule.column,
        entry: { metric: "invalidValues", arguments: { pattern: rule.pattern }, ...limit },
      };
    default:
      return undefined;
  }
}

const entry = (limit: Entry): OdcsQuality => ({
  entry: { metric: "rowCount", unit: "rows", ...limit },
});

function rowCount({
  measure,
  bounds: { min, max },
  warnBounds,
}: Extract<Check, { measure: unknown }>): OdcsQuality | undefined {
  if (measure.kind !== "row-count" || warnBounds !== undefined) return undefined;
  if (min === undefined) return max === undefined ? undefined : entry({ mustBeLessOrEqualTo: max });
  if (max === undefined) return entry({ mustBeGreaterOrEqualTo: min });
  if (min > max) return undefined;
  return entry(min === max ? { mustBe: min } : { mustBeBetween: [min, max] });
}
