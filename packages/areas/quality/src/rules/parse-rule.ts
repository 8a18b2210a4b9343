import { DxError, nearest } from "@dx/core";
import type { Bounds, CheckValue, Dimension, Measure, RowRule, SetRule } from "../check.ts";
import { parsePattern } from "../pattern/parse-pattern.ts";
import { dimensionOf } from "./dimension-of.ts";
import { readBounds, readNames, readValue, readValues } from "./read-values.ts";

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
  "between 0 and 100",
  ">= 0 (or >, <=, <, =)",
  "in (open, paid, 'on hold')",
  "not in (…)",
  "matches ^[A-Z]{2}$",
  "not matches …",
  "length between 1 and 20 (or >=, <=, =)",
  "<= column ended_at (or =, <>, <, >, >=)",
  "unique",
  "unique with other, third",
  "references airports(iata)",
  "increasing by loaded_at",
  "strictly increasing by loaded_at",
  "determines city",
  "fresh within 60 minutes (or hours, days)",
  "row count, distinct count, distinct share, null share, min, max, mean, sum, stddev or quantile 0.9, and bounds: mean between 1 and 2",
  "sql price >= discount",
];

/**
 * Reads a rule: words in lower or upper case, then values; text with spaces, commas or brackets in single quotes.
 * @throws DxError `DX_QUALITY_RULE` with the nearest form
 * @example
 * ```ts
 * import { parseRule } from "@dx/quality";
 * const parsed = parseRule("between 0 and 100", { column: "price" });
 * if (!("rule" in parsed) || parsed.rule.kind !== "between" || parsed.rule.max !== 100) throw new Error();
 * ```
 */
export function parseRule(text: string, options: ParseRuleOptions): ParsedRule {
  const rule = text.trim();
  for (const read of readers) {
    const found = read(rule, options);
    if (found === undefined) continue;
    const part = "bounds" in found ? found : { rule: found };
    return { dimension: dimensionOf(part), ...part };
  }
  throw badRule(text, "is no rule", formHint(rule));
}

type Read = (
  rule: string,
  options: ParseRuleOptions,
) => RowRule | SetRule | { readonly measure: Measure; readonly bounds: Bounds } | undefined;

const plain: Readonly<Record<string, "not-null" | "is-null" | "not-nan">> = {
  "not null": "not-null",
  null: "is-null",
  "not nan": "not-nan",
};

const readers: readonly Read[] = [
  (rule, { column }) => {
    const kind = plain[rule.toLowerCase().replaceAll(/\s+/g, " ")];
    return kind === undefined ? undefined : { kind, column };
  },
  (rule, { column: left }) => {
    const [, is, right] = /^(=|<>|<=|>=|<|>)\s*column\s+(.+)$/i.exec(rule) ?? [];
    if (is === undefined || right === undefined) return undefined;
    const [name] = readNames(right, rule);
    return name === undefined
      ? undefined
      : { kind: "compare", left, is: operator(is), right: name };
  },
  readRange,
  (rule, { column }) => {
    const [, not, list] = /^(not\s+)?in\s*\((.*)\)$/is.exec(rule) ?? [];
    if (list === undefined) return undefined;
    const values = readValues(list, rule);
    return { kind: not === undefined ? "in-set" : "not-in-set", column, values };
  },
  (rule, { column }) => {
    const [, not, pattern] = /^(not\s+)?matches\s+(.+)$/is.exec(rule) ?? [];
    if (pattern === undefined) return undefined;
    parsePattern(pattern);
    return { kind: "matches", column, pattern, ...(not === undefined ? {} : { not: true }) };
  },
  (rule, { column }) => {
    const [, rest] = /^length\s*(.+)$/i.exec(rule) ?? [];
    return rest === undefined ? undefined : { kind: "length", column, ...readBounds(rest, rule) };
  },
  (rule, { column }) => {
    const [found, others] = /^unique(?:\s+with\s+(.+))?$/i.exec(rule) ?? [];
    if (found === undefined) return undefined;
    const more = others === undefined ? [] : readNames(others, rule);
    return { kind: "unique", columns: [column, ...more] };
  },
  (rule, { column }) => {
    const [, table, name] = /^references\s+(.+?)\s*\((.+)\)$/i.exec(rule) ?? [];
    if (table === undefined || name === undefined) return undefined;
    return { kind: "references", columns: [column], table, referenced: readNames(name, rule) };
  },
  (rule, { column }) => {
    const [, strictly, by] = /^(strictly\s+)?increasing\s+by\s+(.+)$/i.exec(rule) ?? [];
    if (by === undefined) return undefined;
    const kind = { kind: "increasing", column, orderBy: readNames(by, rule) } as const;
    return strictly === undefined ? kind : { ...kind, strictly: true };
  },
  (rule, { column }) => {
    const [, other] = /^determines\s+(.+)$/i.exec(rule) ?? [];
    const [name] = other === undefined ? [] : readNames(other, rule);
    return name === undefined ? undefined : { kind: "determines", columns: [column], column: name };
  },
  readFreshness,
  readMeasure,
  (rule) => {
    const [, condition] = /^sql\s+(.+)$/is.exec(rule) ?? [];
    return condition === undefined ? undefined : { kind: "condition", sql: condition };
  },
];

