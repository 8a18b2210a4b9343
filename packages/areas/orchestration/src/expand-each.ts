import type { Dag, DagTask } from "./dag.ts";
import { isSensor } from "./is-sensor.ts";

/** A DAG in which a task that is run for each of a list is a task for each of it, for targets that have no such tasks. */
export function expandEach(dag: Dag): Dag {
  const taken = new Set(dag.tasks.map(({ id }) => id));
  const parts = new Map<string, readonly DagTask[]>();
  for (const task of dag.tasks) {
    const { each, run } = task;
    if (each === undefined || isSensor(run)) continue;
    const ids = each.map((_, at) => takeName(`${task.id}__${at + 1}`, taken));
    const made: DagTask[] = [];
    for (const [at, more] of each.entries()) {
      const { each: _, ...rest } = task;
      made.push({ ...rest, id: ids[at] ?? "", run: { ...run, argv: [...run.argv, ...more] } });
    }
    parts.set(task.id, made);
  }
  if (parts.size === 0) return dag;
  const idsOf = (id: string): readonly string[] => parts.get(id)?.map((one) => one.id) ?? [id];
  const tasks: DagTask[] = [];
  for (const task of dag.tasks.flatMap((one) => parts.get(one.id) ?? [one]))
    tasks.push(task.after === undefined ? task : { ...task, after: task.after.flatMap(idsOf) });
  return { ...dag, tasks };
}

function takeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  while (taken.has(name)) name += "_";
  taken.add(name);
  return name;
}
