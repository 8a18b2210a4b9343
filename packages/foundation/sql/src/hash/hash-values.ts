import { dataType, formatBytes, infiniteDays, infiniteMicros } from "@dx/core";
import type { DataTypeKind, Decimal, Interval, TypeName, ValueOf } from "@dx/core";
import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { requireWellFormed } from "../internal/text.ts";
import { hashTags } from "./row-hash.ts";

/** One value of a row, as `ValueOf` of `@dx/core` says; `null` is NULL. */
export interface HashedValue {
  /** Its type. */
  readonly type: TypeName;
  /** Itself. */
  readonly value: ValueOf[DataTypeKind] | null;
}

/**
 * The hash of a row of values: what `rowHash` is in an engine.
 * @param values - in an order that counts
 * @throws DxError `DX_SQL_TEXT` for text that is not well-formed Unicode
 * @example
 * ```ts
 * import { hashValues } from "@dx/sql";
 * const narrow = hashValues([{ type: "int32", value: 7 }]);
 * if (narrow !== hashValues([{ type: "int64", value: 7n }])) throw new Error();
 * ```
 */
export function hashValues(values: readonly HashedValue[]): string {
  return bytesToHex(md5(utf8ToBytes(values.map(encodeValue).join(""))));
}

type Encode<Kind extends DataTypeKind> = (value: ValueOf[Kind]) => string;
const encodes: { readonly [Kind in DataTypeKind]: Encode<Kind> } = {
  boolean: (value) => (value ? "1" : "0"),
  int32: String,
  int64: String,
  float64: encodeFloat,
  decimal: encodeDecimal,
  text: withLength,
  date: (value) => encodeTime(BigInt(value), BigInt(infiniteDays)),
  time: String,
  timestamp: (value) => encodeTime(value, infiniteMicros),
  instant: (value) => encodeTime(value, infiniteMicros),
  interval: ({ months, days, micros }: Interval) => `${months},${days},${micros}`,
  bytes: formatBytes,
  uuid: (value) => value.toLowerCase(),
  json: withLength,
};

function encodeValue({ type, value }: HashedValue): string {
  if (value === null) return "n;";
  const { kind } = dataType(type);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kind decides the value's type
  const encode = encodes[kind] as Encode<DataTypeKind>;
  return `${hashTags[kind]}${encode(value)};`;
}

function encodeFloat(value: number): string {
  if (value === 0) return "0";
  if (Number.isNaN(value)) return "nan";
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  return bits.getBigUint64(0).toString(16).padStart(16, "0");
}

function encodeDecimal({ unscaled, scale }: Decimal): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale, "0");
  const whole = digits.slice(0, digits.length - scale).replace(/^0+/, "");
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  return `${unscaled < 0n ? "-" : ""}${whole}.${fraction}`;
}

function encodeTime(value: bigint, infinity: bigint): string {
  if (value === infinity) return "infinity";
  return value === -infinity ? "-infinity" : String(value);
}

function withLength(text: string): string {
  requireWellFormed(text, "DX_SQL_TEXT");
  let length = 0;
  for (const _ of text) length += 1;
  return `${length}:${text}`;
}
