import { formatDate, formatDecimal, formatTime, formatTimestamp } from "@dx/core";
import type { Column, Rows, ValueOf } from "@dx/core";
import type { Target } from "../driver.ts";
import { cannotHold, sameColumns } from "../internal/require-type.ts";

const none = String.raw`\N`;

/** Rows as text of `copy ... from stdin`. @see PostgreSQL, "COPY", "Text Format" */
export function copyText(rows: Rows, targets: readonly Target[]): Buffer {
  const writers = sameColumns(rows, targets).map(writerOf);
  let text = "";
  for (let index = 0; index < rows.count; index += 1) {
    for (let at = 0; at < writers.length; at += 1) {
      if (at > 0) text += "\t";
      text += writers[at]?.(index) ?? none;
    }
    text += "\n";
  }
  return Buffer.from(text);
}

/** The text of a value; `null` is NULL. */
type Write = (index: number) => string | null;

function writerOf(column: Column): Write {
  switch (column.kind) {
    case "boolean":
      return fixed(column, (value) => (value === 1 ? "t" : "f"));
    case "int32":
    case "int64":
      return fixed<number | bigint>(column, String);
    case "float64":
      return fixed(column, (value) => (Object.is(value, -0) ? "-0" : String(value)));
    case "date":
      return fixed(column, (value) => spellYear(formatDate(value)));
    case "time":
      return fixed(column, formatTime);
    case "timestamp":
      return fixed(column, (value) => spellYear(formatTimestamp(value)));
    case "instant":
      return fixed(column, (value) => spellYear(formatTimestamp(value), "Z"));
    case "decimal":
      return listed(column, formatDecimal);
    case "interval":
      return listed(column, writeInterval);
    case "bytes":
      return listed(column, (value) => String.raw`\\x` + toHex(value));
    case "uuid":
    case "json":
    case "text":
      return listed(column, (value: string) => escapeText(value, column));
  }
}

function fixed<T>(
  { values, validity }: { readonly values: ArrayLike<T>; readonly validity?: Uint8Array },
  write: (value: T) => string,
): Write {
  return (index) => {
    const value = values[index];
    const isNull = value === undefined || (validity !== undefined && validity[index] !== 1);
    return isNull ? null : write(value);
  };
}

function listed<T>(
  { values }: { readonly values: readonly (T | null)[] },
  write: (value: T) => string,
): Write {
  return (index) => {
    const value = values[index];
    return value === undefined || value === null ? null : write(value);
  };
}

/** Years before 1 with BC, years after 9999 without a sign. */
function spellYear(text: string, zone = ""): string {
  const first = text.charCodeAt(0);
  if (first > 0x30 && first <= 0x39) return text + zone;
  const [, sign = "+", digits = "", rest = ""] = /^([+-]?)(\d+)(-.*)$/.exec(text) ?? [];
  if (digits === "") return text;
  const year = Number(sign + digits);
  if (year > 0) return `${String(year).padStart(4, "0")}${rest}${zone}`;
  return `${String(1 - year).padStart(4, "0")}${rest}${zone} BC`;
}

function writeInterval({ months, days, micros }: ValueOf["interval"]): string {
  return `${months} months ${days} days ${micros} microseconds`;
}

function toHex({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("hex");
}

const special = /[\\\t\n\r\0\p{Cs}]/u;
const escapes: Readonly<Record<string, string>> = {
  "\\": String.raw`\\`,
  "\t": String.raw`\t`,
  "\n": String.raw`\n`,
  "\r": String.raw`\r`,
};

function escapeText(value: string, column: Column): string {
  if (!special.test(value)) return value;
  const target = { name: column.name, type: column };
  if (value.includes("\0")) throw cannotHold(target, "Postgres has no text with U+0000");
  if (/\p{Cs}/u.test(value)) throw cannotHold(target, "a text is not well-formed Unicode");
  return value.replaceAll(/[\\\t\n\r]/g, (one) => escapes[one] ?? one);
}
