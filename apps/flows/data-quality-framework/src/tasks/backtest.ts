import { backtestAlarms, metricsByDay } from "@dx/quality";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { backtestSchema } from "../schemas.ts";

/** The figures by day of one table. */
export const seriesRequest = z.strictObject({
  table: z.string(),
  day: z.string(),
  nullShares: z.array(z.string()),
  means: z.array(z.string()),
});

/** The figures by day of one table. */
export type SeriesRequest = z.infer<typeof seriesRequest>;

/** Judges each day's figures by the days before it, and counts what would have been alarms. */
export const backtest = defineTask("backtest", {
  version: 1,
  effect: "none",
  input: z.strictObject({ requests: z.array(seriesRequest) }),
  output: backtestSchema,
  run: async ({ requests }, { databases: { target } }) => {
    const series = [];
    for (const { table, ...options } of requests)
      // oxlint-disable-next-line no-await-in-loop -- one table after the other
      series.push(...(await target.run(metricsByDay(table, options))));
    return backtestAlarms(series, { pointsPerWeek: 7 });
  },
});
