import { askSource, p95 } from "@dx/dimensional";
import type { Database } from "@dx/database";
import type { Sql } from "@dx/sql";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { made } from "../outputs.ts";

const question = z.strictObject({ sourceSql: z.string(), starSql: z.string() });
const [leastRuns, mostRuns, longestMs] = [5, 20, 1500];

/**
 * Asks each question of the source once, and of the star up to twenty times: for about one and a half seconds, at least five times. One
 * after the other, with nothing else going on in the database: claims are checked at the same time, so they cannot measure.
 */
export const timeQuestions = defineTask("time-questions", {
  version: 1,
  effect: "none",
  input: z.strictObject({
    questions: z.array(question),
    sources: z.record(z.string(), z.string()),
  }),
  output: made.shape.times,
  run: async ({ questions, sources }, { databases: { target } }) => {
    const times: z.infer<typeof made.shape.times> = [];
    for (const { sourceSql, starSql } of questions) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is timed
      const sourceMs = await timed(target, askSource(sourceSql, sources));
      const star: number[] = [];
      const begin = performance.now();
      while (
        star.length < leastRuns ||
        (star.length < mostRuns && performance.now() - begin < longestMs)
      )
        // oxlint-disable-next-line no-await-in-loop -- one after the other is timed
        star.push(await timed(target, askSource(starSql, {})));
      times.push({ sourceMs: round(sourceMs), starMs: round(p95(star)), runs: star.length });
    }
    return times;
  },
});

async function timed(target: Database, asked: Sql): Promise<number> {
  const start = performance.now();
  await target.query(asked);
  return performance.now() - start;
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
