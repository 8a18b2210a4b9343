import type { Dag, DagTask, TriggerRule } from "./dag.ts";
import { isSensor } from "./is-sensor.ts";
import { orderTasks } from "./order.ts";

/** A task with what the DAG says for all, and what holds where nothing is said. */
export interface ResolvedTask extends DagTask {
  readonly after: readonly string[];
  readonly trigger: TriggerRule;
  readonly retries: number;
  readonly retryDelaySeconds: number;
  /** `undefined`: a try is never stopped. */
  readonly timeoutSeconds?: number;
}

/** The tasks of a DAG, each with all that holds for it. */
export function resolveTasks(dag: Dag): readonly ResolvedTask[] {
  return dag.tasks.map((task) => {
    const isWait = isSensor(task.run);
    const timeout = isWait ? task.run.timeoutSeconds : (task.timeoutSeconds ?? dag.timeoutSeconds);
    return {
      ...task,
      after: task.after ?? [],
      trigger: task.trigger ?? "all-success",
      retries: isWait ? 0 : (task.retries ?? dag.retries ?? 0),
      retryDelaySeconds: isWait ? 0 : (task.retryDelaySeconds ?? dag.retryDelaySeconds ?? 0),
      ...(timeout !== undefined && { timeoutSeconds: timeout }),
    };
  });
}

/** The same, each after those before it. */
export function inOrder(dag: Dag): readonly ResolvedTask[] {
  const byId = new Map(resolveTasks(dag).map((task) => [task.id, task]));
  return orderTasks(dag.tasks)
    .waves.flat()
    .flatMap((id) => byId.get(id) ?? []);
}
