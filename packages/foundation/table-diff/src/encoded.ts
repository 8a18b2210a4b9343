import { formatPlainValue, formatValue, infiniteDays, infiniteMicros } from "@dx/core";
import type { DataTypeKind, Rows } from "@dx/core";
import { encodeColumn, sql, type Sql } from "@dx/sql";

/** The value of an expression of a type as text that engines agree on; {@link decodeValue} reads it. */
export function encodeValue(value: Sql, kind: DataTypeKind): Sql {
  return sql`${encodeColumn({ sql: value, type: kind })}`;
}

/** The same for what `comparable` of `@dx/sql` made of the value, which may be text already. */
export function encodeComparable(value: Sql, kind: DataTypeKind): Sql {
  if (kind === "interval") return sql`coalesce('v' || ${value} || ';', 'n;')`;
  return encodeValue(value, kind === "json" ? "text" : kind);
}

const withLength = (text: string): string => text.slice(text.indexOf(":") + 1);
const micros =
  (kind: "timestamp" | "instant") =>
  (text: string): string =>
    formatPlainValue(kind, finite(text) ?? infiniteMicros * signOf(text));

/** How the text between tag and `;` is read where it is not the canonical text. */
const decodes: { readonly [Kind in DataTypeKind]?: (text: string) => string } = {
  boolean: (text) => (text === "1" ? "true" : "false"),
  float64: (text) => formatPlainValue("float64", readFloat(text)),
  decimal: (text) => text.replace(/^(-?)\./, "$10.").replace(/\.$/, ""),
  text: withLength,
  json: withLength,
  date: (text) =>
    formatPlainValue("date", Number(finite(text) ?? BigInt(infiniteDays) * signOf(text))),
  time: (text) => formatPlainValue("time", BigInt(text)),
  timestamp: micros("timestamp"),
  instant: micros("instant"),
  interval: (text) => {
    const [months = "", days = "", rest = ""] = text.split(",");
    const parts = { months: Number(months), days: Number(days), micros: BigInt(rest) };
    return formatPlainValue("interval", parts);
  },
};

/** The canonical text of an encoded value; `null` is NULL. */
export function decodeValue(encoded: string, kind: DataTypeKind): string | null {
  if (encoded === "n;") return null;
  const text = encoded.slice(1, -1);
  return decodes[kind]?.(text) ?? text;
}

/** The number whose bits an encoded floating-point value has. */
function readFloat(text: string): number {
  if (text === "0") return 0;
  if (text === "nan") return Number.NaN;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setBigUint64(0, BigInt(`0x${text}`));
  return bits.getFloat64(0);
}

function finite(text: string): bigint | undefined {
  return text.endsWith("infinity") ? undefined : BigInt(text);
}

function signOf(text: string): bigint {
  return text.startsWith("-") ? -1n : 1n;
}

/** A value of an answer as text; `null` is NULL, which no encoded value is. */
export function readText({ columns }: Rows, column: number, row: number): string {
  const found = columns[column];
  return (found === undefined ? null : formatValue(found, row)) ?? "null";
}

/** A count, 0 if there was nothing to count. */
export function readCount(answer: Rows, column: number): number {
  const text = readText(answer, column, 0);
  return text === "null" ? 0 : Number(text);
}
