import { parsePlainValue, type Decimal } from "@dx/core";
import { isNotDistinct, sql, typedLiteral, type Sql } from "@dx/sql";
import type { Allowance } from "./plan-comparison.ts";

// Postgres refuses to compute what overflows or underflows, so numbers near the ends of the range are compared exactly.
const largest = 8e307;
const least = 1e-280;

/** Whether two numbers in canonical text are as near as is allowed; NaN is near NaN, an infinity itself. */
export function isWithin(left: string, right: string, allowance: Allowance): boolean {
  if (left === right) return true;
  if (allowance.kind === "float") {
    const [one, other] = [parsePlainValue("float64", left), parsePlainValue("float64", right)];
    const larger = Math.max(Math.abs(one), Math.abs(other));
    if (!(larger <= largest)) return false;
    const { absolute, relative } = allowance;
    return Math.abs(one - other) <= absolute + (larger < least ? 0 : relative * larger);
  }
  if (!isDecimal(left) || !isDecimal(right)) return false;
  const three = [parsePlainValue("decimal", left), parsePlainValue("decimal", right)];
  const [one = 0n, other = 0n, allowed = 0n] = align([...three, allowance.absolute]);
  return (one > other ? one - other : other - one) <= allowed;
}

function isDecimal(text: string): boolean {
  return /^-?[\d.]+$/.test(text);
}

function align(values: readonly Decimal[]): readonly bigint[] {
  const scale = Math.max(...values.map((value) => value.scale));
  return values.map((value) => value.unscaled * 10n ** BigInt(scale - value.scale));
}

function finite(value: Sql): Sql {
  return sql`abs(${value}) <= ${largest}`;
}

/** The same in SQL, for values that may be NULL; true or false, never NULL. */
export function isWithinSql(left: Sql, right: Sql, allowance: Allowance): Sql {
  const same = isNotDistinct(left, right);
  const apart = sql`abs(${left} - ${right})`;
  if (allowance.kind === "exact") {
    const { absolute } = allowance;
    const precision = Math.max(absolute.scale + 1, String(absolute.unscaled).length);
    const allowed = typedLiteral({ kind: "decimal", precision, scale: absolute.scale }, absolute);
    return sql`(case when ${same} then true when ${left} is null or ${right} is null then false else ${apart} <= ${allowed} end)`;
  }
  const larger = sql`(case when abs(${left}) > abs(${right}) then abs(${left}) else abs(${right}) end)`;
  const share = sql`case when ${larger} < ${least} then 0 else ${allowance.relative} * ${larger} end`;
  const allowed = sql`${allowance.absolute} + ${share}`;
  return sql`(case when ${same} then true when ${left} is null or ${right} is null then false when ${finite(left)} and ${finite(right)} then ${apart} <= ${allowed} else false end)`;
}
