import { DxError, findNamed } from "@dx/core";
import { describeIfThere } from "@dx/database";
import { starTables } from "@dx/dimensional";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { modelSchema } from "../model-schema.ts";

/** Looks which tables of the star are there already, and whether they have its columns. */
export const inspectTarget = defineTask("inspect-target", {
  version: 1,
  effect: "none",
  input: modelSchema,
  output: z.strictObject({ isNew: z.boolean() }),
  run: async (model, { databases: { target } }) => {
    const faults: string[] = [];
    let found = 0;
    for (const { name, columns } of starTables(model)) {
      // oxlint-disable-next-line no-await-in-loop -- one table after the other
      const schema = await describeIfThere(target, name);
      if (schema === undefined) continue;
      found += 1;
      const missing = columns.filter(
        (column) => findNamed(schema.columns, column.name) === undefined,
      );
      if (missing.length > 0)
        faults.push(`${name} is there, without ${missing.map((column) => column.name).join(", ")}`);
    }
    if (faults.length === 0) return { isNew: found === 0 };
    throw new DxError("DX_FLOW_TARGET", faults.join("; "), {
      path: ["model"],
      hint: "give a model with the columns that are there, or other names; nothing was written",
    });
  },
});
