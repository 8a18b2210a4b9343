import { defineTask } from "@dx/runner";
import { z } from "zod";
import { stagedTable } from "../schemas.ts";

/** Asks the catalogue for a table's columns. */
export const describeStaged = defineTask("describe-staged", {
  version: 1,
  effect: "none",
  input: z.strictObject({ table: z.string() }),
  output: stagedTable.shape.columns,
  run: async ({ table }, { databases: { target } }) => {
    const { columns } = await target.describe(table);
    return columns.map(({ name, type, native }) => ({ name, type, native }));
  },
});
