import { parsePlainValue, type DataType, type Decimal } from "@dx/core";

/** A text as a value of a type, `undefined` if it is none, or does not fit its digits. */
export function readAs(text: string, type: DataType): unknown {
  try {
    if (type.kind === "json") JSON.parse(text);
    if (type.kind !== "decimal") return parsePlainValue(type.kind, trimZeros(text, type));
    return fit(parsePlainValue("decimal", text), type.precision, type.scale ?? 0);
  } catch {
    return undefined;
  }
}

/** A whole number may be written with zeros behind the point. */
function trimZeros(text: string, { kind }: DataType): string {
  return kind === "int32" || kind === "int64" ? text.replace(/\.0+$/, "") : text;
}

function fit(value: Decimal, precision: number | undefined, scale: number): Decimal | undefined {
  if (precision === undefined) return value;
  let { unscaled, scale: own } = value;
  while (own > scale && unscaled % 10n === 0n) [unscaled, own] = [unscaled / 10n, own - 1];
  if (own > scale) return undefined;
  const scaled = unscaled * 10n ** BigInt(scale - own);
  const size = scaled < 0n ? -scaled : scaled;
  return size < 10n ** BigInt(precision) ? { unscaled: scaled, scale } : undefined;
}
