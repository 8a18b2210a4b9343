import type { Bounds, Check } from "../check.ts";
import { isWide } from "./wide.ts";
import { isPlainValue } from "./words.ts";

/** What SodaCL and Soda's contracts both have a check for, in neither's spelling. */
export type SodaCheck =
  | { readonly kind: "missing" | "duplicate"; readonly columns: readonly string[] }
  | { readonly kind: "invalid"; readonly columns: readonly string[]; readonly valid: SodaValid }
  | {
      readonly kind: "measure";
      readonly of: "row_count" | "avg" | "sum" | "min" | "max";
      readonly columns: readonly string[];
      readonly bounds: Bounds;
      readonly warnBounds: Bounds | undefined;
    }
  | {
      readonly kind: "freshness";
      readonly columns: readonly string[];
      readonly max: number;
      readonly warn: number | undefined;
    };

/** What makes a value valid. */
export interface SodaValid {
  readonly values?: readonly (string | number)[];
  readonly not?: readonly (string | number)[];
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly regex?: string;
}

/** Plain names that are no words of SodaCL's grammar, which takes those anywhere. */
const simple =
  /^(?!(?:and|avg|between|change|d|default|exist|fail|filter|for|h|in|last|m|max|min|must|not|pass|percent|rows?|schema|warn|with)$)[A-Za-z_][A-Za-z0-9_]*$/;

/** What Soda says in its own words with the same meaning; thresholds are left to the caller. Soda takes names as they are written into SQL, so only plain ones. */
export function nativeSoda(check: Check): SodaCheck | undefined {
  if (isWide(check)) return undefined;
  const isTwice =
    check.severity === "warning" &&
    (("rule" in check && check.threshold.warnAbove !== undefined) ||
      ("measure" in check &&
        check.warnBounds !== undefined &&
        check.measure.kind !== "freshness-minutes"));
  if (isTwice) return undefined;
  const native =
    "rule" in check ? nativeRule(check) : "measure" in check ? nativeMeasure(check) : undefined;
  return native?.columns.every((column) => simple.test(column)) === true ? native : undefined;
}

// oxlint-disable-next-line complexity -- one case for each rule
function nativeRule({ rule }: Extract<Check, { rule: unknown }>): SodaCheck | undefined {
  switch (rule.kind) {
    case "not-null":
      return { kind: "missing", columns: [rule.column] };
    case "unique":
      return rule.columns.length === 1 ? { kind: "duplicate", columns: rule.columns } : undefined;
    case "between": {
      const { min, max, strictMin = false, strictMax = false } = rule;
      if (
        strictMin ||
        strictMax ||
        (min !== undefined && typeof min !== "number") ||
        (max !== undefined && typeof max !== "number")
      )
        return undefined;
      return invalid(rule.column, {
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
      });
    }
    case "in-set":
    case "not-in-set": {
      const values = rule.values.filter(isPlainValue).filter((value) => typeof value !== "boolean");
      const isOfOneKind = new Set(values.map((value) => typeof value)).size === 1;
      if (
        values.length < rule.values.length ||
        !isOfOneKind ||
        values.some((value) => typeof value === "string" && /['\\$]/.test(value))
      )
        return undefined;
      return invalid(rule.column, rule.kind === "in-set" ? { values } : { not: values });
    }
    case "matches":
      if (rule.not === true || /['\\.${}]/.test(rule.pattern)) return undefined;
      return invalid(rule.column, { regex: rule.pattern });
    case "length":
      return invalid(rule.column, {
        ...(rule.min === undefined ? {} : { minLength: rule.min }),
        ...(rule.max === undefined ? {} : { maxLength: rule.max }),
      });
    default:
      return undefined;
  }
}

function invalid(column: string, valid: SodaValid): SodaCheck | undefined {
  return Object.keys(valid).length === 0
    ? undefined
    : { kind: "invalid", columns: [column], valid };
}

const aggregates = {
  "row-count": "row_count",
  mean: "avg",
  sum: "sum",
  min: "min",
  max: "max",
} as const;

function nativeMeasure({
  measure,
  bounds,
  warnBounds,
  severity,
}: Extract<Check, { measure: unknown }>): SodaCheck | undefined {
  if (measure.kind === "freshness-minutes") {
    const minutes = [oldest(bounds), warnBounds === undefined ? undefined : oldest(warnBounds)];
    const [max = Number.NaN, warn] = minutes;
    if (Number.isNaN(max) || Number.isNaN(warn)) return undefined;
    const columns = [measure.column];
    return severity === "warning"
      ? { kind: "freshness", columns, max: Math.min(max, warn ?? max), warn: undefined }
      : { kind: "freshness", columns, max, warn };
  }
  const of = Object.entries(aggregates).find(([kind]) => kind === measure.kind)?.[1];
  if (of === undefined || !isRange(bounds) || !isRange(warnBounds ?? bounds)) return undefined;
  const columns = "column" in measure ? [measure.column] : [];
  return { kind: "measure", of, columns, bounds, warnBounds };
}

/** The whole minutes that are the most; NaN if bounds say something else. */
function oldest({ min, max }: Bounds): number {
  return min === undefined && max !== undefined && Number.isInteger(max) ? max : Number.NaN;
}

function isRange({ min, max }: Bounds): boolean {
  return (min ?? max) !== undefined && (min ?? -Infinity) <= (max ?? Infinity);
}
