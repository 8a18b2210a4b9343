import type { Dag, DagTask } from "../src/index.ts";

/** How a task of a run ended. */
export type State = "success" | "failed" | "upstream-failed" | "skipped";

/** What a run comes to if the named tasks fail in all their tries: the meaning of trigger rules, told once more. */
export function modelRun(dag: Dag, failing: ReadonlySet<string>): ReadonlyMap<string, State> {
  const tasks = new Map(dag.tasks.map((task) => [task.id, task]));
  const states = new Map<string, State>();
  const stateOf = (id: string): State => {
    const task = tasks.get(id);
    if (task === undefined) throw new Error(id);
    const state = states.get(id) ?? endOf(task, (task.after ?? []).map(stateOf));
    states.set(id, state);
    return state;
  };
  const endOf = ({ id, trigger = "all-success" }: DagTask, before: readonly State[]): State => {
    const own = failing.has(id) ? "failed" : "success";
    const hasFailed = before.includes("failed") || before.includes("upstream-failed");
    if (trigger === "all-done") return own;
    if (trigger === "one-failed") return hasFailed ? own : "skipped";
    if (hasFailed) return "upstream-failed";
    return trigger === "all-success" && before.includes("skipped") ? "skipped" : own;
  };
  for (const { id } of dag.tasks) stateOf(id);
  return states;
}
