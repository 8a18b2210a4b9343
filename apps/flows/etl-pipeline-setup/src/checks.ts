import type { Verdict } from "@dx/core";
import type { NamedCheckFunction } from "@dx/database";
import { z } from "zod";

const order = z.object({
  waves: z.array(z.array(z.string())),
  edges: z.array(z.tuple([z.string(), z.string()])),
  tasks: z.array(z.string()),
});

/** Whether waves of steps have each step of a plan once, after all that it is made of. */
const dagOrder: NamedCheckFunction = (given): Verdict => {
  const { waves, edges, tasks } = order.parse(given);
  const wave = new Map(waves.flatMap((names, at) => names.map((name) => [name, at] as const)));
  const figures = { tasks: tasks.length, edges: edges.length };
  const missing = tasks.filter((name) => !wave.has(name));
  if (missing.length > 0 || waves.flat().length !== tasks.length)
    return { verdict: "fails", counterexample: { missing }, figures };
  const broken = edges.find(([before, after]) => (wave.get(before) ?? 0) >= (wave.get(after) ?? 0));
  if (broken !== undefined)
    return { verdict: "fails", counterexample: { before: broken[0], after: broken[1] }, figures };
  return tasks.length === 0
    ? { verdict: "unknown", because: "no-data", reason: "there are no steps", figures }
    : { verdict: "holds", figures };
};

const sets = z.object({ before: z.array(z.string()), now: z.array(z.string()) });

/** Whether a transformation has the columns that its unit test was recorded with. */
const sameColumns: NamedCheckFunction = (given): Verdict => {
  const { before, now } = sets.parse(given);
  const missing = before.filter((name) => !now.includes(name));
  const unexpected = now.filter((name) => !before.includes(name));
  const figures = { columns: now.length };
  return missing.length + unexpected.length > 0
    ? { verdict: "fails", counterexample: { missing, unexpected }, figures }
    : { verdict: "holds", figures };
};

/** What the flow's named checks do. */
export const checks: Readonly<Record<string, NamedCheckFunction>> = {
  dagOrder,
  sameColumns,
};
