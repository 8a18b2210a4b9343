import { DxError } from "@dx/core";
import type { Baseline } from "./check.ts";

/** Where something stands in a suite. */
export type Path = readonly (string | number)[];

/** Refuses bounds that are turned. */
export function checkOrder(min: unknown, max: unknown, at: Path): void {
  if (isNumber(min) && isNumber(max) && min > max)
    throw refused(at, `nothing lies between ${min} and ${max}`, "turn the bounds");
}

function isNumber(one: unknown): one is number | bigint {
  return typeof one === "number" || typeof one === "bigint";
}

/** Refuses what is no value of a check. */
export function checkValue(value: unknown, at: Path): void {
  if (value === undefined || ["string", "bigint", "boolean"].includes(typeof value)) return;
  if (typeof value === "number" && Number.isFinite(value)) return;
  throw refused(
    at,
    `a value is ${typeof value === "number" ? value : JSON.stringify(value)}`,
    "give a number, text or true or false; NULL is what not-null is for",
  );
}

/** A condition is put into parentheses, which it must not leave. */
export function checkCondition(condition: string | undefined, at: Path): void {
  if (condition === undefined) return;
  const plain = condition.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, "");
  let depth = 0;
  for (const character of plain) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) break;
  }
  if (condition.trim() === "" || depth !== 0 || /;|--|\/\*|'/.test(plain))
    throw refused(
      at,
      `${JSON.stringify(condition)} is no condition`,
      "write one expression, without comments and semicolons",
    );
}

/** Refuses an empty list of columns, and one in which a column comes twice. */
export function requireColumns(columns: readonly string[], at: Path): void {
  if (!Array.isArray(columns) || columns.length === 0)
    throw refused(at, "no columns are named", "give a list of at least one");
  if (new Set(columns).size < columns.length)
    throw refused(at, `a column comes twice in ${columns.join(", ")}`, "name each once");
}

/** The units of steps in time. */
export const stepUnits: readonly string[] = [
  "second",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "year",
];

/** Refuses groups that name no columns. */
export function requireWithin(within: readonly string[] | undefined, at: Path): void {
  if (within !== undefined) requireColumns(within, [...at, "within"]);
}

/** Refuses another word for what is not considered. */
export function requireLeaveOut(leaveOut: string | undefined, at: Path): void {
  if (leaveOut !== undefined)
    requireOneOf(leaveOut, ["any-null", "all-null", "none"], [...at, "leaveOut"]);
}

/** Refuses shares that do not fit their parts, or do not add up. */
// oxlint-disable-next-line complexity -- what each of the two kinds may have wrong
export function checkBaseline(baseline: Baseline, at: Path): void {
  const { weights } = baseline;
  const parts = "values" in baseline ? baseline.values.length : baseline.edges.length - 1;
  if (!Array.isArray(weights) || weights.length !== parts || parts < 1)
    throw refused(
      [...at, "weights"],
      `there are ${weights.length} shares of ${parts} parts`,
      "give one for each",
    );
  if ("values" in baseline)
    for (const value of baseline.values) checkValue(value, [...at, "values"]);
  else
    for (const [index, edge] of baseline.edges.entries())
      if (!Number.isFinite(edge) || edge <= (baseline.edges[index - 1] ?? -Infinity))
        throw refused(
          [...at, "edges"],
          `the edges are ${baseline.edges.join(", ")}`,
          "let them rise",
        );
  const tails = "values" in baseline ? [baseline.others ?? 0] : (baseline.tails ?? []);
  const sum = [...weights, ...tails].reduce((total, weight) => total + weight, 0);
  if ([...weights, ...tails].some((weight) => !(weight >= 0)) || Math.abs(sum - 1) > 1e-6)
    throw refused([...at, "weights"], `the shares add up to ${sum}`, "let them add up to 1");
}

/** Refuses what is no number of rows. */
export function requireCount(count: number, at: Path): void {
  if (!Number.isSafeInteger(count) || count < 0)
    throw refused(at, `${at.at(-1)} is ${String(count)}`, "give a whole number from 0");
}

/** Refuses what is no share. */
export function requireShare(share: number, at: Path): void {
  if (!(typeof share === "number" && share >= 0 && share <= 1))
    throw refused(at, `${at.at(-1)} is ${String(share)}`, "give a share, 0 to 1");
}

/** Refuses a word that is not known. */
export function requireOneOf(value: string, known: readonly string[], at: Path): void {
  if (!known.includes(value))
    throw refused(
      at,
      `${at.at(-1)} is ${JSON.stringify(value)}`,
      `give one of ${known.join(", ")}`,
    );
}

/** The error of a kind that there is not. */
export function unknownKind(given: object, at: Path): DxError {
  const kind = "kind" in given ? JSON.stringify(given.kind) : "nothing";
  return refused(
    [...at, "kind"],
    `there is no kind ${kind}`,
    "look at the kinds of rules and measures",
  );
}

/** The error of a suite that makes no sense. */
// oxlint-disable-next-line max-params -- where, what, what to do, and what led to it
export function refused(path: Path, summary: string, hint: string, cause?: unknown): DxError {
  return new DxError("DX_QUALITY_SUITE", `${path.join(".")}: ${summary}`, { path, hint, cause });
}
