import { parseName, quoteName, type Dialect } from "@dx/core";
import { foldName } from "@dx/sql";
import type { Check, CheckHead, CheckValue, Dimension, RowThreshold } from "../check.ts";

/** Nothing may fail. */
export const strict: RowThreshold = { of: "considered", failAbove: 0 };

/** The name of a column in dx for one of a catalogue: in quotes only where it would be taken for another. */
export function nameOf(text: string, dialect: Dialect): string {
  const { text: read, exact } = parseName(text);
  return read === text && (exact || foldName(text, dialect) === text) ? text : quoteName(text);
}

/** The same for SQL text, where a name that SQL would not take without quotes has to have them. */
export function sqlNameOf(text: string, dialect: Dialect): string {
  return parseName(text).exact ? quoteName(text) : nameOf(text, dialect);
}

/** 1 less a share, in decimals, so that 1 - 0.7 is 0.3. */
export function complement(share: number): number {
  return Number((1 - share).toPrecision(12));
}

/** Whether a share survives being said as its complement, and back. */
export function isComplementExact(share: number): boolean {
  return complement(complement(share)) === share;
}

/** Whether a value is the same number or text in JSON and YAML as here. */
export function isPlainValue(value: CheckValue): value is string | number | boolean {
  return typeof value !== "bigint" && (typeof value !== "number" || Number.isFinite(value));
}

/** The dimension that a rule of another tool speaks of, which has none of its own. */
export function dimensionOf(kind: string): Dimension {
  switch (kind) {
    case "not-null":
    case "null-share":
    case "row-count":
      return "completeness";
    case "unique":
    case "distinct-count":
    case "distinct-share":
      return "uniqueness";
    case "references":
    case "determines":
    case "compare":
      return "consistency";
    case "freshness-minutes":
    case "increasing":
      return "timeliness";
    default:
      return "validity";
  }
}

/** What kind of thing a check asks. */
export function kindOf(check: Check): string {
  if ("rule" in check) return check.rule.kind;
  return "measure" in check ? check.measure.kind : check.schema.kind;
}

/** What a check asks, without its head. */
export type CheckBody = Check extends infer One
  ? One extends Check
    ? Omit<One, keyof CheckHead>
    : never
  : never;

/** The columns that a check names. */
export function columnsOf(check: Check): readonly string[] {
  if ("schema" in check) return check.schema.columns.map(({ name }) => name);
  const asked = "rule" in check ? check.rule : check.measure;
  if ("column" in asked)
    return "columns" in asked ? [...asked.columns, asked.column] : [asked.column];
  if ("columns" in asked) return asked.columns;
  return "left" in asked ? [asked.left, asked.right] : [];
}

/** Makes ids that are not taken yet, of what they are about. */
export function createIds(): (...parts: readonly string[]) => string {
  const taken = new Set<string>();
  return (...parts) => {
    const base = parts.filter((part) => part !== "").join(".");
    let id = base;
    for (let at = 2; taken.has(id); at += 1) id = `${base}.${at}`;
    taken.add(id);
    return id;
  };
}

/** Whether a check may warn before it fails. */
export function hasWarning(check: Check): boolean {
  return "rule" in check
    ? check.threshold.warnAbove !== undefined
    : "measure" in check && check.warnBounds !== undefined;
}
