import { dialects } from "@dx/core";
import { defineTask } from "@dx/runner";
import { z } from "zod";

/** Whose SQL the target takes, and whether there is a database to read the source's tables from. */
export const findPlaces = defineTask("find-places", {
  version: 1,
  effect: "none",
  input: z.strictObject({}),
  output: z.strictObject({ dialect: z.enum(dialects), hasSource: z.boolean() }),
  run: (_, { databases }) => ({
    dialect: databases.target.dialect,
    hasSource: databases["source"] !== undefined,
  }),
});
