import type { SourceColumn } from "../statement-lineage.ts";

type Answer = readonly SourceColumn[];

/** Works out answers that may need each other. */
export interface Solver {
  /** The answer for a key, worked out once; in a circle, the least that satisfies all. */
  solve(key: object, compute: () => Answer): Answer;
}

/**
 * Remembers answers. Where a recursive query asks for itself, all of a round is worked out again from what the round
 * before found, until nothing is added.
 */
export function createSolver(): Solver {
  const known = new Map<object, Answer>();
  let before = new Map<object, Answer>();
  let round = new Map<object, Answer>();
  const asking = new Set<object>();
  let hasCircle = false;

  const once = (key: object, compute: () => Answer): Answer => {
    asking.add(key);
    const answer = compute();
    asking.delete(key);
    round.set(key, answer);
    return answer;
  };

  const outermost = (key: object, compute: () => Answer): Answer => {
    for (;;) {
      hasCircle = false;
      round = new Map();
      const answer = once(key, compute);
      if (!hasCircle || !grows(before, round)) {
        for (const [one, found] of round) known.set(one, found);
        before = new Map();
        return answer;
      }
      before = round;
    }
  };

  return {
    solve: (key, compute) => {
      const answer = known.get(key) ?? round.get(key);
      if (answer !== undefined && !asking.has(key)) return answer;
      if (asking.has(key)) {
        hasCircle = true;
        return before.get(key) ?? [];
      }
      return asking.size === 0 ? outermost(key, compute) : once(key, compute);
    },
  };
}

function grows(before: ReadonlyMap<object, Answer>, round: ReadonlyMap<object, Answer>): boolean {
  for (const [key, answer] of round)
    if (answer.length !== (before.get(key)?.length ?? 0)) return true;
  return false;
}
