import type { Dialect } from "@dx/core";
import { toPiece } from "../join-sql.ts";
import type { Sql } from "../sql.ts";
import { checkForms } from "./check-forms.ts";
import { dialectCall } from "./functions.ts";

/** How many rows fulfil a condition; where it is NULL, it does not. 0 of no rows. */
export function countIf(condition: Sql): Sql {
  return dialectCall("count-if", condition);
}

/** Forms of one pattern; each dialect takes the cheapest that it has. */
export interface PatternForms {
  /** A regular expression in what RE2, POSIX and Java share, which may match anywhere; `.` is any character, also a line feed. */
  readonly pattern: string;
  /** A pattern of `like` without escapes that means the same. */
  readonly like?: string;
  /** A pattern of `glob`, which must match as a whole, that means the same. */
  readonly glob?: string;
}

/** Whether text, by its code points, is as a pattern says; NULL of NULL. */
export function matchesPattern(value: Sql, { pattern, like, glob }: PatternForms): Sql {
  const forms = [pattern, like ?? null, glob ?? null].map(toPiece);
  return dialectCall("matches-pattern", value, ...forms);
}

/**
 * The number below which a share of the values lies, interpolated between neighbours.
 * @param share - 0 to 1
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` where the dialect has no such aggregate
 */
export function quantile(value: Sql, share: number): Sql {
  return dialectCall("quantile", value, toPiece(share));
}

/**
 * How many different whole numbers a column has, all of which lie between two bounds, those included; what lies
 * outside may be an error. Where the dialect has bitmaps, in the time of one scan.
 */
export function countIntegers(value: Sql, min: bigint, max: bigint): Sql {
  return dialectCall("count-integers", value, toPiece(String(min)), toPiece(String(max)));
}

/** Whether {@link countIntegers} is done by a bitmap, and so is cheaper than groups of equal values. */
export function canCountIntegers(dialect: Dialect): boolean {
  return checkForms[dialect].hasBitmaps;
}

/** Whether text is one JSON value; NULL, or anything, of NULL. Postgres has it from 16. */
export function isJson(value: Sql): Sql {
  return dialectCall("is-json", value);
}

/** Units of {@link laterBy}. */
export type LaterUnit = "second" | "minute" | "hour" | "day" | "week" | "month" | "year";

/** A date or timestamp so many whole units later, as a timestamp; months and years by the calendar, the day cut where the month is shorter. */
export function laterBy(time: Sql, step: number, unit: LaterUnit): Sql {
  return dialectCall("later-by", time, toPiece(String(step)), toPiece(unit));
}
