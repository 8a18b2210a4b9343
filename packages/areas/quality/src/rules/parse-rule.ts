import { nearest } from "@dx/core";
import type { Bounds, Dimension, Measure, RowRule, SetRule } from "../check.ts";
import { isRowRule } from "../evaluate/count-form.ts";
import { badRule } from "./bad-rule.ts";
import { dimensionOf } from "./dimension-of.ts";
import { measureReaders, type MeasureRule } from "./read-measure.ts";
import { rowReaders } from "./read-row-rule.ts";
import { setReaders } from "./read-set-rule.ts";
import { readNames } from "./read-values.ts";

/** What a rule stands on. */
export interface ParseRuleOptions {
  /** The column that it is about. */
  readonly column: string;
  /** When freshness is judged, as ISO text. */
  readonly now?: string;
}

/** A rule of the grammar, as a part of a check. */
export type ParsedRule = {
  /** What it usually counts to. */
  readonly dimension: Dimension;
  /** By which groups of rows it is judged; without it, by none. */
  readonly groupBy?: readonly string[];
} & (
  | {
      /** What rows are to fulfil. */
      readonly rule: RowRule | SetRule;
    }
  | {
      /** The figure. */
      readonly measure: Measure;
      /** Where it must lie. */
      readonly bounds: Bounds;
    }
);

/** The forms that there are, as errors and documentation show them. */
export const ruleForms: readonly string[] = [
  "not null",
  "null",
  "not nan",
  "json",
  "between 0 and 100",
  ">= 0 (or >, <=, <, =)",
  "in (open, paid, 'on hold')",
  "not in (…)",
  "matches ^[A-Z]{2}$",
  "not matches …",
  "matches any of ('^A', '^B') (or all of; not matches …)",
  "length between 1 and 20 (or >=, <=, =)",
  "<= column ended_at (or =, <>, <, >, >=)",
  "with country in ((Berlin, DE), (Paris, FR), ('', null))",
  "differs from other, third",
  "equals other, third",
  "adds up with other, third to 100",
  "unique",
  "unique with other, third",
  "references airports(iata)",
  "with region references places(city, region)",
  "increasing by loaded_at (or decreasing; strictly; within customer)",
  "steps of 1 (or 5 minutes, 1 day; within sensor)",
  "range to valid_to with gaps not allowed (or allowed, required; or empty; within id)",
  "determines city",
  "with country determines city",
  "z-score below 3 (on both sides)",
  "within fences of 1.5",
  "contains (a, b)",
  "most common in (a, b) (or tied)",
  "least value >= 2024-01-01 (or greatest; between, <=, <, >, =)",
  "fresh within 60 minutes (or hours, days)",
  "row count, column count, distinct count, distinct share, null share, min, max, mean, sum, stddev or quantile 0.9, and bounds: mean between 1 and 2 (or not between, >=, >, <=, <, =)",
  "duplicated values <= 3 (or excess rows; with other, third)",
  "psi <= 0.1 from (open: 0.5, paid: 0.3, others: 0.2) (or kl, ks, ks-p, chi-square-p, total-variation; with floor 0.001)",
  "ks <= 0.1 from (below 0: 0.1, 0 to 10: 0.5, 10 to 20: 0.4)",
  "row count same as shipments",
  "absent from blocked(id)",
  "expression (sum(paid) / sum(due)) >= 1",
  "query (select count(*) from {table} as mine where paid > due) = 0",
  "sql price >= discount",
];

/**
 * Reads a rule: words in lower or upper case, then values; text with spaces, commas or brackets in single quotes. Behind a
 * rule for rows or a figure, ` for each country, city` judges each group of rows by itself, unless it ends in free text: patterns, SQL.
 * @throws DxError `DX_QUALITY_RULE` with the nearest form
 * @example
 * ```ts
 * import { parseRule } from "@dx/quality";
 * const parsed = parseRule("between 0 and 100", { column: "price" });
 * if (!("rule" in parsed) || parsed.rule.kind !== "between" || parsed.rule.max !== 100) throw new Error();
 * ```
 */
export function parseRule(text: string, options: ParseRuleOptions): ParsedRule {
  const [, ofGroup, groups] = grouped.exec(text.trim()) ?? [];
  const isFree = ofGroup === undefined || groups === undefined || freeText.test(ofGroup);
  const rule = isFree ? text.trim() : ofGroup;
  const part = readPart(rule, options);
  if (part === undefined) throw badRule(text, "is no rule", formHint(rule));
  const parsed = { dimension: dimensionOf(part), ...part };
  if (isFree) return parsed;
  if ("rule" in part ? !isRowRule(part.rule) : ownFigures.has(part.measure.kind))
    throw badRule(text, "looks at rows beside others", "say within, or leave the groups out");
  return { ...parsed, groupBy: readNames(groups, text) };
}

const name = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const grouped = new RegExp(String.raw`^(.+?)\s+for\s+each\s+(${name}(?:\s*,\s*${name})*)$`, "isu");
const freeText = /^(?:sql|(?:not\s+)?matches)\b/i;
const ownFigures = new Set(["query", "columns-count", "failing"]);

type Part = { readonly rule: RowRule | SetRule } | MeasureRule;

function readPart(rule: string, options: ParseRuleOptions): Part | undefined {
  const { column } = options;
  for (const read of [...rowReaders, ...setReaders]) {
    const found = read(rule, column);
    if (found !== undefined) return { rule: found };
  }
  for (const read of measureReaders) {
    const found = read(rule, options);
    if (found !== undefined) return found;
  }
  return undefined;
}

function formHint(rule: string): string {
  const word = rule.toLowerCase().split(/[\s(]/, 1)[0] ?? "";
  const words = ruleForms.map((form) => form.split(/[\s(]/, 1)[0] ?? "");
  const near = ruleForms[words.indexOf(nearest(word, words) ?? "")];
  return near === undefined
    ? `rules are: ${ruleForms.join("; ")}`
    : `did you mean ${JSON.stringify(near)}? rules are: ${ruleForms.join("; ")}`;
}
