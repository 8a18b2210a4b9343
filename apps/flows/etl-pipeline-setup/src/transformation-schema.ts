import { columnNames } from "@dx/runner";
import { z } from "zod";

const output = z.strictObject({
  column: z.string().optional(),
  cast: z.enum(["int64", "float64", "text", "date", "timestamp"]).optional(),
  aggregate: z.enum(["sum", "min", "max", "avg", "count", "count_distinct"]).optional(),
  text: z.enum(["trim", "lower", "upper"]).optional(),
  ifNull: z.string().optional(),
});

/** A transformation, as `Transformation` of `@dx/pipeline` says. */
export const transformation = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, "small letters, digits and _, a letter first"),
    layer: z.enum(["staging", "intermediate", "marts"]),
    description: z.string().optional(),
    key: columnNames,
    from: z.string().optional(),
    joins: z
      .array(
        z.strictObject({
          table: z.string(),
          on: z.record(z.string(), z.string()),
          kind: z.enum(["left", "inner"]).optional(),
        }),
      )
      .optional(),
    columns: z.record(z.string(), z.union([z.string(), output])).optional(),
    where: z
      .array(
        z.strictObject({
          column: z.string(),
          is: z.enum(["=", "<>", "<", "<=", ">", ">=", "null", "not null"]),
          value: z.union([z.string(), z.number(), z.boolean()]).optional(),
        }),
      )
      .optional(),
    sql: z.string().optional(),
  })
  .superRefine(({ from, columns, sql }, context) => {
    const isStructured = from !== undefined && columns !== undefined;
    const isText = sql !== undefined && from === undefined && columns === undefined;
    if (isStructured === isText || (isStructured && sql !== undefined))
      context.addIssue({ code: "custom", message: "give `from` and `columns`, or `sql`" });
  });
