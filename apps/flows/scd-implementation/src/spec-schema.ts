import type { DataType, Finding } from "@dx/core";
import type { HistorySpec } from "@dx/scd";
import { z } from "zod";

/** What keeps the history, as `specOf` made it. */
export const specSchema: z.ZodType<HistorySpec> = z.custom<HistorySpec>(
  (value) => typeof value === "object" && value !== null && "key" in value,
);

/** A finding of `@dx/scd`. */
export const findingSchema: z.ZodType<Finding> = z.custom<Finding>(
  (value) => typeof value === "object" && value !== null && "code" in value,
);

/** A column of the source and its type, as in the schema of its table. */
export const typedColumn: z.ZodType<{ readonly name: string; readonly type: DataType }> =
  z.strictObject({
    name: z.string(),
    type: z.custom<DataType>(
      (value) => typeof value === "object" && value !== null && "kind" in value,
    ),
  });
