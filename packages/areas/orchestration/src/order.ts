import type { DagTask } from "./dag.ts";

/** The tasks whose number of tasks before them is finite, in waves, and those that are left. */
export interface Order {
  readonly waves: readonly (readonly string[])[];
  /** In a cycle, or behind one, or behind a task that is not there. */
  readonly left: readonly string[];
}

/** Waves of tasks, each in the order in which they came. O(tasks + edges). */
export function orderTasks(tasks: readonly DagTask[]): Order {
  const missing = new Map(tasks.map(({ id, after }) => [id, new Set(after).size]));
  const next = new Map<string, string[]>();
  for (const { id, after } of tasks)
    for (const one of new Set(after)) {
      const those = next.get(one);
      if (those === undefined) next.set(one, [id]);
      else those.push(id);
    }
  const position = new Map(tasks.map(({ id }, index) => [id, index]));
  const waves: string[][] = [];
  let wave = tasks.filter(({ id }) => missing.get(id) === 0).map(({ id }) => id);
  while (wave.length > 0) {
    waves.push(wave);
    const found: string[] = [];
    for (const id of wave)
      for (const one of next.get(id) ?? []) {
        const count = (missing.get(one) ?? 0) - 1;
        missing.set(one, count);
        if (count === 0) found.push(one);
      }
    wave = found.toSorted((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
  }
  return { waves, left: tasks.filter(({ id }) => (missing.get(id) ?? 0) > 0).map(({ id }) => id) };
}

/** A shortest way from a task back to itself among those, as `[a, b, a]`; `undefined` if there is none. O(tasks (tasks + edges)). */
export function findCycle(tasks: readonly DagTask[]): readonly string[] | undefined {
  const { left } = orderTasks(tasks);
  const inLeft = new Set(left);
  const before = new Map(tasks.map(({ id, after }) => [id, after ?? []]));
  let best: readonly string[] | undefined;
  for (const start of left) {
    const from = new Map<string, string>();
    const queue = [start];
    for (const one of queue)
      for (const earlier of before.get(one) ?? [])
        if (inLeft.has(earlier) && !from.has(earlier)) {
          from.set(earlier, one);
          queue.push(earlier);
        }
    if (!from.has(start)) continue;
    const path = [start];
    let at = from.get(start) ?? start;
    while (at !== start) {
      path.unshift(at);
      at = from.get(at) ?? start;
    }
    path.unshift(start);
    if (best === undefined || path.length < best.length) best = path;
  }
  return best;
}
