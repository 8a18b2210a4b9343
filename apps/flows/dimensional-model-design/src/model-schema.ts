import type { DataType } from "@dx/core";
import type { DimensionalModel } from "@dx/dimensional";
import { z } from "zod";

const name = z.string().min(1);

/** A type as in a schema of a table. */
export const typeSchema: z.ZodType<DataType> = z.custom<DataType>(
  (value) => typeof value === "object" && value !== null && "kind" in value,
);

const column = z.strictObject({
  name,
  source: name,
  from: name.exactOptional(),
  type: typeSchema,
});

const rollUp = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("sum") }),
  z.strictObject({ kind: z.literal("last"), role: name }),
  z.strictObject({ kind: z.literal("average") }),
  z.strictObject({ kind: z.literal("none") }),
]);

const measure = column.extend({
  additivity: z.enum(["additive", "semi-additive", "non-additive", "unknown"]),
  saidBy: z.enum(["data", "person", "nobody"]),
  allocation: z.strictObject({ from: name, by: name.nullable() }).exactOptional(),
  rollUp,
});

const key = z.strictObject({
  column: name,
  role: name,
  dimension: name,
  source: z.array(name).min(1),
  from: name.exactOptional(),
  asOf: name.exactOptional(),
  asOfFrom: name.exactOptional(),
  utc: z.boolean().exactOptional(),
});

const outerTable = z.strictObject({
  name,
  source: name,
  through: name.exactOptional(),
  columns: z.array(name).min(1),
  key: z.array(name).min(1),
});

const fact = z.strictObject({
  name,
  kind: z.enum(["transaction", "periodic-snapshot", "accumulating-snapshot", "factless"]),
  source: name,
  grain: z.strictObject({ sentence: name, key: z.array(column).min(1) }),
  headers: z.array(outerTable).exactOptional(),
  keys: z.array(key),
  measures: z.array(measure),
  degenerate: z.array(column),
});

const dimension = z.strictObject({
  name,
  kind: z.literal("junk").exactOptional(),
  source: name,
  surrogateKey: name,
  businessKey: z.array(column).min(1),
  attributes: z.array(column),
  outer: z.array(outerTable).exactOptional(),
  hierarchies: z.array(z.strictObject({ name, levels: z.array(name).min(2) })),
  scdType: z.union([z.literal(0), z.literal(1), z.literal(2)]),
});

const holiday = z.union([
  z.strictObject({ name, month: z.int(), day: z.int(), observed: z.boolean().exactOptional() }),
  z.strictObject({ name, month: z.int(), weekday: z.int(), nth: z.int() }),
  z.strictObject({ name, easter: z.int() }),
]);

/** A star as `DimensionalModel` of `@dx/dimensional`. */
export const modelSchema: z.ZodType<DimensionalModel> = z.strictObject({
  name,
  facts: z.array(fact).min(1),
  dimensions: z.array(dimension),
  date: z
    .strictObject({
      name,
      from: z.iso.date(),
      to: z.iso.date(),
      fiscalYearStartMonth: z.int().min(1).max(12),
      fiscalYearLabel: z.enum(["start", "end"]),
      holidays: z.array(holiday),
    })
    .nullable(),
  time: z
    .strictObject({
      name,
      granularity: z.enum(["minute", "second"]),
      dayParts: z.array(z.strictObject({ name, from: name })).min(1),
    })
    .exactOptional(),
  bridges: z
    .array(
      z.strictObject({
        name,
        source: name,
        group: z.array(column).min(1),
        through: name.exactOptional(),
        dimension: name,
        member: z.array(name).min(1),
        weight: name.exactOptional(),
      }),
    )
    .exactOptional(),
  decisions: z.array(
    z.strictObject({
      subject: name,
      about: name,
      decision: name,
      by: z.enum(["person", "catalogue", "data", "names"]),
      reason: name,
    }),
  ),
});
