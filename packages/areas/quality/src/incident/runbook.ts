import type { Check, CheckResult, SuiteResult } from "../check.ts";
import { columnsOf } from "../formats/words.ts";
import { likelyCauses } from "./likely-causes.ts";
import { describeCheck } from "./describe-check.ts";

/** What a runbook is written of. */
export interface RunbookSource {
  /** The check. */
  readonly check: Check;
  /** Its last result. */
  readonly result: CheckResult;
  /** Earlier results of its suite, the oldest first. */
  readonly history?: readonly SuiteResult[];
  /** When the last result was: ISO text. */
  readonly at: string;
}

/**
 * What to do when a check fails, in Markdown: what it asks, what was found and since when, the query, what is likely to be the cause by this run's own figures, and what to do first. Nothing
 * in it is general advice that does not fit the check.
 * @example
 * ```ts
 * import { runbook, type Check, type CheckResult } from "@dx/quality";
 * const head = { id: "city", table: "shop", dimension: "completeness", severity: "error" } as const;
 * const check: Check = { ...head, rule: { kind: "not-null", column: "city" }, threshold: { of: "rows", failAbove: 0 } };
 * const counts = { failed: 1, considered: 4, rows: 4, observed: null } as const;
 * const result: CheckResult = { id: "city", outcome: "fail", ...counts, isVacuous: false, how: "scanned", sql: "select 1" };
 * if (!runbook({ check, result, at: "2026-01-01" }).includes("1 of 4 rows")) throw new Error();
 * ```
 */
export function runbook({ check, result, history = [], at }: RunbookSource): string {
  const past = history.flatMap((run) =>
    run.results.filter(({ id }) => id === check.id).map((one) => ({ at: run.at, result: one })),
  );
  const lines = [
    `# ${oneLine(check.id)}`,
    "",
    `Table ${code(check.table)}, ${check.dimension}, ${check.severity}${check.owner === undefined ? ", no owner" : `, owner ${oneLine(check.owner)}`}.`,
    ...(check.reason === undefined ? [] : ["", oneLine(check.reason)]),
    "",
    "## What it asks",
    "",
    `${describeCheck(check)}.${check.where === undefined ? "" : ` Only rows with ${code(check.where)} are looked at.`}`,
    "",
    `## What was found at ${oneLine(at)}`,
    "",
    found(check, result),
    ...sinceLines(result, past),
    "",
    "## What is likely",
    "",
    ...likelyCauses({ check, result, past: past.map((one) => one.result) }).map(
      (cause) => `- ${cause}`,
    ),
    "",
    "## What to do",
    "",
    ...steps(check, result).map((step, index) => `${index + 1}. ${step}`),
    "",
    "## The query",
    "",
    fence(result.sql),
  ];
  return `${lines.join("\n")}\n`;
}

function found(
  check: Check,
  { outcome, failed, considered, rows, observed, error, isVacuous }: CheckResult,
): string {
  if (outcome === "error")
    return `It could not be evaluated: ${oneLine(error ?? "no reason was given")}. That says nothing about the data.`;
  if (isVacuous) return "It passed, since there was nothing to look at.";
  if ("rule" in check && failed !== null) {
    const isCount = check.threshold.of === "count";
    const of = check.threshold.of === "considered" ? considered : rows;
    const share =
      of === null || of === 0
        ? ""
        : ` (${percent(failed / of)}; ${isCount ? check.threshold.failAbove : percent(check.threshold.failAbove)} may)`;
    return `${outcome}: ${failed} of ${of ?? "?"} rows ${check.threshold.of === "considered" ? "considered " : ""}fail${share}. The table has ${rows ?? "?"} rows.`;
  }
  if ("measure" in check)
    return `${outcome}: ${observed ?? "no value"}, where ${boundsText(check.bounds)} is allowed.`;
  return `${outcome}: the columns differ.`;
}

const isBad = (one: CheckResult): boolean => one.outcome === "fail" || one.outcome === "warn";

function sinceLines(
  { outcome }: CheckResult,
  past: readonly { readonly at: string; readonly result: CheckResult }[],
): readonly string[] {
  if (past.length === 0) return ["", "It is the first run that is known."];
  const lastGood = past.findLast((one) => one.result.outcome === "pass");
  const bad = past.filter((one) => isBad(one.result)).length;
  const first = past
    .slice(lastGood === undefined ? 0 : past.lastIndexOf(lastGood) + 1)
    .find((one) => isBad(one.result));
  const isNow = outcome === "fail" || outcome === "warn";
  return [
    "",
    `Of ${past.length} earlier runs, ${bad} failed or warned.` +
      (isNow && first !== undefined ? ` It has done so since ${oneLine(first.at)}.` : "") +
      (lastGood === undefined
        ? " It has never passed."
        : ` It last passed at ${oneLine(lastGood.at)}.`),
  ];
}

function steps(check: Check, { outcome }: CheckResult): readonly string[] {
  if (outcome === "error")
    return [
      "Run the query below, and read what the engine says.",
      "Look whether the table, its columns and their types are as the check says.",
      "Until it runs, take the table's quality in this point for unknown.",
    ];
  const columns = columnsOf(check).map(code).join(", ");
  const shown = columns === "" ? "the rows" : columns;
  return [
    "Run the query below: does it still give the same figure?",
    "rule" in check
      ? `Look at the rows that fail: ${shown}. Do they come from one load, one source, one day?`
      : `Compare ${shown} with the last load that was right.`,
    "Ask the source whether it changed, and hold what depends on the table until that is known.",
    "rule" in check
      ? "If the rows are wrong, set them aside (quarantine), repair them at the source, and replay them."
      : "If the load was incomplete, load it again.",
    "If the data are right and the rule is not, change the rule, and say why.",
  ];
}

function boundsText({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  return min === undefined ? `at most ${max ?? "anything"}` : `at least ${min}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

function oneLine(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[<>]/g, (sign) => (sign === "<" ? "&lt;" : "&gt;"))
    .trim();
}

/** Text as code: between more backticks than it has. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const tick = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${tick}${pad}${text.replaceAll(/\s+/g, " ")}${pad}${tick}`;
}

function fence(sql: string): string {
  const longest = Math.max(2, ...[...sql.matchAll(/`+/g)].map(([run]) => run.length));
  const tick = "`".repeat(longest + 1);
  return `${tick}sql\n${sql}\n${tick}`;
}
