import { stepUnits } from "../check-parts.ts";
import type { SetRule, StepUnit } from "../check.ts";
import { badRule } from "./bad-rule.ts";
import { readNames, readValue, readValues } from "./read-values.ts";

type Read = (rule: string, column: string) => SetRule | undefined;

const within = String.raw`(?:\s+within\s+(.+))?`;
const namesOf = (text: string | undefined, rule: string): { within?: readonly string[] } =>
  text === undefined ? {} : { within: readNames(text, rule) };

/** The rules that look at rows beside others, in words. */
export const setReaders: readonly Read[] = [
  (rule, column) => {
    const [found, others] = /^unique(?:\s+with\s+(.+))?$/i.exec(rule) ?? [];
    if (found === undefined) return undefined;
    const more = others === undefined ? [] : readNames(others, rule);
    return { kind: "unique", columns: [column, ...more] };
  },
  (rule, column) => {
    const [, others, table, names] =
      /^(?:with\s+(.+?)\s+)?references\s+(.+?)\s*\((.+)\)$/i.exec(rule) ?? [];
    if (table === undefined || names === undefined) return undefined;
    const columns = [column, ...(others === undefined ? [] : readNames(others, rule))];
    const referenced = readNames(names, rule);
    if (referenced.length !== columns.length)
      throw badRule(
        rule,
        `names ${referenced.length} columns of ${table} for ${columns.length}`,
        "name as many, as with region references places(city, region)",
      );
    return { kind: "references", columns, table, referenced };
  },
  (rule, column) => {
    const form = new RegExp(String.raw`^(strictly\s+)?(in|de)creasing\s+by\s+(.+?)${within}$`, "i");
    const [, strictly, way, by, groups] = form.exec(rule) ?? [];
    if (by === undefined) return undefined;
    return {
      kind: "increasing",
      column,
      orderBy: readNames(by, rule),
      ...(strictly === undefined ? {} : { strictly: true }),
      ...(way?.toLowerCase() === "de" ? { decreasing: true } : {}),
      ...namesOf(groups, rule),
    };
  },
  (rule, column) => {
    const form = new RegExp(
      String.raw`^steps\s+of\s+(\S+)(?:\s+(?!within\b)(\w+?)s?)?${within}$`,
      "i",
    );
    const [, step, word, groups] = form.exec(rule) ?? [];
    if (step === undefined) return undefined;
    const unit = stepUnits.find((one): one is StepUnit => one === word?.toLowerCase());
    if (word !== undefined && unit === undefined)
      throw badRule(rule, `has ${word} for a unit`, `give one of ${stepUnits.join(", ")}`);
    if (!(Number(step) > 0)) throw badRule(rule, `has ${step} for a step`, "give a number above 0");
    return {
      kind: "steps",
      column,
      step: Number(step),
      ...(unit === undefined ? {} : { unit }),
      ...namesOf(groups, rule),
    };
  },
  (rule, column) => {
    const form = new RegExp(
      String.raw`^range\s+to\s+(.+?)(\s+or\s+empty)?(?:\s+with\s+gaps\s+(allowed|not\s+allowed|required))${within}$`,
      "i",
    );
    const [, to, empty, gaps, groups] = form.exec(rule) ?? [];
    if (to === undefined) {
      if (/^range\s+to\b/i.test(rule))
        throw badRule(
          rule,
          "does not say about gaps",
          "end it by with gaps allowed, not allowed or required",
        );
      return undefined;
    }
    const [name = to] = readNames(to, rule);
    return {
      kind: "ranges",
      from: column,
      to: name,
      gaps: gapsOf(gaps),
      ...(empty === undefined ? {} : { mayBeEmpty: true }),
      ...namesOf(groups, rule),
    };
  },
  (rule, column) => {
    const [, below, both] =
      /^z-score\s+below\s+(\d+(?:\.\d+)?)(\s+on\s+both\s+sides)?$/i.exec(rule) ?? [];
    if (below === undefined) return undefined;
    return { kind: "z-score", column, below: Number(below), bothSides: both !== undefined };
  },
  (rule, column) => {
    const [, times] = /^within\s+fences\s+of\s+(\d+(?:\.\d+)?)$/i.exec(rule) ?? [];
    return times === undefined ? undefined : { kind: "fences", column, times: Number(times) };
  },
  (rule, column) => {
    const [, list] = /^contains\s*\((.*)\)$/is.exec(rule) ?? [];
    return list === undefined
      ? undefined
      : { kind: "contains", column, values: readValues(list, rule) };
  },
  (rule, column) => {
    const [, list, ties] = /^most\s+common\s+in\s*\((.*)\)(\s+or\s+tied)?$/is.exec(rule) ?? [];
    if (list === undefined) return undefined;
    const base = { kind: "most-common", column, values: readValues(list, rule) } as const;
    return ties === undefined ? base : { ...base, tiesAllowed: true };
  },
  readExtreme,
  (rule, column) => {
    const [, others, name] = /^(?:with\s+(.+?)\s+)?determines\s+(.+)$/i.exec(rule) ?? [];
    const [other] = name === undefined ? [] : readNames(name, rule);
    if (other === undefined) return undefined;
    const more = others === undefined ? [] : readNames(others, rule);
    return { kind: "determines", columns: [column, ...more], column: other };
  },
];

function gapsOf(words: string | undefined): "allowed" | "not-allowed" | "required" {
  const word = words?.toLowerCase();
  if (word === "allowed" || word === "required") return word;
  return "not-allowed";
}

function readExtreme(rule: string, column: string): SetRule | undefined {
  const [, word, rest] = /^(least|greatest)\s+value\s+(.+)$/is.exec(rule) ?? [];
  if (word === undefined || rest === undefined) return undefined;
  const which = word.toLowerCase() === "least" ? "least" : "greatest";
  const base = { kind: "extreme", column, which } as const;
  const [, low, high] = /^between\s+(.+?)\s+and\s+(.+)$/is.exec(rest) ?? [];
  if (low !== undefined && high !== undefined)
    return { ...base, min: readValue(low, rule), max: readValue(high, rule) };
  const [, is, text] = /^(<=|>=|<|>|=)\s*(.+)$/s.exec(rest) ?? [];
  if (is === undefined || text === undefined)
    throw badRule(rule, "has no bounds", "write them as between a and b, >=, <=, <, > or =");
  const value = readValue(text, rule);
  if (is === "=") return { ...base, min: value, max: value };
  return is.startsWith(">")
    ? { ...base, min: value, ...(is === ">" ? { strictMin: true } : {}) }
    : { ...base, max: value, ...(is === "<" ? { strictMax: true } : {}) };
}
