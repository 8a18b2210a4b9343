import type { Dag } from "./dag.ts";
import { needOrder } from "./need-order.ts";
import { orderTasks } from "./order.ts";
import { resolveTasks, type ResolvedTask } from "./resolve-task.ts";

/** What `criticalPath` counts. */
export interface CriticalPathOptions {
  /**
   * `expected`, the default: `expectedSeconds` of each task. `worst`: each task is stopped at the end of its last try: all timeouts and
   * the times between tries.
   */
  readonly by?: "expected" | "worst";
}

/** The longest way through a DAG. */
export interface CriticalPathResult {
  /** The ids of its tasks, in order. */
  readonly tasks: readonly string[];
  /** How long it takes with nothing waiting for a place to run; a lower bound if some tasks are unknown. */
  readonly seconds: number;
  /** The ids of tasks, on the path or not, of which it is not known how long they take: they count 0. */
  readonly unknown: readonly string[];
}

/**
 * The chain of tasks that a run cannot be faster than, if all tasks that may run at the same time do. Of several, the one whose tasks
 * come first in the DAG. O(tasks + edges).
 * @throws DxError `DX_ORCHESTRATION_ORDER` as `planOrder`
 * @example
 * ```ts
 * import { criticalPath } from "@dx/orchestration";
 * const step = (id: string, expectedSeconds: number, ...after: string[]) =>
 *   ({ id, run: { argv: ["true"] }, after, expectedSeconds });
 * const tasks = [step("a", 60), step("b", 90), step("load", 30, "a", "b")];
 * const { tasks: path, seconds } = criticalPath({ name: "daily", schedule: { kind: "manual" }, tasks });
 * if (path.join() !== "b,load" || seconds !== 120) throw new Error();
 * ```
 * @see Kelley and Walker, "Critical-path planning and scheduling" (1959)
 */
export function criticalPath(
  dag: Dag,
  { by = "expected" }: CriticalPathOptions = {},
): CriticalPathResult {
  needOrder(dag);
  const tasks = new Map(resolveTasks(dag).map((task) => [task.id, task]));
  const lengthOf = by === "expected" ? (task: ResolvedTask) => task.expectedSeconds : worstSeconds;
  const ends = new Map<string, End>();
  for (const id of orderTasks(dag.tasks).waves.flat()) {
    const task = tasks.get(id);
    const before = longest(ends, task?.after ?? []);
    const own = task === undefined ? undefined : lengthOf(task);
    const seconds = (before?.seconds ?? 0) + (own ?? 0);
    ends.set(id, before === undefined ? { id, seconds } : { id, seconds, before });
  }
  const last = longest(ends, ends.keys());
  const path: string[] = [];
  for (let at = last; at !== undefined; at = at.before) path.unshift(at.id);
  const unknown = [...tasks.values()].filter((task) => lengthOf(task) === undefined);
  return { tasks: path, seconds: last?.seconds ?? 0, unknown: unknown.map(({ id }) => id) };
}

interface End {
  readonly id: string;
  readonly seconds: number;
  readonly before?: End;
}

/** The first of those that end last. */
function longest(ends: ReadonlyMap<string, End>, ids: Iterable<string>): End | undefined {
  let best: End | undefined;
  for (const id of ids) {
    const end = ends.get(id);
    if (end !== undefined && (best === undefined || end.seconds > best.seconds)) best = end;
  }
  return best;
}

/** How long a task takes if each try is stopped at its end; `undefined` if tries are never stopped. */
export function worstSeconds(task: ResolvedTask): number | undefined {
  const { timeoutSeconds, retries, retryDelaySeconds } = task;
  if (timeoutSeconds === undefined) return undefined;
  return (retries + 1) * timeoutSeconds + retries * retryDelaySeconds;
}
