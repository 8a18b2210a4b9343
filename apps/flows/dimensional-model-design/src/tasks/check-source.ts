import { DxError } from "@dx/core";
import { reconcile } from "@dx/dimensional";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { modelSchema } from "../model-schema.ts";

/**
 * Checks what a star cannot be made without, before anything is written: that the declared grain tells the rows of each fact apart, business
 * keys those of dimensions, and that weights of bridges add up to 1. All faults end the run at once.
 */
export const checkSource = defineTask("check-source", {
  version: 1,
  effect: "none",
  input: z.strictObject({ model: modelSchema, sources: z.record(z.string(), z.string()) }),
  output: z.null(),
  run: async ({ model, sources }, { databases: { target } }) => {
    const claims = reconcile(model, { sources }).filter(({ id }) =>
      /\.(grain-of-source|business-key|weights-of-source|header\.[^.]+|outer\.[^.]+)$/.test(id),
    );
    const evidence = await target.check(claims);
    const faults = evidence.flatMap((one) => {
      if (one.verdict === "fails")
        return [`it is not so that: ${one.statement} As ${JSON.stringify(one.counterexample)}`];
      return one.verdict === "unknown" && one.because === "error" ? [one.reason] : [];
    });
    if (faults.length === 0) return null;
    throw new DxError("DX_FLOW_SOURCE", faults.join("; "), {
      path: ["sourceData"],
      hint: "name other columns (grainKey, relationships), number the file's rows (rowNumber), or mend the source; nothing was written",
    });
  },
});
