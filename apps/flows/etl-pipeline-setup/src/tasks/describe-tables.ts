/* oxlint-disable no-await-in-loop -- few tables */
import { defineTask } from "@dx/runner";
import { countRows } from "@dx/sql";
import { z } from "zod";

/** The columns and the number of rows of tables. */
export const describeTables = defineTask("describe-tables", {
  version: 1,
  effect: "none",
  input: z.strictObject({ schema: z.string(), tables: z.array(z.string()) }),
  output: z.array(
    z.strictObject({ name: z.string(), columns: z.array(z.string()), rows: z.number() }),
  ),
  run: async ({ schema, tables }, { databases: { target } }) => {
    const found: { name: string; columns: string[]; rows: number }[] = [];
    for (const name of tables) {
      const table = { kind: "relation", schema, name } as const;
      const { columns } = await target.describe(table);
      found.push({
        name,
        columns: columns.map((one) => one.name),
        rows: await target.run(countRows(table)),
      });
    }
    return found;
  },
});
