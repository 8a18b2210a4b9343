import type { Database } from "@dx/database";
import { defineTask } from "@dx/runner";
import { planChanges, planHistoryCopy, type ChangeSource, type HistorySpec } from "@dx/scd";
import { z } from "zod";
import { changesOf } from "../changes-of.ts";
import { inputs } from "../inputs.ts";
import { specSchema, typedColumn } from "../spec-schema.ts";

/**
 * Loads the same changes into copies of the dimension as it was before: once in the reverse order of their
 * snapshots, one by one, and once twice. Claims compare the copies with the dimension. Gives their names, and how long
 * the first load of all changes took.
 */
export const rehearse = defineTask("rehearse", {
  version: 1,
  effect: "transactional",
  input: z.strictObject({
    inputs,
    spec: specSchema,
    columns: z.array(typedColumn),
    before: z.string(),
    table: z.string(),
    at: z.string(),
    times: z.array(z.string()),
    now: z.string(),
  }),
  output: z.strictObject({ reversed: z.string(), replayed: z.string(), seconds: z.number() }),
  run: async ({ inputs: given, spec, columns, before, table, at, times, now }, tools) => {
    const { target } = tools.databases;
    const scratch = await tools.scratch();
    const [reversed, replayed] = [`${scratch}.reversed`, `${scratch}.replayed`];
    const all = changesOf(given, { table, at, times });
    const load = async (into: string, source: ChangeSource): Promise<void> => {
      await target.apply(planChanges(into, source, { spec, loadedAt: now, scratch, columns }));
    };
    await copy(target, { before, copies: [reversed, replayed], spec });
    for (const one of reverse(all))
      // oxlint-disable-next-line no-await-in-loop -- in this order
      await load(reversed, one);
    const start = performance.now();
    await load(replayed, all);
    const seconds = Math.round(performance.now() - start) / 1000;
    await load(replayed, all);
    return { reversed, replayed, seconds };
  },
});

async function copy(
  target: Database,
  {
    before,
    copies,
    spec,
  }: { readonly before: string; readonly copies: readonly string[]; readonly spec: HistorySpec },
): Promise<void> {
  const { log: _, ...rest } = spec;
  for (const one of copies)
    // oxlint-disable-next-line no-await-in-loop -- one transaction
    await target.apply(planHistoryCopy(before, one, rest));
}

/** The same changes, the latest snapshot first. */
function reverse(source: ChangeSource): readonly ChangeSource[] {
  if (source.kind !== "snapshots") return [source];
  const { kind, table, at, times } = source;
  return times.toReversed().map((time) => ({ kind, table, at, times: [time] }));
}
