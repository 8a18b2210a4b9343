import { isDxError } from "@dx/core";
import { checkHistory, judgePoint } from "@dx/quality";
import { defineTask } from "@dx/runner";
import { z } from "zod";

const point = z.strictObject({ at: z.string(), value: z.number() });

/** A check's figures over time, and what became of the latest. */
export const judgedSeries = z.strictObject({
  id: z.string(),
  points: z.array(point),
  verdict: z.enum(["ordinary", "alarm", "unknown"]),
  expected: z.number().nullable(),
});

/** A check's figures over time, and what became of the latest. */
export type JudgedSeries = z.infer<typeof judgedSeries>;

/** Reads the results of all runs so far, and judges the latest of each check by those before it. */
export const judgeHistory = defineTask("judge-history", {
  version: 1,
  effect: "none",
  input: z.strictObject({ table: z.string(), suite: z.string() }),
  output: z.strictObject({ series: z.array(judgedSeries), runs: z.number() }),
  run: async ({ table, suite }, { databases: { target } }) => {
    const series = await target.run(checkHistory(table, suite)).catch((error: unknown) => {
      if (isDxError(error, "DX_DATABASE_QUERY")) return [];
      throw error;
    });
    const judged = series.flatMap(({ id, points }) => {
      const latest = points.at(-1);
      if (latest === undefined) return [];
      const { verdict, expected } = judgePoint(latest, points.slice(0, -1));
      return [{ id, points: points.slice(-60), verdict, expected }];
    });
    const runs = Math.max(0, ...series.map(({ points }) => points.length));
    return { series: judged, runs };
  },
});
