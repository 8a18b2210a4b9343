import type { ObtSpec } from "@dx/obt";
import { z } from "zod";

const names = z.union([z.string(), z.array(z.string())]);

/** A specification of a wide table, in journals and outputs. */
export const specSchema: z.ZodType<ObtSpec> = z.strictObject({
  fact: z.string(),
  factKey: names,
  factColumns: names.exactOptional(),
  measures: z.array(
    z.strictObject({
      column: z.string(),
      rollUp: z.enum(["sum", "min", "max", "average", "last", "none"]),
      per: names.exactOptional(),
      isFloat: z.boolean().exactOptional(),
    }),
  ),
  dimensions: z.array(
    z.strictObject({
      table: z.string(),
      joinKey: names,
      dimensionKey: names.exactOptional(),
      attributes: names,
      role: z.string().exactOptional(),
      current: z
        .strictObject({
          businessKey: names,
          flag: z.string().exactOptional(),
          validTo: z.string().exactOptional(),
        })
        .exactOptional(),
      asOf: z
        .strictObject({ validFrom: z.string(), validTo: z.string(), at: z.string() })
        .exactOptional(),
    }),
  ),
  level: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("detail") }),
    z.strictObject({
      kind: z.enum(["daily", "monthly"]),
      time: z.string(),
      as: z.string().exactOptional(),
    }),
  ]),
  calculated: z.array(z.strictObject({ name: z.string(), formula: z.string() })).exactOptional(),
  filters: z.array(z.string()).exactOptional(),
});
