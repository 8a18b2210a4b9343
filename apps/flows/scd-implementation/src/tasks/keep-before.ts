import { describeIfThere } from "@dx/database";
import { defineTask } from "@dx/runner";
import { planHistoryCopy, planHistoryTable } from "@dx/scd";
import { z } from "zod";
import { logTable } from "../make-plan.ts";
import { specSchema } from "../spec-schema.ts";

/** Copies the dimension and its log, as they are before the load, into the scratch schema; of a new one, makes empty ones. */
export const keepBefore = defineTask("keep-before", {
  version: 1,
  effect: "transactional",
  input: z.strictObject({
    dimension: z.string(),
    isNew: z.boolean(),
    spec: specSchema,
    source: z.string(),
  }),
  output: z.strictObject({ before: z.string() }),
  run: async ({ dimension, isNew, spec, source }, tools) => {
    const { target } = tools.databases;
    const before = `${await tools.scratch()}.before`;
    if (isNew) {
      await target.apply(planHistoryTable(before, source, spec));
      return { before };
    }
    if ((await describeIfThere(target, logTable(dimension))) === undefined)
      await target.apply(planHistoryTable(dimension, source, spec));
    await target.apply(planHistoryCopy(dimension, before, spec));
    return { before };
  },
});
