import { DxError, parsePlainValue, type DataTypeKind, type Decimal } from "@dx/core";

/** Which of two values of a kind is greater: below 0, 0, above 0; `undefined` of what is no value, or has no order here. */
export function orderOf(kind: DataTypeKind, one: string, other: string): number | undefined {
  try {
    return compared(kind, one, other);
  } catch (error) {
    if (error instanceof DxError) return undefined;
    throw error;
  }
}

function compared(kind: DataTypeKind, one: string, other: string): number | undefined {
  switch (kind) {
    case "int32":
    case "int64":
    case "decimal": {
      const [a, b] = [parsePlainValue("decimal", one), parsePlainValue("decimal", other)];
      return signOf(scaled(a, b.scale), scaled(b, a.scale));
    }
    case "float64":
      return signOf(Number(one), Number(other));
    case "date":
      return signOf(parsePlainValue("date", one), parsePlainValue("date", other));
    case "timestamp":
      return signOf(parsePlainValue("timestamp", one), parsePlainValue("timestamp", other));
    default:
      return undefined;
  }
}

/** The digits of a decimal, with as many more behind the point as another has. */
function scaled({ unscaled }: Decimal, more: number): bigint {
  return unscaled * 10n ** BigInt(more);
}

function signOf<T extends number | bigint>(one: T, other: T): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
