import { toMicros, type Verdict } from "@dx/core";
import type { NamedCheckFunction } from "@dx/database";
import { countSnapshotChanges, summarizeHistory } from "@dx/scd";
import { z } from "zod";
import { specSchema } from "./spec-schema.ts";

const explained = z.object({
  dimension: z.string(),
  spec: specSchema,
  snapshots: z.array(z.object({ table: z.string(), at: z.string() })),
});

/** Compares the changes that the history tells with those that snapshots show. */
const changesExplained: NamedCheckFunction = async (given, { database }) => {
  const { dimension, spec, snapshots } = explained.parse(given);
  const { changes } = await database.run(summarizeHistory(dimension, spec));
  let counted = 0;
  for (const [index, { table, at }] of snapshots.entries()) {
    const earlier = snapshots[index - 1];
    if (earlier === undefined) continue;
    // oxlint-disable-next-line no-await-in-loop -- one pair after the other
    const shown = await database.run(countSnapshotChanges(earlier.table, table, spec));
    const told = changes.find((one) => one.at === toMicros(at));
    const tells = {
      appeared: (told?.inserted ?? 0) + (told?.returned ?? 0),
      disappeared: told?.deleted ?? 0,
      changed: told?.changed ?? 0,
    };
    counted += shown.appeared + shown.disappeared + shown.changed;
    if (JSON.stringify(shown) !== JSON.stringify(tells))
      return { verdict: "fails", counterexample: { at, shown: { ...shown }, told: tells } };
  }
  const figures = { changes: counted, pairs: snapshots.length - 1 };
  if (counted > 0) return { verdict: "holds", figures };
  return { verdict: "unknown", because: "no-data", reason: "nothing changed", figures };
};

const measured = z.object({ seconds: z.number(), atMost: z.number() });

/** Compares how long the load took in this run with how long it may take. */
const loadTime: NamedCheckFunction = (given): Verdict => {
  const { seconds, atMost } = measured.parse(given);
  const figures = { seconds, atMost };
  return seconds <= atMost
    ? { verdict: "holds", figures }
    : { verdict: "fails", counterexample: { seconds }, figures };
};

/** What the flow's named checks do. */
export const checks: Readonly<Record<string, NamedCheckFunction>> = { changesExplained, loadTime };