function readRange(rule: string, { column }: ParseRuleOptions): RowRule | undefined {
  const [, low, high] = /^between\s+(.+?)\s+and\s+(.+)$/is.exec(rule) ?? [];
  if (low !== undefined && high !== undefined)
    return {
      kind: "between",
      column,
      min: readValue(low, rule),
      max: readValue(high, rule),
    };
  const [, is, text] = /^(<=|>=|<|>|=)\s*(.+)$/s.exec(rule) ?? [];
  if (is === undefined || text === undefined) return undefined;
  const value: CheckValue = readValue(text, rule);
  if (is === "=") return { kind: "in-set", column, values: [value] };
  return is.startsWith(">")
    ? { kind: "between", column, min: value, ...(is === ">" ? { strictMin: true } : {}) }
    : { kind: "between", column, max: value, ...(is === "<" ? { strictMax: true } : {}) };
}

const minutes: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

function readFreshness(rule: string, { column, now }: ParseRuleOptions): ReturnType<Read> {
  const [, amount, unit] =
    /^fresh\s+within\s+(\d+(?:\.\d+)?)\s+(minute|hour|day)s?$/i.exec(rule) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  if (now === undefined)
    throw badRule(rule, "needs to know the time", "give `now`, as 2026-01-31T12:00:00");
  const max = Number(amount) * (minutes[unit.toLowerCase()] ?? 1);
  return { measure: { kind: "freshness-minutes", column, now }, bounds: { max } };
}

function readMeasure(rule: string, { column }: ParseRuleOptions): ReturnType<Read> {
  const [, name = "", share, rest] =
    /^(row count|distinct count|distinct share|null share|min|max|mean|sum|stddev|quantile)\s*(0?\.\d+|[01](?=\s))?\s*(.+)$/i.exec(
      rule,
    ) ?? [];
  if (rest === undefined) return undefined;
  const kind = name.toLowerCase().replace(" ", "-");
  const bounds = readBounds(rest, rule);
  if (kind === "quantile") {
    if (share === undefined)
      throw badRule(rule, "does not say which quantile", "write it as quantile 0.9 <= 5");
    return { measure: { kind, column, share: Number(share) }, bounds };
  }
  if (share !== undefined)
    throw badRule(rule, `has ${share} in front of its bounds`, "leave it out");
  if (kind === "row-count") return { measure: { kind }, bounds };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the expression lets no other name through
  return { measure: { kind, column } as Measure, bounds };
}

function operator(text: string): "=" | "<>" | "<" | "<=" | ">" | ">=" {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the expression lets nothing else through
  return text as "=";
}

function formHint(rule: string): string {
  const word = rule.toLowerCase().split(/[\s(]/, 1)[0] ?? "";
  const words = ruleForms.map((form) => form.split(/[\s(]/, 1)[0] ?? "");
  const near = ruleForms[words.indexOf(nearest(word, words) ?? "")];
  return near === undefined
    ? `rules are: ${ruleForms.join("; ")}`
    : `did you mean ${JSON.stringify(near)}? rules are: ${ruleForms.join("; ")}`;
}

/** An error of a rule. */
function badRule(rule: string, what: string, hint: string): DxError {
  return new DxError("DX_QUALITY_RULE", `the rule ${JSON.stringify(rule)} ${what}`, {
    path: ["rule"],
    hint,
  });
}
