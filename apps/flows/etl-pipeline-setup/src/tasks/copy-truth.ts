import { moveTable, planCopy, selectRows, type LoadSpec } from "@dx/pipeline";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { findSource } from "../find-source.ts";
import { inputs } from "../inputs.ts";
import { placeOf } from "../specs.ts";
import { sourceOf } from "./source-of.ts";

/** Copies a source as it is now, and the table that was made of it, into the scratch schema: claims compare them. */
export const copyTruth = defineTask("copy-truth", {
  version: 1,
  effect: "transactional",
  input: z.strictObject({ inputs, source: z.string() }),
  output: z.strictObject({ source: z.string(), truth: z.string(), once: z.string() }),
  run: async ({ inputs: given, source: name }, tools) => {
    const source = findSource(given, name);
    const { target } = tools.databases;
    const schema = await tools.scratch();
    const [truth, once] = [`${schema}.truth_${name}`, `${schema}.once_${name}`];
    const from = sourceOf(given, source, tools);
    if ("file" in from) {
      const { file, rowNumber } = from;
      await target.load(truth, file, rowNumber === undefined ? {} : { rowNumber });
    } else if ("records" in from) {
      const { key } = source.connectionDetails; // ids of records are made of it, as in the target
      const spec: LoadSpec =
        key === undefined
          ? { table: truth, mode: "replace" }
          : { table: truth, mode: "merge", key: [...key] };
      await moveTable(from, target, spec, { loadId: `truth of ${name}`, at: "1970-01-01" });
    } else if (from.database === target) await target.apply(planCopy(from.table, truth));
    else await target.load(truth, from.database.stream(selectRows(from.table)));
    await target.apply(planCopy(placeOf(given, name), once));
    return { source: name, truth, once };
  },
});
