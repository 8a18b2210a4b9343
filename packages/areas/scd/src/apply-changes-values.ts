import { DxError, toMicros, type ExactValue, type Time } from "@dx/core";

/** A row as a plain object, by column names. */
export type PlainRow = Readonly<Record<string, ExactValue>>;

/** What equal values have in common, and different ones do not; NULL is equal to NULL, NaN to NaN, -0 to 0, 1.10 to 1.1. */
export function canonical(value: ExactValue | undefined): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number") return `number ${value === 0 ? 0 : value}`;
  if (typeof value !== "object") return `${typeof value} ${value}`;
  if (value instanceof Uint8Array) return `bytes ${value.join()}`;
  if ("months" in value) return `interval ${value.months} ${value.days} ${value.micros}`;
  if ("unscaled" in value) return canonicalDecimal(value.unscaled, value.scale);
  return `json ${JSON.stringify(value)}`;
}

function canonicalDecimal(unscaled: bigint, scale: number): string {
  if (scale > 0 && unscaled % 10n === 0n) return canonicalDecimal(unscaled / 10n, scale - 1);
  return `decimal ${unscaled} ${scale}`;
}

/** What rows have in common that are equal in all of these columns; each part with its length, so that none runs into the next. */
export function identify(row: PlainRow, names: readonly string[]): string {
  return names
    .map((name) => canonical(row[name]))
    .map((text) => `${text.length}:${text}`)
    .join("");
}

/** Whether rows are equal in all of these columns. */
export function areEqual(left: PlainRow, right: PlainRow, names: readonly string[]): boolean {
  return identify(left, names) === identify(right, names);
}

/** The order of two keys: numbers by size, all else by its text. */
export function compareKeys(left: PlainRow, right: PlainRow, names: readonly string[]): number {
  for (const name of names) {
    const order = compareValues(left[name] ?? null, right[name] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

/** The order of two values, NULL first. */
export function compareValues(left: ExactValue, right: ExactValue): number {
  const [a, b] = [rank(left), rank(right)];
  if (a === b) return 0;
  if (typeof a === typeof b) return a < b ? -1 : 1;
  return typeof a === "string" ? 1 : -1;
}

function rank(value: ExactValue): bigint | number | string {
  if (value === null) return -Infinity;
  if (typeof value === "bigint" || typeof value === "number" || typeof value === "string")
    return value;
  if (typeof value === "object" && "unscaled" in value)
    return Number(value.unscaled) / 10 ** value.scale;
  return canonical(value);
}

/** A time of a batch, in microseconds. */
export function readTime(time: unknown, path: readonly (string | number)[]): bigint {
  const isTime =
    typeof time === "string" ||
    typeof time === "bigint" ||
    (typeof time === "object" && time !== null && "getTime" in time);
  if (!isTime)
    throw new DxError("DX_SCD_SOURCE", `not a time: ${String(time)}`, {
      path,
      hint: "write it as ISO 8601 text, as 2025-03-17T14:30:00",
    });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- toMicros refuses what is none
  return toMicros(time as Time);
}
