import {
  newestValue,
  periodName,
  planObt,
  planObtBefore,
  planObtPeriods,
  planObtRefresh,
} from "@dx/obt";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { specSchema } from "../spec-schema.ts";

/** Makes the wide table anew beside it, and refreshes a copy that lacks the newest facts, or the newest day or month; tells how long both took. */
export const rehearse = defineTask("rehearse", {
  version: 1,
  effect: "transactional",
  input: z.strictObject({ spec: specSchema, changedBy: z.string().nullable() }),
  output: z.strictObject({
    rebuilt: z.string(),
    refreshed: z.string().nullable(),
    buildMs: z.number(),
    refreshMs: z.number().nullable(),
  }),
  run: async ({ spec, changedBy }, tools) => {
    const { target } = tools.databases;
    const scratch = await tools.scratch();
    const rebuilt = `${scratch}.rebuilt`;
    const begin = performance.now();
    await target.apply(planObt(rebuilt, spec));
    const buildMs = performance.now() - begin;
    const none = { rebuilt, refreshed: null, buildMs, refreshMs: null };
    const { level } = spec;
    const column = level.kind === "detail" ? changedBy : periodName(level);
    const since = column === null ? null : await target.run(newestValue(rebuilt, column));
    if (column === null || since === null) return none;
    const refreshed = `${scratch}.refreshed`;
    await target.apply(planObtBefore(rebuilt, refreshed, { changedBy: column, since }));
    const start = performance.now();
    await target.apply(
      level.kind === "detail"
        ? planObtRefresh(refreshed, spec, { changedBy: column, since })
        : planObtPeriods(refreshed, spec, { kind: "different" }),
    );
    return { rebuilt, refreshed, buildMs, refreshMs: performance.now() - start };
  },
});
