import { DxError, parsePlainValue, type DataType, type Dialect } from "@dx/core";
import { requireText } from "../internal/text.ts";
import { traits } from "./traits.ts";
import { typeName } from "./type-name.ts";

/**
 * Writes text as a SQL string.
 * @throws DxError `DX_SQL_TEXT` if it is not well-formed Unicode, or has U+0000
 */
export function quoteText(text: string, dialect: Dialect): string {
  requireText(text, "DX_SQL_TEXT");
  const { escape } = traits[dialect];
  if (escape === "double") return `'${text.replaceAll("'", "''")}'`;
  const quoted = text
    .replaceAll("\\", String.raw`\\`)
    .replaceAll("'", escape === "mixed" ? "''" : String.raw`\'`);
  return `'${quoted.replaceAll("\n", String.raw`\n`).replaceAll("\r", String.raw`\r`)}'`;
}

/**
 * A value of a type as an expression.
 * @param text - SQL of its canonical text: a quoted string or a placeholder
 */
export function castText(text: string, type: DataType, dialect: Dialect): string {
  const { bytes, json } = traits[dialect];
  if (type.kind === "bytes") return bytes.join(text);
  if (type.kind === "json" && json[0] !== "") return json.join(text);
  return `cast(${text} as ${typeName(type, dialect)})`;
}

/**
 * The canonical text of a value as the dialect reads it.
 * @throws DxError `DX_SQL_UNSUPPORTED` for years and infinities that the dialect does not have
 */
export function spellValue(text: string, type: DataType, dialect: Dialect): string {
  const { utc, infinity } = traits[dialect];
  switch (type.kind) {
    case "date":
    case "timestamp":
      return spellTime(text, dialect);
    case "instant":
      return spellTime(text.replace("Z", utc), dialect);
    case "float64":
      return text.replace("Infinity", infinity);
    case "interval":
      return spellInterval(text, dialect);
    default:
      return text;
  }
}

function spellTime(text: string, dialect: Dialect): string {
  if (text.endsWith("infinity") && traits[dialect].farYears === null)
    throw new DxError("DX_SQL_UNSUPPORTED", `${dialect} has no ${text}`, {
      hint: "write NULL, or a date that is far away",
    });
  return /^[+-]\d/.test(text) || text.startsWith("0000") ? spellFarYear(text, dialect) : text;
}

function spellFarYear(text: string, dialect: Dialect): string {
  const { farYears } = traits[dialect];
  const [, sign = "+", digits = "", rest = ""] = /^([+-]?)(\d+)(-.*)$/.exec(text) ?? [];
  if (farYears === null)
    throw new DxError("DX_SQL_UNSUPPORTED", `${dialect} has no year ${sign}${digits}`, {
      hint: "years 1 to 9999 are known everywhere",
    });
  const year = Number(`${sign}${digits}`);
  if (year > 0) return `${year}${rest}`;
  const before = `${String(1 - year).padStart(4, "0")}${rest}`;
  if (farYears === "postgres") return `${before} BC`;
  return before.replace(/^(\d+-\d\d-\d\d)/, "$1 (BC)");
}

/** @see BigQuery, "Interval type" (canonical format): each part has its own sign, and words are not read */
function spellInterval(text: string, dialect: Dialect): string {
  const { months, days, micros } = parsePlainValue("interval", text);
  if (dialect !== "bigquery") return `${months} months ${days} days ${micros} microseconds`;
  const [size, seconds] = [Math.abs(months), (micros < 0n ? -micros : micros) / 1_000_000n];
  const years = `${months < 0 ? "-" : ""}${Math.trunc(size / 12)}-${size % 12}`;
  const clock = `${seconds / 3600n}:${(seconds / 60n) % 60n}:${seconds % 60n}`;
  return `${years} ${days} ${micros < 0n ? "-" : ""}${clock}.${text.slice(-7, -1)}`;
}
