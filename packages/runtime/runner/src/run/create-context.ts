import { messageOf } from "@dx/core";
import type { Context } from "../context.ts";
import { approvePlan } from "../plan/approve-plan.ts";
import type { Task } from "../task.ts";
import { attempt } from "./attempt.ts";
import { createScopes } from "./parallel.ts";
import { toolsOf, type Run } from "./run.ts";
import { settle } from "./settle.ts";
import { transact } from "./transact.ts";

/** What a process gets. */
export function createContext(run: Run): Context {
  const { tools, now, mode, steps } = run;
  // In plan mode all happens in one transaction, on one connection.
  const scopes = createScopes(mode === "plan" ? 1 : Infinity);
  const next = (): string => {
    tools.signal.throwIfAborted();
    return scopes.next();
  };
  return {
    now,
    log: tools.log,
    parallel: scopes.parallel,
    task: async (task, input) => {
      const key = next();
      const asked = { key, task: task.id, version: task.version, given: input };
      const isKnown = steps.has(key);
      run.emit({ kind: isKnown ? "step-replayed" : "step-started", key, task: task.id });
      const result = await steps.once(asked, {
        schema: task.output,
        run: async () => perform(run, key, { task, input }),
      });
      if (!isKnown) run.emit({ kind: "step-finished", key, task: task.id });
      return result;
    },
    breakpoint: async (question) => settle(run, { ...question, key: next() }),
    approvePlan: async (name, makePlan, question = {}) =>
      approvePlan(run, next(), { name, makePlan, question }),
  };
}

async function perform<Input, Output>(
  run: Run,
  key: string,
  { task, input: given }: { readonly task: Task<Input, Output>; readonly input: Input },
): Promise<Output> {
  const tools = toolsOf(run, key);
  const input = task.input.parse(given);
  const { retries = { times: 0, firstDelayMs: 0 } } = task;
  const once =
    task.effect === "transactional"
      ? async () =>
          transact(run, key, {
            schema: task.output,
            body: async (within) => task.run(input, within),
          })
      : async () => task.run(input, tools);
  return attempt(once, retries, {
    signal: tools.signal,
    onRetry: (error, delayMs) => {
      const reason = messageOf(error);
      tools.log(`${task.id} is tried again in ${delayMs} ms: ${reason}`);
    },
  });
}
