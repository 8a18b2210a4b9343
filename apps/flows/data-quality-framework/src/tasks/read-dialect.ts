import { dialects } from "@dx/core";
import { defineTask } from "@dx/runner";
import { z } from "zod";

/** Says whose SQL the target takes. */
export const readDialect = defineTask("read-dialect", {
  version: 1,
  effect: "none",
  input: z.strictObject({}),
  output: z.enum(dialects),
  run: (_, { databases: { target } }) => target.dialect,
});
