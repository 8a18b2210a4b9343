import { formatTimestamp, toMicros } from "@dx/core";
import { historyOf, planRehearsal, withoutOuter, type DimensionalModel } from "@dx/dimensional";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { tableSchema } from "../design-schema.ts";
import { makePlan } from "../make-plan.ts";
import { modelSchema } from "../model-schema.ts";
import { made } from "../outputs.ts";

/** Takes a copy of each dimension through three days: a change, a delete, an insert, and a return. Combinations of flags never change. */
export const rehearse = defineTask("rehearse", {
  version: 1,
  effect: "transactional",
  input: z.strictObject({
    model: modelSchema,
    sources: z.record(z.string(), z.string()),
    columns: z.array(tableSchema),
    now: z.string(),
  }),
  output: made.shape.rehearsed,
  run: async ({ model, sources, columns, now }, tools) => {
    const { target } = tools.databases;
    const scratch = await tools.scratch();
    const time = (day: number): string =>
      formatTimestamp(toMicros(now) + BigInt(day) * 86_400_000_000n);
    const times: [string, string, string] = [time(0), time(1), time(2)];
    const rehearsed: z.infer<typeof made.shape.rehearsed> = [];
    for (const [index, dimension] of model.dimensions.entries()) {
      if (dimension.kind === "junk") continue;
      const { name, source } = dimension;
      const place = `${scratch}.rehearsed_${index}`;
      const days: [string, string, string] = [`${place}_1`, `${place}_2`, `${place}_3`];
      // oxlint-disable-next-line no-await-in-loop -- one transaction
      await target.apply(planRehearsal(dimension, sources[source] ?? source, days));
      const alone: DimensionalModel = {
        name: model.name,
        facts: [],
        date: null,
        dimensions: [withoutOuter(dimension)],
        decisions: [],
      };
      for (const [day, table] of days.entries()) {
        const load = {
          sources: { [source]: table },
          columns,
          tables: { [name]: place, [historyOf(name)]: `${place}_history` },
          at: times[day] ?? now,
          loadedAt: times[day] ?? now,
          staging: scratch,
          isNew: false,
          inferMembers: false,
        };
        // oxlint-disable-next-line no-await-in-loop -- one day after the other
        await target.apply(makePlan(alone, load));
      }
      rehearsed.push({ dimension: name, table: place, days, times });
    }
    return rehearsed;
  },
});
