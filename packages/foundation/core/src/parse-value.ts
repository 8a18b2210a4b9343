import {
  dataType,
  type DataType,
  type DataTypeKind,
  type Decimal,
  type Interval,
} from "./data-type.ts";
import type { PlainType, TypeName, ValueOf } from "./data-type.ts";
import { DxError } from "./error.ts";
import { parseDate, parseTimestamp } from "./timestamp.ts";

const parses: { readonly [K in DataTypeKind]: (text: string) => ValueOf[K] | undefined } = {
  boolean: (text) => (text === "true" || text === "false" ? text === "true" : undefined),
  int32: parseInt32,
  int64: parseInt64,
  float64: parseFloat64,
  decimal: parseDecimal,
  text: (text) => text,
  date: parseDate,
  time: parseTime,
  timestamp: parseTimestamp,
  instant: parseTimestamp,
  interval: parseInterval,
  bytes: parseBytes,
  uuid: parseUuid,
  json: (text) => text,
};

/**
 * Reads the canonical text of a value, as `formatPlainValue` writes it.
 * @throws DxError `DX_CORE_VALUE` if the text is none of the type
 * @example
 * ```ts
 * import { parsePlainValue } from "@dx/core";
 * if (parsePlainValue("decimal", "-1.10").unscaled !== -110n) throw new Error();
 * ```
 */
export function parsePlainValue<Kind extends DataTypeKind>(
  type: Kind | Extract<DataType, PlainType<Kind>>,
  text: string,
): ValueOf[Kind] {
  const value = parses[dataType(type).kind](text);
  if (value === undefined) throw noValue(type, text);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kind chose the parser
  return value as ValueOf[Kind];
}

function noValue(type: TypeName, text: string): DxError {
  const { kind } = dataType(type);
  return new DxError("DX_CORE_VALUE", `${JSON.stringify(text)} is no ${kind}`, {
    hint: "write it as `formatPlainValue` does",
  });
}

function parseInt32(text: string): number | undefined {
  const value = parseInt64(text);
  return value !== undefined && BigInt.asIntN(32, value) === value ? Number(value) : undefined;
}

function parseInt64(text: string): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace("+", ""));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

function parseFloat64(text: string): number | undefined {
  if (/^(NaN|-?Infinity)$/.test(text)) return Number(text);
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

function parseDecimal(text: string): Decimal | undefined {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text) ?? [];
  const digits = whole + fraction;
  if (digits === "") return undefined;
  const scale = fraction.length - Number(exponent);
  const size = BigInt(scale < 0 ? digits.padEnd(digits.length - scale, "0") : digits);
  return { unscaled: sign === "-" ? -size : size, scale: Math.max(scale, 0) };
}

function parseTime(text: string): bigint | undefined {
  const [, hour, minute = "", second = "0", rest = ""] =
    /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?$/.exec(text) ?? [];
  if (hour === undefined || Number(minute) > 59 || Number(second) > 59) return undefined;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  const micros = BigInt(seconds) * 1_000_000n + BigInt(rest.padEnd(6, "0"));
  return micros <= 86_400_000_000n ? micros : undefined;
}

function parseInterval(text: string): Interval | undefined {
  const [, months, days, sign = "", seconds = "0", rest = ""] =
    /^P(-?\d+)M(-?\d+)DT(-?)(\d+)\.(\d{6})S$/.exec(text) ?? [];
  if (months === undefined) return undefined;
  const micros = BigInt(seconds) * 1_000_000n + BigInt(rest);
  return { months: Number(months), days: Number(days), micros: sign === "-" ? -micros : micros };
}

function parseBytes(text: string): Uint8Array | undefined {
  if (!/^([\da-f]{2})*$/i.test(text)) return undefined;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function parseUuid(text: string): string | undefined {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) ? text.toLowerCase() : undefined;
}
