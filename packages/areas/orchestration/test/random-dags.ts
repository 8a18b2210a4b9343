import fc from "fast-check";
import type { Dag, DagTask, TriggerRule } from "../src/index.ts";

const rules: readonly TriggerRule[] = ["all-success", "all-done", "one-failed", "none-failed"];

/** A DAG of up to 8 tasks in random order, and which of them fail. */
export interface RandomDag {
  readonly dag: Dag;
  readonly failing: ReadonlySet<string>;
}

/** Random DAGs; tasks do nothing until they are given commands. */
export const randomDag: fc.Arbitrary<RandomDag> = fc
  .record({
    links: fc.array(
      fc.record({
        after: fc.array(fc.nat(7), { maxLength: 3 }),
        trigger: fc.constantFrom(...rules),
        retries: fc.nat(2),
        isFailing: fc.integer({ min: 0, max: 3 }),
        place: fc.nat(1000),
      }),
      { minLength: 1, maxLength: 8 },
    ),
  })
  .map(({ links }) => {
    const tasks = links.map(({ after, trigger, retries, place }, index) => {
      const before = index === 0 ? [] : [...new Set(after.map((one) => `t${one % index}`))];
      const rule = before.length === 0 && trigger === "one-failed" ? "all-done" : trigger;
      const run = { argv: ["true"] };
      const task: DagTask = { id: `t${index}`, run, after: before, trigger: rule, retries };
      return { task, place };
    });
    const failing = links.flatMap(({ isFailing }, index) => (isFailing === 0 ? [`t${index}`] : []));
    const shuffled = tasks.toSorted((a, b) => a.place - b.place).map(({ task }) => task);
    const dag: Dag = { name: "random", schedule: { kind: "manual" }, tasks: shuffled };
    return { dag, failing: new Set(failing) };
  });
