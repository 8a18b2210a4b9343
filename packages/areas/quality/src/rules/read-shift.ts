import type { Baseline, CheckValue, Measure, ShiftTest } from "../check.ts";
import { badRule } from "./bad-rule.ts";
import { readValue } from "./read-values.ts";

/** The words of comparisons with a baseline. */
export const shiftTests: readonly ShiftTest[] = [
  "psi",
  "kl",
  "chi-square-p",
  "ks-p",
  "ks",
  "total-variation",
];

const form = new RegExp(
  String.raw`^(${shiftTests.join("|")})\s*(.+?)\s+from\s*\((.+)\)(?:\s+with\s+floor\s+(\S+))?$`,
  "is",
);

/** How far values moved from a baseline, as `psi <= 0.1 from (open: 0.5, paid: 0.5)`, and what its bounds are; `undefined` of another rule. */
export function readShift(
  rule: string,
  column: string,
): { readonly measure: Measure; readonly bounds: string } | undefined {
  const [, word, bounds, list, least] = form.exec(rule) ?? [];
  const by = shiftTests.find((test) => test === word?.toLowerCase());
  if (by === undefined || bounds === undefined || list === undefined) return undefined;
  const floor = least === undefined ? undefined : share(least, rule);
  const baseline = baselineOf(list, rule);
  const measure = { kind: "shift", column, baseline, by } as const;
  return { bounds, measure: floor === undefined ? measure : { ...measure, floor } };
}

const part = /\s*('(?:[^']|'')*'|[^,:']+?)\s*:\s*([^,\s]+)\s*(?:,|$)/y;

function baselineOf(list: string, rule: string): Baseline {
  const parts: (readonly [string, number])[] = [];
  part.lastIndex = 0;
  while (part.lastIndex < list.length) {
    const at = part.lastIndex;
    const [found, name = "", weight = ""] = part.exec(list) ?? [];
    if (found === undefined)
      throw badRule(
        rule,
        `has ${JSON.stringify(list.slice(at))} in its baseline`,
        "write a share behind each value, as (open: 0.5, others: 0.5)",
      );
    parts.push([name.trim(), share(weight, rule)]);
  }
  const ranges = parts.map(([name, weight]) => [rangeOf(name), weight] as const);
  return ranges.every(([range]) => range !== undefined) && parts.length > 0
    ? ofRanges(ranges, rule)
    : ofValues(parts, rule);
}

interface Range {
  readonly from: number;
  readonly to: number;
}

const number = String.raw`([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)`;

function rangeOf(name: string): Range | undefined {
  const [, from, to] = new RegExp(`^${number}\\s+to\\s+${number}$`, "i").exec(name) ?? [];
  if (from !== undefined && to !== undefined) return { from: Number(from), to: Number(to) };
  const [, word, end] = new RegExp(`^(below|above)\\s+${number}$`, "i").exec(name) ?? [];
  if (word === undefined || end === undefined) return undefined;
  return word.toLowerCase() === "below"
    ? { from: -Infinity, to: Number(end) }
    : { from: Number(end), to: Infinity };
}

function ofRanges(
  given: readonly (readonly [Range | undefined, number])[],
  rule: string,
): Baseline {
  const ranges = given.flatMap(([range, weight]) =>
    range === undefined ? [] : [{ ...range, weight }],
  );
  for (const [index, { from }] of ranges.entries())
    if (index > 0 && ranges[index - 1]?.to !== from)
      throw badRule(
        rule,
        "has ranges that do not follow each other",
        "begin each where the one before ends",
      );
  const inner = ranges.filter(({ from, to }) => Number.isFinite(from) && Number.isFinite(to));
  const [first] = inner;
  if (first === undefined)
    throw badRule(rule, "has no range with two ends", "write at least one, as 0 to 10: 0.5");
  const tailOf = (of: (range: Range) => boolean): number | undefined => ranges.find(of)?.weight;
  const [below, above] = [
    tailOf(({ from }) => from === -Infinity),
    tailOf(({ to }) => to === Infinity),
  ];
  return {
    edges: [first.from, ...inner.map(({ to }) => to)],
    weights: inner.map(({ weight }) => weight),
    ...(below === undefined && above === undefined ? {} : { tails: [below ?? 0, above ?? 0] }),
  };
}

const isOthers = ([name]: readonly [string, number]): boolean => name.toLowerCase() === "others";

function ofValues(parts: readonly (readonly [string, number])[], rule: string): Baseline {
  const values = parts.filter((one) => !isOthers(one));
  const others = parts.find((one) => isOthers(one))?.[1];
  return {
    values: values.map(([name]): CheckValue => readValue(name, rule)),
    weights: values.map(([, weight]) => weight),
    ...(others === undefined ? {} : { others }),
  };
}

function share(text: string, rule: string): number {
  const value = Number(text);
  if (value >= 0 && value <= 1) return value;
  throw badRule(rule, `has ${JSON.stringify(text)} for a share`, "give a number from 0 to 1");
}
