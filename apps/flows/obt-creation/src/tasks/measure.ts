import { defineTask } from "@dx/runner";
import { z } from "zod";
import { measureObt } from "../measure-obt.ts";
import { specSchema } from "../spec-schema.ts";

const times = z.array(z.number());

/** Asks everyday questions of star and wide table, in turns, and how much room both take. */
export const measure = defineTask("measure", {
  version: 1,
  effect: "none",
  input: z.strictObject({ spec: specSchema, table: z.string(), rounds: z.number() }),
  output: z.strictObject({
    questions: z.array(z.strictObject({ title: z.string(), starMs: times, wideMs: times })),
    starBytes: z.number().nullable(),
    wideBytes: z.number().nullable(),
    rows: z.number(),
  }),
  run: async ({ spec, table, rounds }, { databases: { target }, progress }) => {
    const measured = await measureObt(target, spec, {
      table,
      rounds,
      progress: (done, of) => progress(done, of, "questions"),
    });
    const questions = measured.questions.map(({ title, starMs, wideMs }) => ({
      title,
      starMs: [...starMs],
      wideMs: [...wideMs],
    }));
    return { ...measured, questions };
  },
});
