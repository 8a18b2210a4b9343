import { historyOf, planCopy, starTables } from "@dx/dimensional";
import { defineTask } from "@dx/runner";
import { planHistoryCopy } from "@dx/scd";
import { z } from "zod";
import { tableSchema } from "../design-schema.ts";
import { historySpec } from "../history-of.ts";
import { makePlan } from "../make-plan.ts";
import { modelSchema } from "../model-schema.ts";

/** Copies the star, makes its tables and loads the same into the copies once more: claims compare them with the star. */
export const loadAgain = defineTask("load-again", {
  version: 1,
  effect: "transactional",
  input: z.strictObject({
    model: modelSchema,
    sources: z.record(z.string(), z.string()),
    columns: z.array(tableSchema),
    now: z.string(),
    inferMembers: z.boolean(),
  }),
  output: z.strictObject({ again: z.record(z.string(), z.string()), seconds: z.number() }),
  run: async ({ model, sources, columns, now, inferMembers }, tools) => {
    const { target } = tools.databases;
    const scratch = await tools.scratch();
    const again = Object.fromEntries(
      starTables(model).map(({ name }, index) => [name, `${scratch}.again_${index}`]),
    );
    await target.apply(planCopy(again));
    const histories: Record<string, string> = {};
    for (const dimension of model.dimensions.filter(({ scdType }) => scdType === 2)) {
      const history = historyOf(dimension.name);
      const copy = `${again[dimension.name] ?? scratch}_history`;
      histories[history] = copy;
      // oxlint-disable-next-line no-await-in-loop -- one transaction
      await target.apply(planHistoryCopy(history, copy, historySpec(dimension)));
    }
    const start = performance.now();
    await target.apply(
      makePlan(model, {
        sources,
        columns,
        tables: { ...again, ...histories },
        at: now,
        loadedAt: now,
        staging: scratch,
        isNew: false,
        inferMembers,
      }),
    );
    return { again, seconds: Math.round(performance.now() - start) / 1000 };
  },
});
