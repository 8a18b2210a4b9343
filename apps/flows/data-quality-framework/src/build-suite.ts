import { parseName } from "@dx/core";
import { parseRule, type Check, type Suite } from "@dx/quality";
import type { Inputs } from "./inputs.ts";
import type { StagedTable, StatedSuggestion } from "./schemas.ts";

/** What a suite is made of. */
export interface SuiteParts {
  readonly tables: readonly StagedTable[];
  readonly suggestions: readonly StatedSuggestion[];
  /** When freshness is judged. */
  readonly asOf: string;
}

/**
 * The suite that is adopted: the rules of the inputs, what the dimensions' thresholds ask, and the suggestions that
 * were not refuted. Names are those of the inputs, not of the staged copies.
 */
export function buildSuite(inputs: Inputs, { tables, suggestions, asOf }: SuiteParts): Suite {
  const watched = tables.filter(({ criticality }) => criticality !== null);
  const kept = suggestions.flatMap(({ check, state }) => (state === "refuted" ? [] : [check]));
  return {
    name: inputs.dataSources.map(({ name }) => name).join(", "),
    checks: [
      ...ruleChecks(inputs, { tables, asOf }),
      ...watched.flatMap((table) => ofDimensions(inputs, { table, kept, asOf })),
      ...kept,
    ],
  };
}

function severityOf(table: StagedTable | undefined): Check["severity"] {
  return table?.criticality === "low" ? "warning" : "error";
}

function ruleChecks(
  { qualityRules, qualityDimensions }: Inputs,
  { tables, asOf }: Pick<SuiteParts, "tables" | "asOf">,
): readonly Check[] {
  return qualityRules.map(({ table, column, rule, threshold }, index): Check => {
    const parsed = parseRule(rule, { column, now: asOf });
    const head = {
      id: `${table}.${parseName(column).text}.rule-${index + 1}`,
      table,
      severity: severityOf(tables.find(({ name }) => name === table)),
      reason: `a rule of the inputs: ${rule}`,
      ...(parsed.groupBy === undefined ? {} : { groupBy: parsed.groupBy }),
    };
    if ("measure" in parsed) return { ...head, ...parsed };
    const isReference = parsed.rule.kind === "references";
    const least = isReference
      ? Math.min(threshold, qualityDimensions.accuracyThreshold)
      : threshold;
    return {
      ...head,
      dimension: isReference ? "accuracy" : parsed.dimension,
      rule: parsed.rule,
      threshold: { of: "considered", failAbove: Math.min(rounded(1 - least), 0.999_999) },
    };
  });
}

/** Without the last digits, in which 1 - 0.95 is not 0.05. */
function rounded(share: number): number {
  return Number(share.toFixed(9));
}

interface OfDimensions {
  readonly table: StagedTable;
  readonly kept: readonly Check[];
  readonly asOf: string;
}

function ofDimensions(
  { qualityDimensions, timeColumns }: Inputs,
  { table, kept, asOf }: OfDimensions,
): readonly Check[] {
  const { name, rows, columns, criticality } = table;
  const severity = severityOf(table);
  const { completenessThreshold, freshnessThresholdMinutes } = qualityDimensions;
  const isNever = (column: string): boolean =>
    kept.some(
      (check) =>
        check.table === name &&
        "rule" in check &&
        check.rule.kind === "not-null" &&
        parseName(check.rule.column).text === parseName(column).text,
    );
  const complete = columns
    .filter((column) => criticality === "high" && !isNever(column.name))
    .map((column): Check => ({
      id: `${name}.${parseName(column.name).text}.complete`,
      table: name,
      severity,
      dimension: "completeness",
      reason: `completenessThreshold: at least ${completenessThreshold} of the rows have a value`,
      measure: { kind: "null-share", column: column.name },
      bounds: { max: rounded(1 - completenessThreshold) },
    }));
  const time = timeColumns[name];
  const fresh: readonly Check[] =
    time === undefined
      ? []
      : [
          {
            id: `${name}.${parseName(time).text}.fresh`,
            table: name,
            severity,
            dimension: "timeliness",
            reason: `freshnessThresholdMinutes: the latest row is at most ${freshnessThresholdMinutes} minutes old`,
            measure: { kind: "freshness-minutes", column: time, now: asOf },
            bounds: { max: freshnessThresholdMinutes },
          },
        ];
  const volume: Check = {
    id: `${name}.rows`,
    table: name,
    severity,
    dimension: "completeness",
    reason: `there are ${rows} rows today; half as many are to be there`,
    measure: { kind: "row-count" },
    bounds: { min: Math.max(1, Math.floor(rows / 2)) },
  };
  return [volume, ...fresh, ...complete];
}
