import { parsePlainValue, type DataType, type DataTypeKind } from "@dx/core";
import { isInstant, kindsOfText, type Reading } from "./kinds-of-text.ts";

const safe = 2 ** 53;

/** What is known of the values of a column that were seen so far. */
export interface SeenValues {
  values: number;
  isWhole: boolean;
  isBroken: boolean;
  isText: boolean;
  isBoolean: boolean;
  isBytes: boolean;
  isInstant: boolean;
  isJson: boolean;
  /** Whether a whole number does not fit 64 bits. */
  isLong: boolean;
  /** Whether a whole number is beyond 2 ** 53. */
  isUnsafe: boolean;
  /** What all texts can be read as. */
  readings: Set<DataTypeKind> | undefined;
  /** Digits before the point, of texts and of `bigint`. */
  whole: number;
  /** Digits behind it. */
  scale: number;
  /** The largest whole `number`, without its sign. */
  largest: number;
}

/** Nothing was seen yet. */
export function createSeen(): SeenValues {
  return {
    values: 0,
    isWhole: false,
    isBroken: false,
    isText: false,
    isBoolean: false,
    isBytes: false,
    isInstant: false,
    isJson: false,
    isLong: false,
    isUnsafe: false,
    readings: undefined,
    whole: 1,
    scale: 0,
    largest: 0,
  };
}

/** Looks at one more value, which is not NULL. */
export function lookAt(seen: SeenValues, value: unknown, reading: Reading): void {
  seen.values += 1;
  switch (typeof value) {
    case "string":
      seen.isText = true;
      if (seen.readings === undefined || seen.readings.size > 0) readText(seen, value, reading);
      return;
    case "number":
      lookAtNumber(seen, value);
      return;
    case "boolean":
      seen.isBoolean = true;
      return;
    case "bigint":
      lookAtBigint(seen, value);
      return;
    default:
      if (value instanceof Uint8Array) seen.isBytes = true;
      else if (isInstant(value)) seen.isInstant = true;
      else seen.isJson = true;
  }
}

function lookAtNumber(seen: SeenValues, value: number): void {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
    seen.isBroken = true;
    return;
  }
  seen.isWhole = true;
  const size = Math.abs(value);
  if (size > seen.largest) seen.largest = size;
}

function lookAtBigint(seen: SeenValues, value: bigint): void {
  seen.isWhole = true;
  if (BigInt.asIntN(64, value) !== value) seen.isLong = true;
  if (value > BigInt(safe) || value < -BigInt(safe)) seen.isUnsafe = true;
  seen.whole = Math.max(seen.whole, String(value).replace("-", "").length);
}

function readText(seen: SeenValues, text: string, reading: Reading): void {
  seen.readings = kindsOfText(text, { reading, among: seen.readings });
  if (!seen.readings.has("decimal")) return;
  const { unscaled, scale } = parsePlainValue("decimal", text);
  const digits = String(unscaled).replace("-", "").length;
  seen.whole = Math.max(seen.whole, digits - scale);
  seen.scale = Math.max(seen.scale, scale);
}

const order = ["boolean", "int64", "decimal", "date", "timestamp", "instant"] as const;

/** The narrowest type of all values that were seen, none of which loses anything. */
export function typeOfSeen(seen: SeenValues): DataType {
  const numbers = seen.isWhole || seen.isBroken;
  const kinds = [numbers, seen.isText, seen.isBoolean, seen.isBytes, seen.isInstant, seen.isJson];
  if (kinds.filter(Boolean).length !== 1) return { kind: "text" };
  if (seen.isText) return typeOfTexts(seen);
  if (numbers) return typeOfNumbers(seen);
  return seen.isBoolean
    ? { kind: "boolean" }
    : seen.isBytes
      ? { kind: "bytes" }
      : { kind: seen.isInstant ? "instant" : "json" };
}

function typeOfNumbers({
  isWhole,
  isBroken,
  isLong,
  isUnsafe,
  whole,
  largest,
}: SeenValues): DataType {
  if (isBroken) return { kind: isWhole && (isUnsafe || isLong) ? "text" : "float64" };
  if (!isLong) return { kind: "int64" };
  const digits = Math.max(whole, String(largest).length);
  return digits > 38 ? { kind: "text" } : { kind: "decimal", precision: digits, scale: 0 };
}

function typeOfTexts({ readings, whole, scale }: SeenValues): DataType {
  const kind = order.find((one) => readings?.has(one) === true) ?? "text";
  if (kind !== "decimal") return { kind };
  return whole + scale > 38 ? { kind: "text" } : { kind, precision: whole + scale, scale };
}
