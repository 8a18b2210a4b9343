import { readLoads } from "@dx/pipeline";
import { defineTask } from "@dx/runner";
import { z } from "zod";

const load = z.strictObject({
  table: z.string(),
  loadId: z.string(),
  at: z.string(),
  mode: z.string(),
  read: z.number(),
  inserted: z.number(),
  updated: z.number(),
  deleted: z.number(),
  rejected: z.number(),
  bytes: z.number().nullable(),
  seconds: z.number().nullable(),
  cursor: z.string().nullable(),
});

/** A load of the target's own record. */
export type PastLoad = z.infer<typeof load>;

/** The last loads that the target has noted, of all runs. */
export const readHistory = defineTask("read-history", {
  version: 1,
  effect: "none",
  input: z.strictObject({ table: z.string(), most: z.number() }),
  output: z.array(load),
  run: async ({ table, most }, { databases: { target } }) =>
    [...(await target.run(readLoads(table, { all: true })))].slice(-most),
});
