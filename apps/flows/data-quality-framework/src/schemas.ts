import type { DataType } from "@dx/core";
import type { Backtest, Check, CheckResult, FailingRows, KillRate, SuiteResult } from "@dx/quality";
import { z } from "zod";

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** A check, as `checkSuite` holds it. */
export const checkSchema: z.ZodType<Check> = z.custom<Check>(isObject);

/** A check's result, without rows. */
export const resultSchema: z.ZodType<CheckResult> = z.custom<CheckResult>(isObject);

/** How many rows fail anything. */
export const failingSchema: z.ZodType<FailingRows> = z.custom<FailingRows>(isObject);

/** The results of a run. */
export const runSchema: z.ZodType<SuiteResult> = z.custom<SuiteResult>(isObject);

/** A measured kill rate. */
export const killRateSchema: z.ZodType<KillRate> = z.custom<KillRate>(isObject);

/** What the past says of alarms. */
export const backtestSchema: z.ZodType<Backtest> = z.custom<Backtest>(isObject);

/** A table as it was staged. */
export const stagedTable = z.strictObject({
  name: z.string(),
  staged: z.string(),
  criticality: z.enum(["high", "medium", "low"]).nullable(),
  rows: z.number(),
  columns: z.array(
    z.strictObject({ name: z.string(), type: z.custom<DataType>(isObject), native: z.string() }),
  ),
});

/** A table as it was staged; one that is only referred to has no criticality. */
export type StagedTable = z.infer<typeof stagedTable>;

/** A suggested check, and what became of it. */
export const suggestionSchema = z.strictObject({
  check: checkSchema,
  reason: z.string(),
  /** `kept` held of the rows that it was chosen by; `refuted` did not; `untested` had none. */
  state: z.enum(["kept", "refuted", "untested"]),
});

/** A suggested check, and what became of it. */
export type StatedSuggestion = z.infer<typeof suggestionSchema>;

/**
 * A damage that nothing noticed, of no column if it is to the table; a rule to add, and whether it was seen to notice the damage:
 * `null` if it is to be completed first, or does not hold of the copy as it is.
 */
export const survivorSchema = z.strictObject({
  table: z.string(),
  column: z.string().nullable(),
  damage: z.string(),
  kind: z.string(),
  add: z.string(),
  notices: z.boolean().nullable(),
});
