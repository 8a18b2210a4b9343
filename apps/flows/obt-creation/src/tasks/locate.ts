import { describeIfThere } from "@dx/database";
import { defineTask } from "@dx/runner";
import { z } from "zod";

/** Which tables are to be read from the database `source`: all, where that is another one than the target. */
export const locate = defineTask("locate", {
  version: 1,
  effect: "none",
  input: z.strictObject({ tables: z.array(z.string()) }),
  output: z.strictObject({ elsewhere: z.array(z.string()) }),
  run: async ({ tables }, { databases: { source, target } }) => {
    if (source === undefined || source === target) return { elsewhere: [] };
    const found = await Promise.all(
      tables.map(async (table) =>
        (await describeIfThere(source, table)) === undefined ? [] : [table],
      ),
    );
    return { elsewhere: found.flat() };
  },
});
