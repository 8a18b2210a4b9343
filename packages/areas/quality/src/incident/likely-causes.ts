import type { Check, CheckResult } from "../check.ts";

/** What there is to judge by. */
export interface LikelyCausesSource {
  readonly check: Check;
  readonly result: CheckResult;
  /** Its earlier results, the oldest first. */
  readonly past: readonly CheckResult[];
}

/** What the figures of this and earlier runs make likely; at least one sentence. */
export function likelyCauses({ check, result, past }: LikelyCausesSource): readonly string[] {
  if (result.outcome === "error")
    return [
      past.some(({ outcome }) => outcome !== "error")
        ? "It ran before: a table, a column or a type changed, or the engine could not be reached."
        : "It has never run: the check may name what is not there.",
    ];
  const before = past.findLast(({ outcome }) => outcome !== "error");
  const causes = [
    ...volumeCauses(result, before),
    ...shareCauses(check, result, before),
    ...kindCauses(check, result),
  ];
  return causes.length > 0 ? causes : ["The figures do not tell: look at the rows."];
}

function volumeCauses({ rows }: CheckResult, before: CheckResult | undefined): readonly string[] {
  const was = before?.rows ?? null;
  if (rows === null || was === null || was === 0) return [];
  const change = rows / was;
  if (rows === 0)
    return [
      `The table is empty, and had ${was} rows: the load did not come, or the filter fits nothing.`,
    ];
  if (change < 0.5) return [`The table has ${rows} rows, and had ${was}: a load may be missing.`];
  return change >= 1.8
    ? [`The table has ${rows} rows, and had ${was}: a load may have come twice.`]
    : [];
}

function shareCauses(
  check: Check,
  { failed, rows }: CheckResult,
  before: CheckResult | undefined,
): readonly string[] {
  if (!("rule" in check) || failed === null || rows === null || rows === 0) return [];
  const was = before?.failed ?? null;
  if (failed === rows)
    return [
      "Every row fails: the rule or the format of the whole load changed, rather than single values.",
    ];
  if (failed === 0) return [];
  if (was === null) return [];
  if (was === failed)
    return [`The same number failed before (${was}): it is not new, and nothing was repaired.`];
  return was === 0
    ? [`None failed before: the ${failed} came with what was loaded since.`]
    : [
        `${was} failed before, ${failed} do now: it is ${failed > was ? "growing" : "getting less"}.`,
      ];
}

function kindCauses(check: Check, { failed, considered }: CheckResult): readonly string[] {
  if (!("rule" in check) || failed === null || failed === 0) return [];
  switch (check.rule.kind) {
    case "unique":
      return considered !== null && failed > 0.9 * considered && considered > 2
        ? ["Nearly all rows have a twin: a load came twice, or a join multiplied rows."]
        : [
            "Some keys come twice: a source sent corrections as new rows, or two sources share keys.",
          ];
    case "references":
      return [
        `What is referenced is not in ${check.rule.table}: it is loaded later, was deleted there, or the keys are written differently.`,
      ];
    case "not-null":
      return [
        `${check.rule.column} did not come: a source left it out, or an outer join found nothing.`,
      ];
    case "compare":
      return [
        `${check.rule.left} and ${check.rule.right} contradict each other: they are filled by different sources, or at different times.`,
      ];
    default:
      return [];
  }
}
