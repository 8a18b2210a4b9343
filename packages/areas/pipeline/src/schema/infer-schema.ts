import { formatPlainValue, parsePlainValue, type DataType, type PlainObject } from "@dx/core";
import { isInstant, kindsOfText, type Reading } from "./kinds-of-text.ts";

/** A column that records have. */
export interface InferredColumn {
  /** Its name. */
  readonly name: string;
  /** The narrowest type of all its values. */
  readonly type: DataType;
  /** Whether a record lacks it, or has NULL. */
  readonly nullable: boolean;
}

/** How values are read. */
export interface InferSchemaOptions {
  /**
   * What becomes of text: `dates` (without a word) makes dates and times of it where all of a column are such; `all`
   * numbers and booleans too, as of CSV, where each value is written as dx writes it; `none` leaves it.
   */
  readonly text?: Reading;
}

const safe = 2 ** 53;

interface Seen {
  values: number;
  kinds: Set<string>;
  readings: Set<DataType["kind"]> | undefined;
  whole: number;
  scale: number;
  unsafe: boolean;
}

/**
 * The columns of records, in one pass, in the order in which they come, so that no value loses anything: whole numbers
 * beyond 2 ** 53 must come as `bigint` or text, and become int64 or a decimal; whole and broken numbers together are
 * float64 only while none is beyond 2 ** 53, else text; text with leading zeros stays text. Objects and lists are
 * JSON. A column without a value is text.
 * @example
 * ```ts
 * import { inferSchema } from "@dx/pipeline";
 * const records = [{ id: 1, day: "2026-01-31", zip: "01067" }, { id: 2n ** 60n, day: null }];
 * const types = inferSchema(records, { text: "all" }).map(({ type }) => type.kind);
 * if (types.join() !== "int64,date,text") throw new Error();
 * ```
 */
export function inferSchema(
  records: Iterable<PlainObject>,
  { text = "dates" }: InferSchemaOptions = {},
): readonly InferredColumn[] {
  const seen = new Map<string, Seen>();
  let count = 0;
  for (const record of records) {
    count += 1;
    for (const [name, value] of Object.entries(record)) {
      const column = seen.get(name) ?? newColumn();
      seen.set(name, column);
      if (value !== null && value !== undefined) look(column, value, text);
    }
  }
  return [...seen].map(([name, column]) => ({
    name,
    type: conclude(column),
    nullable: column.values < count,
  }));
}

function newColumn(): Seen {
  const [values, whole, scale] = [0, 1, 0];
  return { values, kinds: new Set(), readings: undefined, whole, scale, unsafe: false };
}

function look(column: Seen, value: unknown, reading: Reading): void {
  column.values += 1;
  const kind = kindOf(value);
  column.kinds.add(kind);
  if (typeof value === "bigint" || kind === "whole") {
    const size = BigInt(String(value));
    if (BigInt.asIntN(64, size) !== size) column.kinds.add("decimal");
    if (size > BigInt(safe) || size < -BigInt(safe)) column.unsafe = true;
    column.whole = Math.max(column.whole, String(size).replace("-", "").length);
  }
  if (typeof value !== "string") return;
  const possible = kindsOfText(value, reading);
  column.readings =
    column.readings === undefined
      ? possible
      : new Set([...column.readings].filter((one) => possible.has(one)));
  if (possible.has("decimal")) measure(column, value);
}

function measure(column: Seen, text: string): void {
  const { unscaled, scale } = parsePlainValue("decimal", text);
  const digits = formatPlainValue("int64", unscaled).replace("-", "").length;
  column.whole = Math.max(column.whole, digits - scale);
  column.scale = Math.max(column.scale, scale);
}

function kindOf(value: unknown): string {
  if (typeof value === "number")
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? "whole" : "broken";
  if (typeof value === "bigint") return "whole";
  if (value instanceof Uint8Array) return "bytes";
  if (isInstant(value)) return "instant";
  return typeof value === "object" ? "json" : typeof value;
}

const order = ["boolean", "int64", "decimal", "date", "timestamp", "instant"] as const;

function conclude({ kinds, readings, whole, scale, unsafe }: Seen): DataType {
  const all = [...kinds].toSorted().join(" ");
  switch (all) {
    case "boolean":
    case "bytes":
    case "instant":
    case "json":
      return { kind: all };
    case "whole":
      return { kind: "int64" };
    case "broken":
      return { kind: "float64" };
    case "broken whole":
      return { kind: unsafe ? "text" : "float64" };
    case "decimal whole":
      return whole > 38 ? { kind: "text" } : { kind: "decimal", precision: whole, scale: 0 };
    case "string": {
      const kind = order.find((one) => readings?.has(one) === true) ?? "text";
      if (kind !== "decimal") return { kind };
      return whole + scale > 38 ? { kind: "text" } : { kind, precision: whole + scale, scale };
    }
    default:
      return { kind: "text" };
  }
}
