import type { DxError } from "@dx/core";
import type { Bounds, CheckValue } from "../check.ts";
import { badRule } from "./bad-rule.ts";

const one = /\s*(?:'((?:[^']|'')*)'|([^,']+?))\s*(?:,|$)/y;

/** Values with commas between them; text with commas or brackets in single quotes. */
export function readValues(list: string, rule: string): readonly CheckValue[];
/** The same, where `null` without quotes is NULL. */
export function readValues(
  list: string,
  rule: string,
  options: { readonly nulls: true },
): readonly (CheckValue | null)[];
export function readValues(
  list: string,
  rule: string,
  { nulls = false }: { readonly nulls?: boolean } = {},
): readonly (CheckValue | null)[] {
  const values: (CheckValue | null)[] = [];
  one.lastIndex = 0;
  while (one.lastIndex < list.length) {
    const at = one.lastIndex;
    const [found, quoted, bare] = one.exec(list) ?? [];
    if (found === undefined) throw badValue(rule, list.slice(at), "write text in single quotes");
    const isNull = nulls && quoted === undefined && bare?.toLowerCase() === "null";
    const value = quoted === undefined ? plainValue(bare ?? "") : quoted.replaceAll("''", "'");
    values.push(isNull ? null : value);
  }
  if (values.length === 0) throw badValue(rule, list, "give at least one value");
  return values;
}

/** One value. */
export function readValue(text: string, rule: string): CheckValue {
  const values = readValues(text, rule);
  const [value] = values;
  if (value === undefined || values.length > 1)
    throw badValue(rule, text, "give one value, text with commas in single quotes");
  return value;
}

function plainValue(text: string): CheckValue {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return text;
  const number = Number(text);
  return Number.isInteger(number) && !Number.isSafeInteger(number) && /^[+-]?\d+$/.test(text)
    ? BigInt(text)
    : number;
}

/** Names with commas between them, in the grammar of names. */
export function readNames(list: string, rule: string): readonly string[] {
  const names = list.match(/\s*("(?:[^"]|"")+"|[^,"]+)\s*(?:,|$)/g) ?? [];
  const read = names.map((name) => name.replace(/,\s*$/, "").trim());
  if (read.length === 0 || read.includes(""))
    throw badValue(rule, list, "name columns, with commas between them");
  return read;
}

/** Bounds of numbers: `between 1 and 2`, `not between 1 and 2`, `>= 1`, `> 1`, `<= 2`, `< 2`, `= 3`. */
export function readBounds(text: string, rule: string): Bounds {
  const [, not, low, high] = /^(not\s+)?between\s+(\S+)\s+and\s+(\S+)$/i.exec(text.trim()) ?? [];
  const [, is, only] = /^(<=|>=|<|>|=)\s*(\S+)$/.exec(text.trim()) ?? [];
  const number = (given: string): number => {
    const value = Number(given);
    if (Number.isFinite(value)) return value;
    throw badValue(rule, given, "give a number");
  };
  if (low !== undefined && high !== undefined) {
    const ends = { min: number(low), max: number(high) };
    return not === undefined ? ends : { ...ends, outside: true };
  }
  if (is === undefined || only === undefined)
    throw badValue(rule, text, "write bounds as between 1 and 2, >= 1, <= 2, > 1, < 2 or = 3");
  const end = number(only);
  if (is === "=") return { min: end, max: end };
  if (is.startsWith(">")) return is === ">" ? { min: end, strictMin: true } : { min: end };
  return is === "<" ? { max: end, strictMax: true } : { max: end };
}

function badValue(rule: string, value: string, hint: string): DxError {
  return badRule(rule, `has ${JSON.stringify(value)}`, hint);
}
