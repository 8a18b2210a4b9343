import type { Finding } from "@dx/core";
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
