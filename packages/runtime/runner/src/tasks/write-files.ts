import { z } from "zod";
import { defineTask, type Artefact, type Task } from "../task.ts";

/** Writes texts below the run's `artefacts`, all or none; for a few: the journal keeps their hash, and small ones whole. */
export const writeFiles: Task<Readonly<Record<string, string>>, readonly Artefact[]> = defineTask(
  "write-files",
  {
    version: 1,
    effect: "idempotent",
    input: z.record(z.string(), z.string()),
    output: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
    run: async (files, { artefacts }) => artefacts.write(files),
  },
);
