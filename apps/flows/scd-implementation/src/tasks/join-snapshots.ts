import { defineTask } from "@dx/runner";
import { planSnapshots } from "@dx/scd";
import { z } from "zod";
import { snapshotColumn } from "../changes-of.ts";
import { specSchema } from "../spec-schema.ts";

/** Puts the snapshots of several files into one table of the scratch schema. */
export const joinSnapshots = defineTask("join-snapshots", {
  version: 1,
  effect: "transactional",
  input: z.strictObject({
    spec: specSchema,
    snapshots: z.array(z.strictObject({ table: z.string(), at: z.string() })),
  }),
  output: z.string(),
  run: async ({ spec, snapshots }, tools) => {
    const table = `${await tools.scratch()}.snapshots`;
    await tools.databases.target.apply(
      planSnapshots(table, snapshots, { spec, at: snapshotColumn }),
    );
    return table;
  },
});
