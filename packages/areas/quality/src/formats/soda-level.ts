import type { Dialect } from "@dx/core";
import { renderSql, sql } from "@dx/sql";
import type { Check } from "../check.ts";
import { levelQuery } from "./check-level.ts";
import type { Losses } from "./loss.ts";
import type { SodaCheck } from "./soda-native.ts";

/** A query with as many rows as a check's level says: two where it fails, one where it warns. */
export function levelRows(check: Check, dialect: Dialect): string | undefined {
  if ("measure" in check && check.measure.kind === "freshness-minutes") return undefined;
  const level = levelQuery(check);
  if (level === undefined) return undefined;
  const grades = sql`(select 1 as grade union all select 2 as grade) as grades`;
  return renderSql(
    sql`select level from (${level}) as judged cross join ${grades} where grade <= level`,
    dialect,
  ).text;
}

/** Names what Soda keeps no place for. */
export function headLosses(check: Check, kept: readonly string[], losses: Losses): void {
  const missing = (["reason", "owner", "dimension"] as const).filter(
    (key) => check[key] !== undefined && !kept.includes(key),
  );
  if (missing.length > 0)
    losses.add(
      check.id,
      "metadata",
      missing.join(", "),
      "Soda has no field for it that runs without Soda Cloud",
    );
}

/** Names that a check which only warns keeps the stricter of its two ages. */
export function twoWarnings(check: Check, losses: Losses): void {
  if ("measure" in check && check.severity === "warning" && check.warnBounds !== undefined)
    losses.add(
      check.id,
      "metadata",
      "the laxer of two warnings",
      "both are warnings, and the stricter one comes first",
    );
}

/** Names that Soda leaves NaN to the engine. */
export function nanLoss(check: Check, native: SodaCheck, losses: Losses): void {
  if (native.kind === "invalid" && (native.valid.min ?? native.valid.max) !== undefined)
    losses.add(
      check.id,
      "verdict",
      "NaN",
      "the engine compares it as above all numbers; in dx it is outside of every range",
    );
}
