import { dialects, isDxError, relation, toNames, type Dialect } from "@dx/core";
import { z } from "zod";

/**
 * A share: up to 1 it is a proportion, above that a percentage, so that 95 and 0.95 are the same. What comes
 * out is the proportion.
 */
export const proportion: z.ZodType<number> = z
  .number()
  .min(0)
  .max(100)
  .transform((value) => (value > 1 ? value / 100 : value))
  .describe("a proportion from 0 to 1, or a percentage above 1 up to 100");

/** Whose SQL is written; upper and lower case are the same. */
export const platform: z.ZodType<Dialect> = z
  .string()
  .transform((value) => value.toLowerCase())
  .pipe(z.enum(dialects))
  .describe(`one of ${dialects.join(", ")}`);

/** The name of a table: `customer`, `shop.customer`, `db.shop.customer`; double quotes protect a part. */
export const tableName: z.ZodType<string> = z
  .string()
  .superRefine((value, context) => refine(() => relation(value), context))
  .describe("a table, as shop.customer; double quotes protect a part");

/** The names of columns: one, or a list without repetition; what comes out is a list. */
export const columnNames: z.ZodType<readonly string[]> = z
  .union([z.string(), z.array(z.string())])
  .superRefine((value, context) => refine(() => toNames(value), context))
  .transform((value) => (typeof value === "string" ? [value] : value))
  .describe("the name of a column, or a list of names");

function refine(check: () => unknown, context: z.RefinementCtx): void {
  try {
    check();
  } catch (error) {
    if (!isDxError(error)) throw error;
    const hint = error.hint === undefined ? "" : `; ${error.hint}`;
    context.addIssue({ code: "custom", message: `${error.summary}${hint}` });
  }
}
