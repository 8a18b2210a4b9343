import type { DataTypeKind } from "@dx/core";
import type { Check, CheckValue, RowRule } from "../check.ts";
import type { FoundTable } from "../evaluate/column-types.ts";
import type { ColumnFacts, End, KnownFacts } from "./known-facts.ts";
import { orderOf } from "./order-of.ts";

/** A column of a check, as it is known. */
interface Known {
  readonly facts: ColumnFacts;
  readonly kind: DataTypeKind;
}

type KnownOf = (column: string) => Known | undefined;

/** By what is known of a table, why no row of it fails a check; `undefined` if that is not known. */
export function proofOf(check: Check, facts: KnownFacts, found: FoundTable): string | undefined {
  if (!("rule" in check) || check.groupBy !== undefined) return undefined;
  const { rule } = check;
  const knownOf: KnownOf = (column) => {
    const one = found.columns.get(column);
    const known = one === undefined ? undefined : facts.columns.get(one.name);
    if (one === undefined || !("type" in one) || known === undefined) return undefined;
    return { facts: known, kind: one.type.kind };
  };
  switch (rule.kind) {
    case "unique":
      return isKey(rule, { facts, found, knownOf })
        ? `${facts.from} has a key that no two rows share`
        : undefined;
    case "compare":
      return rule.leaveOut === undefined || rule.leaveOut === "any-null"
        ? isCompared(rule, facts, found)
        : undefined;
    case "not-null":
    case "not-nan":
    case "between":
    case "in-set":
    case "not-in-set": {
      const known = knownOf(rule.column);
      return known !== undefined && holds(rule, known)
        ? `${facts.from} rules out any value that fails`
        : undefined;
    }
    default:
      return undefined;
  }
}

interface Around {
  readonly facts: KnownFacts;
  readonly found: FoundTable;
  readonly knownOf: KnownOf;
}

function isKey(
  { columns, leaveOut = "any-null" }: Extract<Check, { rule: object }>["rule"] & { kind: "unique" },
  { facts, found, knownOf }: Around,
): boolean {
  const names = new Set(columns.map((column) => found.columns.get(column)?.name));
  const given = new Map(columns.map((column) => [found.columns.get(column)?.name, column]));
  return facts.keys.some((key) =>
    key.every((name) => {
      const isNotNull = knownOf(given.get(name) ?? "")?.facts.isNotNull === true;
      return names.has(name) && (leaveOut === "any-null" || isNotNull);
    }),
  );
}

const flipped: Readonly<Record<string, string>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };
const implied: Readonly<Record<string, readonly string[]>> = {
  "<": ["<"],
  "<=": ["<", "<=", "="],
  ">": [">"],
  ">=": [">", ">=", "="],
  "=": ["="],
  "<>": ["<", ">"],
};

function isCompared(
  { left, is, right }: Extract<RowRule, { kind: "compare" }>,
  { compared, from }: KnownFacts,
  found: FoundTable,
): string | undefined {
  const [one, other] = [found.columns.get(left)?.name, found.columns.get(right)?.name];
  const isKnown = compared.some(
    (fact) =>
      (fact.left === one && fact.right === other && implied[is]?.includes(fact.is) === true) ||
      (fact.left === other &&
        fact.right === one &&
        implied[is]?.includes(flipped[fact.is] ?? fact.is) === true),
  );
  return isKnown ? `${from} compares the two columns so` : undefined;
}

type ValueRule = Extract<
  RowRule,
  { kind: "not-null" | "not-nan" | "between" | "in-set" | "not-in-set" }
>;

/** Whether no value of a column fails a rule, which is nothing of its table's other columns. */
function holds(rule: ValueRule, { facts, kind }: Known): boolean {
  switch (rule.kind) {
    case "not-null":
      return facts.isNotNull;
    case "not-nan":
      return kind !== "float64" || isNoNan(facts);
    case "between":
      return (
        (kind !== "float64" || isNoNan(facts)) &&
        (rule.min === undefined ||
          facts.mins.some((end) => reaches(kind, end, { bound: rule.min, ...lower(rule) }))) &&
        (rule.max === undefined ||
          facts.maxs.some((end) => reaches(kind, end, { bound: rule.max, ...upper(rule) })))
      );
    case "in-set":
      return (
        facts.values?.every((value) => rule.values.some((one) => isSame(kind, value, one))) === true
      );
    case "not-in-set":
      return (
        facts.values?.every((value) => rule.values.every((one) => isOther(kind, value, one))) ===
        true
      );
  }
}

/** NaN is above all numbers, so that an upper end leaves it out. */
function isNoNan({ maxs }: ColumnFacts): boolean {
  return maxs.some(({ text }) => Number.isFinite(Number(text)));
}

const lower = ({ strictMin = false }: Extract<RowRule, { kind: "between" }>): Side => ({
  sign: 1,
  isStrict: strictMin,
});
const upper = ({ strictMax = false }: Extract<RowRule, { kind: "between" }>): Side => ({
  sign: -1,
  isStrict: strictMax,
});

interface Side {
  /** 1 of lower ends, -1 of upper ones. */
  readonly sign: 1 | -1;
  readonly isStrict: boolean;
}

/** Whether an end that is known keeps within the bound of a rule. */
function reaches(
  kind: DataTypeKind,
  end: End,
  { bound, sign, isStrict }: Side & { readonly bound: CheckValue | undefined },
): boolean {
  if (kind === "float64" && !isExact(end.text)) return false;
  const order = orderOf(kind, end.text, String(bound));
  if (order === undefined) return false;
  return order * sign > 0 || (order === 0 && (!isStrict || end.isStrict));
}

/** Whether a number is the same in 32 bits, as the column may be. */
function isExact(text: string): boolean {
  return Math.fround(Number(text)) === Number(text);
}

function isSame(kind: DataTypeKind, known: string, value: CheckValue): boolean {
  if (kind === "text") return known === value;
  return (kind !== "float64" || isExact(known)) && orderOf(kind, known, String(value)) === 0;
}

function isOther(kind: DataTypeKind, known: string, value: CheckValue): boolean {
  if (kind === "text") return known !== value;
  const order = orderOf(kind, known, String(value));
  return (kind !== "float64" || isExact(known)) && order !== undefined && order !== 0;
}
