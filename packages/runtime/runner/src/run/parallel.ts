import { AsyncLocalStorage } from "node:async_hooks";
import { DxError } from "@dx/core";
import type { Parallel } from "../context.ts";

interface Scope {
  readonly path: string;
  next: number;
}

/** Where in the process a step is: its key, and the parallel branches that give it one. */
export interface Scopes {
  /** The key of the next step here. */
  next(): string;
  readonly parallel: Parallel;
}

/** Steps are numbered, inside of parallel branches under the branch's key. @param most - of branches at a time */
export function createScopes(most: number): Scopes {
  const scopes = new AsyncLocalStorage<Scope>();
  const outermost: Scope = { path: "", next: 0 };
  const next = (): string => {
    const scope = scopes.getStore() ?? outermost;
    scope.next += 1;
    return `${scope.path}/${scope.next}`;
  };
  const each = async <T>(
    branches: readonly (readonly [name: string, body: () => Promise<T>])[],
    limit: number,
  ): Promise<readonly T[]> => {
    const here = next();
    requireKeys(branches.map(([name]) => name));
    const bodies = branches.map(
      ([name, body]) =>
        async () =>
          scopes.run({ path: `${here}/${encodeURIComponent(name)}`, next: 0 }, body),
    );
    return inTurn(bodies, Math.min(limit, most));
  };
  return {
    next,
    parallel: {
      all: async (bodies) =>
        each(
          bodies.map((body, index) => [String(index), body]),
          Infinity,
        ),
      map: async (items, keyOf, ...[body, { limit = Infinity } = {}]) => {
        if (!(limit >= 1))
          throw new DxError("DX_RUNNER_KEYS", `parallel.map: the limit is ${limit}`, {
            path: ["limit"],
            hint: "give a whole number of at least 1, or none",
          });
        return each(
          items.map((item) => [keyOf(item), async () => body(item)]),
          limit,
        );
      },
    },
  };
}

function requireKeys(keys: readonly string[]): void {
  const twice = keys.find((key, index) => keys.indexOf(key) < index);
  if (twice !== undefined)
    throw new DxError("DX_RUNNER_KEYS", `parallel.map: two items have the key ${twice}`, {
      path: [twice],
      hint: "let keyOf name each item apart",
    });
}

async function inTurn<T>(
  bodies: readonly (() => Promise<T>)[],
  limit: number,
): Promise<readonly T[]> {
  const results: T[] = [];
  const errors: { readonly index: number; readonly error: unknown }[] = [];
  const waiting = bodies.entries();
  const work = async (): Promise<void> => {
    for (const [index, body] of waiting) {
      if (errors.length > 0) return;
      try {
        // oxlint-disable-next-line no-await-in-loop -- one worker does one after the other
        results[index] = await body();
      } catch (error) {
        errors.push({ index, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, bodies.length) }, work));
  const [first] = errors.toSorted((a, b) => a.index - b.index);
  if (first !== undefined) throw first.error;
  return results;
}
