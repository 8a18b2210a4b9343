import type { Dag } from "./dag.ts";
import { needOrder } from "./need-order.ts";
import { orderTasks } from "./order.ts";

/**
 * The tasks of a DAG in waves: each task is in the first wave that comes after all tasks before it; those of one wave may run at the same
 * time. Within a wave they are as in the DAG. O(tasks + edges).
 * @throws DxError `DX_ORCHESTRATION_ORDER` if there are none, a cycle, a link to no task, or two tasks of one id
 * @example
 * ```ts
 * import { planOrder } from "@dx/orchestration";
 * const step = (id: string, ...after: string[]) => ({ id, run: { argv: ["true"] }, after });
 * const tasks = [step("load", "a", "b"), step("a"), step("b")];
 * const waves = planOrder({ name: "daily", schedule: { kind: "manual" }, tasks });
 * if (waves.join(" | ") !== "a,b | load") throw new Error();
 * ```
 * @see Kahn, "Topological sorting of large networks" (1962)
 */
export function planOrder(dag: Dag): readonly (readonly string[])[] {
  needOrder(dag);
  return orderTasks(dag.tasks).waves;
}
