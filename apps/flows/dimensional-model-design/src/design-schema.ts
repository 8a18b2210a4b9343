import type { DesignReference, DesignTable } from "@dx/dimensional";
import { z } from "zod";
import { typeSchema } from "./model-schema.ts";

const name = z.string();
const by = z.enum(["person", "catalogue", "data"]);

const figures = z.strictObject({
  nulls: z.number().exactOptional(),
  distinct: z.number().exactOptional(),
  min: name.nullable().exactOptional(),
  max: name.nullable().exactOptional(),
  timed: z.number().exactOptional(),
  withSeconds: z.number().exactOptional(),
});

/** A table of the source, as `DesignTable` of `@dx/dimensional`. */
export const tableSchema: z.ZodType<DesignTable> = z.strictObject({
  name,
  columns: z.array(z.strictObject({ name, type: typeSchema })),
  keys: z.array(z.strictObject({ columns: z.array(name), by })),
  rows: z.number().exactOptional(),
  figures: z.record(name, figures).exactOptional(),
  dependencies: z
    .array(z.strictObject({ determinant: name, groups: z.number(), dependent: name }))
    .exactOptional(),
});

/** A reference between tables, as `DesignReference` of `@dx/dimensional`. */
export const referenceSchema: z.ZodType<DesignReference> = z.strictObject({
  child: name,
  childColumns: z.array(name),
  parent: name,
  parentColumns: z.array(name),
  by,
  reason: name,
});

/** What was counted of a table, without its values. */
export const profileSchema = z.strictObject({
  table: name,
  rows: z.number(),
  profiled: z.number(),
  columns: z.array(
    z.strictObject({
      name,
      type: name,
      nulls: z.number(),
      distinct: z.number(),
      distinctBy: z.enum(["count", "estimate"]),
      meaning: name.nullable(),
    }),
  ),
});
