import type { DataTypeKind } from "@dx/core";
import { atZone, comparable, sql, type Sql } from "@dx/sql";
import type { SideColumn } from "./read-columns.ts";

/** How two columns are compared: both in one type. */
export interface TypePair {
  /** The type. */
  readonly kind: DataTypeKind;
  /** Brings a value of the left side to it. */
  readonly left: (value: Sql) => Sql;
  /** Brings a value of the right side to it. */
  readonly right: (value: Sql) => Sql;
}

/** What was said of a column. */
export interface PairOptions {
  /** That its timestamps are local in this zone. */
  readonly timeZone: string | undefined;
  /** That true is 1 and false 0. */
  readonly booleanAsNumber: boolean;
  /** That the text that engines make of it counts. */
  readonly asText: boolean;
  /** That numbers may be apart. */
  readonly isTolerant: boolean;
}

type Convert = (value: Sql, options: PairOptions) => Sql;
interface Rule {
  readonly kind: DataTypeKind;
  /** For the first of the two kinds. */
  readonly first?: Convert;
  /** For the second. */
  readonly second?: Convert;
  /** What must have been said, and how to say it. */
  readonly needs?: readonly [is: (options: PairOptions) => boolean, hint: string];
}

const castTo =
  (kind: "text" | "float64" | "timestamp"): Convert =>
  (value) =>
    sql`cast(${value} as ${typePiece({ kind })})`;
const typePiece = (type: Extract<Parameters<typeof comparable>[0]["type"], object>): Sql => ({
  kind: "sql",
  pieces: [{ kind: "type", type }],
});
/** A whole number as a decimal. */
export const toDecimal = (value: Sql): Sql =>
  sql`cast(${value} as ${typePiece({ kind: "decimal", precision: 19, scale: 0 })})`;
const toInstant: Convert = (value, { timeZone = "UTC" }) => atZone(value, timeZone);
const toNumber: Convert = (value) => sql`case when ${value} then 1 when not ${value} then 0 end`;
const jsonText: Convert = (value) => comparable({ sql: value, type: "json" });
const uuidText: Convert = (value) => comparable({ sql: value, type: "uuid" });

const tolerant: Rule["needs"] = [
  ({ isTolerant }) => isTolerant,
  "give it a `tolerance`: it is then compared as floating-point numbers",
];
const numbered: Rule["needs"] = [
  ({ booleanAsNumber }) => booleanAsNumber,
  "name it in `booleanAsNumber` if true is 1 and false 0",
];
const zoned: Rule["needs"] = [
  ({ timeZone }) => timeZone !== undefined,
  "say by `timeZone` in which zone the timestamps are",
];
const toFloat = castTo("float64");

/** What two different kinds have in common; what is not here is refused. */
const rules: Readonly<Record<string, Rule>> = {
  "int32 int64": { kind: "int64" },
  "int32 decimal": { kind: "decimal", first: toDecimal },
  "int64 decimal": { kind: "decimal", first: toDecimal },
  "int32 float64": { kind: "float64", first: toFloat },
  "int64 float64": { kind: "float64", first: toFloat, needs: tolerant },
  "decimal float64": { kind: "float64", first: toFloat, needs: tolerant },
  "date timestamp": { kind: "timestamp", first: castTo("timestamp") },
  "timestamp instant": { kind: "instant", first: toInstant, needs: zoned },
  "boolean int32": { kind: "int32", first: toNumber, needs: numbered },
  "boolean int64": { kind: "int64", first: toNumber, needs: numbered },
  "uuid text": { kind: "text", first: uuidText },
  "json text": { kind: "text", first: jsonText },
};

const plain = (value: Sql): Sql => value;

/**
 * How two columns are compared, or why they are not.
 * @returns a hint where they are refused
 */
export function pairTypes(
  left: SideColumn,
  right: SideColumn,
  options: PairOptions,
): TypePair | string {
  if (options.asText) {
    const toText = castTo("text");
    const convert = (value: Sql): Sql => toText(value, options);
    return { kind: "text", left: convert, right: convert };
  }
  const nested = [left, right].find(({ native = "" }) =>
    /\[|^(struct|map|union|record)\b/i.test(native),
  );
  if (nested !== undefined)
    return `name it in \`asText\` if the text of ${nested.native ?? ""} tells its values apart`;
  if (left.kind === right.kind) return { kind: left.kind, left: plain, right: plain };
  const straight = rules[`${left.kind} ${right.kind}`];
  const rule = straight ?? rules[`${right.kind} ${left.kind}`];
  if (rule === undefined)
    return "cast one of them in a query, or name it in `asText` if their texts are to be equal";
  if (rule.needs !== undefined && !rule.needs[0](options)) return rule.needs[1];
  const bound = (convert: Convert | undefined) => (value: Sql) =>
    convert === undefined ? value : convert(value, options);
  const [first, second] = [bound(rule.first), bound(rule.second)];
  return straight === undefined
    ? { kind: rule.kind, left: second, right: first }
    : { kind: rule.kind, left: first, right: second };
}
