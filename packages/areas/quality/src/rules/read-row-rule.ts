import type { CheckValue, RowRule } from "../check.ts";
import { parsePattern } from "../pattern/parse-pattern.ts";
import { badRule } from "./bad-rule.ts";
import { readBounds, readNames, readValue, readValues } from "./read-values.ts";

type Read = (rule: string, column: string) => RowRule | undefined;

const plain: Readonly<Record<string, "not-null" | "is-null" | "not-nan" | "json">> = {
  "not null": "not-null",
  null: "is-null",
  "not nan": "not-nan",
  json: "json",
};

/** The rules for each row alone, in words. */
export const rowReaders: readonly Read[] = [
  (rule, column) => {
    const kind = plain[rule.toLowerCase().replaceAll(/\s+/g, " ")];
    return kind === undefined ? undefined : { kind, column };
  },
  (rule, left) => {
    const [, is, right] = /^(=|<>|<=|>=|<|>)\s*column\s+(.+)$/i.exec(rule) ?? [];
    if (is === undefined || right === undefined) return undefined;
    const [name] = readNames(right, rule);
    return name === undefined
      ? undefined
      : { kind: "compare", left, is: operator(is), right: name };
  },
  readRange,
  (rule, column) => {
    const [, not, list] = /^(not\s+)?in\s*\((.*)\)$/is.exec(rule) ?? [];
    if (list === undefined) return undefined;
    const values = readValues(list, rule);
    return { kind: not === undefined ? "in-set" : "not-in-set", column, values };
  },
  (rule, column) => {
    const [, not, match, list] =
      /^(not\s+)?matches\s+(any|all)\s+of\s*\((.*)\)$/is.exec(rule) ?? [];
    if (match === undefined || list === undefined) return undefined;
    const patterns = readValues(list, rule).map(String);
    for (const pattern of patterns) parsePattern(pattern);
    const base = {
      kind: "matches-list",
      column,
      patterns,
      match: match.toLowerCase() === "any" ? "any" : "all",
    } as const;
    return not === undefined ? base : { ...base, not: true };
  },
  (rule, column) => {
    const [, not, pattern] = /^(not\s+)?matches\s+(.+)$/is.exec(rule) ?? [];
    if (pattern === undefined) return undefined;
    parsePattern(pattern);
    return { kind: "matches", column, pattern, ...(not === undefined ? {} : { not: true }) };
  },
  (rule, column) => {
    const [, rest] = /^length\s*(.+)$/i.exec(rule) ?? [];
    if (rest === undefined) return undefined;
    const { min, max, strictMin, strictMax, outside } = readBounds(rest, rule);
    if (strictMin === true || strictMax === true || outside === true)
      throw badRule(
        rule,
        "has bounds that lengths have not",
        "write between 1 and 20, >=, <= or =",
      );
    return {
      kind: "length",
      column,
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
    };
  },
  (rule, column) => {
    const [, others, list] = /^with\s+(.+?)\s+in\s*\((\s*\(.*\)\s*)\)$/is.exec(rule) ?? [];
    if (others === undefined || list === undefined) return undefined;
    const columns = [column, ...readNames(others, rule)];
    return { kind: "in-tuples", columns, tuples: readTuples(list, columns.length, rule) };
  },
  (rule, column) => {
    const [, word, names] = /^(differs\s+from|equals)\s+(.+)$/is.exec(rule) ?? [];
    if (word === undefined || names === undefined) return undefined;
    const kind = word.toLowerCase() === "equals" ? "equal-in-row" : "distinct-in-row";
    return { kind, columns: [column, ...readNames(names, rule)] };
  },
  (rule, column) => {
    const [, names, sum] = /^adds\s+up\s+with\s+(.+?)\s+to\s+(\S+)$/is.exec(rule) ?? [];
    if (names === undefined || sum === undefined) return undefined;
    const equals = Number(sum);
    if (!Number.isFinite(equals)) throw badRule(rule, `has ${sum} for a sum`, "give a number");
    return { kind: "row-sum", columns: [column, ...readNames(names, rule)], equals };
  },
  (rule) => {
    const [, condition] = /^sql\s+(.+)$/is.exec(rule) ?? [];
    return condition === undefined ? undefined : { kind: "condition", sql: condition };
  },
];

const tuple = /\s*\(((?:'(?:[^']|'')*'|[^()'])*)\)\s*(?:,|$)/y;

function readTuples(
  list: string,
  width: number,
  rule: string,
): readonly (readonly (CheckValue | null)[])[] {
  const tuples: (readonly (CheckValue | null)[])[] = [];
  tuple.lastIndex = 0;
  while (tuple.lastIndex < list.length) {
    const at = tuple.lastIndex;
    const [found, inner = ""] = tuple.exec(list) ?? [];
    if (found === undefined)
      throw badRule(rule, `has ${JSON.stringify(list.slice(at))}`, "write ((a, 1), (b, 2))");
    const values = readValues(inner, rule, { nulls: true });
    if (values.length !== width)
      throw badRule(rule, `has (${inner}) for ${width} columns`, "give a value for each of them");
    tuples.push(values);
  }
  return tuples;
}

function readRange(rule: string, column: string): RowRule | undefined {
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

function operator(text: string): "=" | "<>" | "<" | "<=" | ">" | ">=" {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the expression lets nothing else through
  return text as "=";
}
