import { checkHistory, checkRuns, judgePoint } from "@dx/quality";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { runSchema } from "../schemas.ts";

const point = z.strictObject({ at: z.string(), value: z.number() });

/** A check's figures over time, and what became of the latest. */
export const judgedSeries = z.strictObject({
  id: z.string(),
  points: z.array(point),
  verdict: z.enum(["ordinary", "alarm", "unknown"]),
  expected: z.number().nullable(),
});

/** Reads the results of all runs so far, and judges the latest of each check by those before it. */
export const judgeHistory = defineTask("judge-history", {
  version: 1,
  effect: "none",
  input: z.strictObject({ table: z.string(), suite: z.string() }),
  output: z.strictObject({ series: z.array(judgedSeries), runs: z.array(runSchema) }),
  run: async ({ table, suite }, { databases: { target } }) => {
    const series = await target.run(checkHistory(table, suite));
    const runs = await target.run(checkRuns(table, suite));
    const judged = series.flatMap(({ id, points }) => {
      const latest = points.at(-1);
      if (latest === undefined) return [];
      const { verdict, expected } = judgePoint(latest, points.slice(0, -1));
      return [{ id, points: points.slice(-60), verdict, expected }];
    });
    return { series: judged, runs: runs.slice(-60) };
  },
});
