import { askKeys } from "@dx/dimensional";
import { defineTask } from "@dx/runner";
import { modelSchema } from "../model-schema.ts";
import { keysSchema } from "../outputs.ts";

/** Finds out which keys the star's rows keep: platforms that do not enforce keys believe what is declared. */
export const findKeys = defineTask("find-keys", {
  version: 1,
  effect: "none",
  input: modelSchema,
  output: keysSchema,
  run: async (model, { databases: { target } }) => {
    const { primary, foreign } = await target.run(askKeys(model));
    return { primary: [...primary], foreign: [...foreign] };
  },
});
