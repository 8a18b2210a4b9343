import { planFeed, planFeedTable } from "@dx/pipeline";
import { defineTask } from "@dx/runner";
import { z } from "zod";

/** Writes to the table of a feed: the next rows of its file come, some that are there are changed, some deleted. */
export const runFeed = defineTask("run-feed", {
  version: 1,
  effect: "transactional",
  input: z.strictObject({
    pool: z.string(),
    live: z.string(),
    number: z.string(),
    rows: z.number(),
    changed: z.string(),
    at: z.string(),
  }),
  output: z.null(),
  run: async ({ pool, live, number, rows, changed, at }, { databases: { target } }) => {
    await target.apply(planFeedTable({ pool, live }, changed));
    await target.apply(planFeed({ pool, live }, { number, size: rows, at, changed }));
    return null;
  },
});
