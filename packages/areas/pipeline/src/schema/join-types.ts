import type { DataType, DecimalType } from "@dx/core";

const mostDigits = 38;
const whole: Readonly<Record<string, number>> = { int32: 10, int64: 19 };

/**
 * The smallest type that holds every value of two types without loss; `null` if only text does. An int64 is no
 * float64, which would lose digits beyond 2 ** 53, and no boolean is a number. It is commutative and associative, and
 * a type joined with itself is itself.
 * @example
 * ```ts
 * import { joinTypes } from "@dx/pipeline";
 * const joined = joinTypes({ kind: "int32" }, { kind: "decimal", precision: 5, scale: 2 });
 * if (JSON.stringify(joined) !== '{"kind":"decimal","precision":12,"scale":2}') throw new Error();
 * if (joinTypes({ kind: "int64" }, { kind: "float64" }) !== null) throw new Error();
 * ```
 */
export function joinTypes(one: DataType, other: DataType): DataType | null {
  if (one.kind === "decimal" && other.kind === "decimal") return joinDecimals(one, other);
  if (one.kind === other.kind) return one.kind === "text" ? { kind: "text" } : one;
  const kinds = [one.kind, other.kind].toSorted().join(" ");
  switch (kinds) {
    case "int32 int64":
      return { kind: "int64" };
    case "float64 int32":
      return { kind: "float64" };
    case "date timestamp":
      return { kind: "timestamp" };
    default:
      return joinWithDecimal(one, other) ?? joinWithDecimal(other, one);
  }
}

function joinWithDecimal(one: DataType, other: DataType): DataType | null {
  const digits = whole[one.kind];
  if (digits === undefined || other.kind !== "decimal") return null;
  return joinDecimals({ kind: "decimal", precision: digits, scale: 0 }, other);
}

/** Room for the digits of both, before the point and behind it; without a precision there is room for all. */
function joinDecimals(one: DecimalType, other: DecimalType): DecimalType | null {
  if (one.precision === undefined || other.precision === undefined) return { kind: "decimal" };
  const [left = 0, right = 0] = [one.scale, other.scale];
  const scale = Math.max(left, right);
  const precision = Math.max(one.precision - left, other.precision - right) + scale;
  return precision > mostDigits ? null : { kind: "decimal", precision, scale };
}

/** Whether two types are the same, what engines call them aside. */
export function sameType(one: DataType, other: DataType): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind !== "decimal" || other.kind !== "decimal") return true;
  return one.precision === other.precision && (one.scale ?? 0) === (other.scale ?? 0);
}
