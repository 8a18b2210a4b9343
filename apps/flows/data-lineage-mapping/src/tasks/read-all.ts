import { defineTask } from "@dx/runner";
import { z } from "zod";
import { inputs } from "../inputs.ts";
import { made } from "../outputs.ts";
import { lineageOf } from "../lineage-of.ts";
import { sourceTables } from "../rehearsal.ts";
import { readSystems } from "../systems.ts";

/** Reads all systems once: what there is, and what is not understood. */
export const readAll = defineTask("read-all", {
  version: 1,
  effect: "none",
  input: z.strictObject({ inputs }),
  output: made.pick({ systems: true, statements: true, findings: true }),
  run: async ({ inputs: given }, tools) => {
    const read = await readSystems(given, tools);
    const lineage = await lineageOf(read, await sourceTables(read));
    return {
      systems: [...read.systems],
      statements: lineage.statements.length,
      findings: [...read.findings, ...lineage.findings].map(({ subject, severity, message }) => ({
        script: subject,
        severity,
        message,
      })),
    };
  },
});
