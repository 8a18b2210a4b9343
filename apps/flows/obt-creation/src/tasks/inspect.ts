import { dialects, DxError, relation, type DataTypeKind } from "@dx/core";
import { describeIfThere } from "@dx/database";
import { bindObt, obtComment } from "@dx/obt";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { inputs as inputsSchema } from "../inputs.ts";
import { specOf } from "../spec-of.ts";
import { specSchema } from "../spec-schema.ts";

const typeKind = z.enum([
  "boolean",
  "int32",
  "int64",
  "float64",
  "decimal",
  "text",
  "date",
  "time",
  "timestamp",
  "instant",
  "interval",
  "bytes",
  "uuid",
  "json",
]) satisfies z.ZodType<DataTypeKind>;
const column = z.strictObject({ name: z.string(), from: z.string(), type: typeKind });

/** Looks at the tables, makes the specification, and has the target bind its query. */
export const inspect = defineTask("inspect", {
  version: 1,
  effect: "none",
  input: z.strictObject({
    inputs: inputsSchema,
    table: z.string(),
    places: z.record(z.string(), z.string()),
  }),
  output: z.strictObject({
    spec: specSchema,
    named: specSchema,
    assumed: z.array(z.string()),
    isThere: z.boolean(),
    columns: z.array(column),
    dialect: z.enum(dialects),
  }),
  run: async ({ inputs, table, places }, { databases: { target } }) => {
    const tables = [inputs.factTable, ...inputs.dimensions.map((one) => one.table)];
    const placeOf = (name: string): string => places[name] ?? name;
    const schemas = new Map(
      await Promise.all(
        tables.map(async (name) => {
          const schema = await target.describe(placeOf(name));
          return [name, { ...schema, relation: relation(name) }] as const; // as the inputs call it
        }),
      ),
    );
    const schemaOf = (name: string) => {
      const schema = schemas.get(name);
      if (schema === undefined) throw new DxError("DX_FLOW_OBT", `${name} was not read`);
      return schema;
    };
    const { spec, assumed } = specOf(inputs, schemaOf, placeOf);
    const { spec: named } = specOf(inputs, schemaOf, (name) => name);
    const columns = await target.run(bindObt(spec));
    const earlier = await describeIfThere(target, table);
    if (earlier !== undefined && earlier.comment?.startsWith(obtComment) !== true)
      throw new DxError("DX_FLOW_OBT", `${table} is there, and was not made by this flow`, {
        path: ["table"],
        hint: "give the wide table another name by `table`, or remove the one that is there",
      });
    return {
      spec,
      named,
      assumed: [...assumed],
      isThere: earlier !== undefined,
      columns: columns.map(({ name, kind, table: of, source, type }) => ({
        name,
        from: kind === "calculated" ? source : `${of}.${source}`,
        type,
      })),
      dialect: target.dialect,
    };
  },
});
