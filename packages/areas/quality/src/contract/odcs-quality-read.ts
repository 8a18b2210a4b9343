import type { Bounds, Check, RowThreshold } from "../check.ts";
import type { LossEffect } from "../formats/loss.ts";
import type { ImportOptions } from "../formats/export-options.ts";
import { defined } from "../formats/defined.ts";
import { dimensions } from "../dimensions.ts";
import { isRecord, listOf, numberOf, textOf } from "../formats/read-document.ts";
import { dimensionOf, kindOf, nameOf, type CheckBody } from "../formats/words.ts";
import { odcsDimensions } from "./odcs-quality.ts";

/** Where a rule stands. */
export interface ReadingQuality extends ImportOptions {
  readonly id: string;
  readonly table: string;
  readonly column: string | undefined;
  readonly lose: (...loss: readonly [effect: LossEffect, what: string, why: string]) => void;
}

type Record_ = Readonly<Record<string, unknown>>;

/** The check that a rule of ODCS means; none, with a loss, if dx cannot say it. */
export function readQuality(entry: Record_, reading: ReadingQuality): readonly Check[] {
  const { id, table, lose } = reading;
  const metric = textOf(entry["metric"]) ?? oldRules[textOf(entry["rule"]) ?? ""];
  const body = metric === undefined ? undefined : bodyOf(metric, entry, reading);
  if (body === undefined) {
    const what = metric ?? textOf(entry["type"]) ?? "a rule";
    lose("dropped", what, "dx reads ODCS's metrics with closed bounds, and no SQL");
    return [];
  }
  const isWarning = ["warning", "info"].includes(textOf(entry["severity"]) ?? "");
  const reason = textOf(entry["description"]);
  const own = dimensions.find((one) => odcsDimensions[one] === entry["dimension"]);
  if (own === undefined && entry["dimension"] !== undefined)
    lose("metadata", `dimension ${JSON.stringify(entry["dimension"])}`, "it is none of the six");
  const draft = {
    id,
    table,
    severity: isWarning ? "warning" : "error",
    dimension: "validity",
    ...(reason === undefined ? {} : { reason }),
    ...body,
  } as const;
  return [{ ...draft, dimension: own ?? dimensionOf(kindOf(draft)) }];
}

/** Rules of versions before 3.1. */
const oldRules: Readonly<Record<string, string>> = {
  nullCheck: "nullValues",
  duplicateCount: "duplicateValues",
  validValues: "invalidValues",
  rowCount: "rowCount",
};

const isValue = (one: unknown): one is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof one);

function bodyOf(
  metric: string,
  entry: Record_,
  { column, dialect, lose }: ReadingQuality,
): CheckBody | undefined {
  const bounds = boundsOf(entry);
  if (bounds === undefined) return undefined;
  if (metric === "rowCount") return { measure: { kind: "row-count" }, bounds };
  const given = isRecord(entry["arguments"]) ? entry["arguments"] : {};
  const named = listOf(given["properties"]).filter((one) => typeof one === "string");
  const columns = column === undefined ? named.map((one) => nameOf(one, dialect)) : [column];
  const [first] = columns;
  const threshold = thresholdOf(bounds, textOf(entry["unit"]));
  if (threshold === undefined || first === undefined) return undefined;
  if (metric === "nullValues") return { rule: { kind: "not-null", column: first }, threshold };
  if (metric === "duplicateValues") {
    if (threshold.failAbove > 0)
      lose(
        "verdict",
        "duplicates",
        "ODCS does not say whether values or rows are counted; dx counts rows",
      );
    return { rule: { kind: "unique", columns }, threshold };
  }
  if (metric !== "invalidValues") return undefined;
  if (Array.isArray(given["validValues"])) {
    const values = listOf(given["validValues"]).filter(isValue);
    return { rule: { kind: "in-set", column: first, values }, threshold };
  }
  const pattern = textOf(given["pattern"]);
  if (pattern === undefined) return undefined;
  return { rule: { kind: "matches", column: first, pattern }, threshold };
}

/** The next whole number: a count that is above 3 is at least 4. */
function nextTo(bound: number | undefined, step: 1 | -1): number | undefined {
  return bound === undefined ? undefined : bound + step;
}

function boundsOf(entry: Record_): Bounds | undefined {
  const [low, high] = listOf(entry["mustBeBetween"]).map(numberOf);
  const exact = numberOf(entry["mustBe"]);
  const above = numberOf(entry["mustBeGreaterThan"]);
  const below = numberOf(entry["mustBeLessThan"]);
  if (textOf(entry["unit"]) === "percent" && (above ?? below) !== undefined) return undefined;
  const min = exact ?? low ?? numberOf(entry["mustBeGreaterOrEqualTo"]) ?? nextTo(above, 1);
  const max = exact ?? high ?? numberOf(entry["mustBeLessOrEqualTo"]) ?? nextTo(below, -1);
  return (min ?? max) === undefined ? undefined : defined({ min, max });
}

function thresholdOf({ min, max }: Bounds, unit = "rows"): RowThreshold | undefined {
  if ((min !== undefined && min > 0) || max === undefined) return undefined;
  if (unit === "percent") return { of: "rows", failAbove: Number((max / 100).toPrecision(12)) };
  return max === 0 ? { of: "rows", failAbove: 0 } : undefined;
}
