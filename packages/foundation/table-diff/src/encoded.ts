import { formatPlainValue, formatValue, infiniteDays, infiniteMicros, valueAt } from "@dx/core";
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

/** The canonical text of an encoded value; `null` is NULL. */
export function decodeValue(encoded: string, kind: DataTypeKind): string | null {
  if (encoded === "n;") return null;
  const text = encoded.slice(1, -1);
  switch (kind) {
    case "boolean":
      return text === "1" ? "true" : "false";
    case "float64":
      return formatPlainValue("float64", readFloat(text));
    case "decimal":
      return text.replace(/^(-?)\./, "$10.").replace(/\.$/, "");
    case "text":
    case "json":
      return text.slice(text.indexOf(":") + 1);
    case "date":
      return formatPlainValue("date", Number(finite(text) ?? BigInt(infiniteDays) * signOf(text)));
    case "time":
      return formatPlainValue("time", BigInt(text));
    case "timestamp":
    case "instant":
      return formatPlainValue(kind, finite(text) ?? infiniteMicros * signOf(text));
    case "interval": {
      const [months = "", days = "", micros = ""] = text.split(",");
      const parts = { months: Number(months), days: Number(days), micros: BigInt(micros) };
      return formatPlainValue("interval", parts);
    }
    default:
      return text;
  }
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

/** A value of an answer as text; `null` is NULL, and no encoded value. */
export function readText({ columns }: Rows, column: number, row: number): string {
  const found = columns[column];
  return found === undefined ? "" : String(valueAt(found, row));
}

/** A count, 0 if there was nothing to count. */
export function readCount({ columns }: Rows, column: number): number {
  const found = columns[column];
  return found === undefined ? 0 : Number(formatValue(found, 0) ?? "0");
}
