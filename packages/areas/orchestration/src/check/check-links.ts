import { nearest, type Finding } from "@dx/core";
import type { Dag } from "../dag.ts";
import { findCycle, orderTasks } from "../order.ts";
import { fault } from "./finding-of.ts";

const rules: ReadonlySet<string> = new Set([
  "all-success",
  "all-done",
  "one-failed",
  "none-failed",
]);

/** An empty DAG, links to tasks that are not there, links told twice, a cycle with its path, and what can never run. */
export function checkLinks(dag: Dag): readonly Finding[] {
  const { name, tasks } = dag;
  if (tasks.length === 0) return [fault("EMPTY", name, { message: `${name} has no tasks` })];
  const found: Finding[] = [];
  const ids = new Set(tasks.map(({ id }) => id));
  for (const { id, after = [], trigger } of tasks) {
    for (const one of new Set(after)) {
      const like = nearest(one, ids);
      if (!ids.has(one))
        found.push(
          fault("DANGLING", id, {
            message: `${id} is after ${one}, which is no task${like === undefined ? "" : `; ${like} is one`}`,
            example: { task: id, after: one },
          }),
        );
      if (after.indexOf(one) !== after.lastIndexOf(one))
        found.push(fault("AFTER_TWICE", id, { message: `${id} is told twice to be after ${one}` }));
    }
    if (trigger !== undefined && !rules.has(trigger))
      found.push(
        fault("TRIGGER", id, {
          message: `${id} has the trigger ${JSON.stringify(trigger)}: wanted is ${[...rules].join(", ")}`,
        }),
      );
    if (trigger === "one-failed" && after.length === 0)
      found.push(
        fault("UNREACHABLE", id, {
          message: `${id} can never run: it waits for a failure, but is after no task`,
        }),
      );
  }
  const cycle = findCycle(tasks);
  if (cycle !== undefined)
    found.push(
      fault("CYCLE", name, {
        message: `tasks wait for each other: ${cycle.join(" is after ")}`,
        example: [...cycle],
      }),
    );
  const inCycle = new Set(cycle);
  for (const id of orderTasks(tasks).left)
    if (!inCycle.has(id))
      found.push(
        fault("UNREACHABLE", id, {
          message: `${id} can never run: a task before it is missing, or in a cycle`,
        }),
      );
  return found;
}
