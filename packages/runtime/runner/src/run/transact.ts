import type { z } from "zod";
import type { TaskTools } from "../task.ts";
import { toolsOf, type Run } from "./run.ts";
import { readMark } from "./scratch.ts";
import { withTarget } from "./stoppable.ts";

/**
 * Does something in one transaction of the target that also marks the step as done; if it is marked already, nothing.
 * A server may still be at the commit of a run that was killed, so a mark is a key: this transaction waits for that
 * one, and is undone if the step was done by it, or if its own commit is known only by its mark.
 */
export async function transact<T>(
  run: Run,
  key: string,
  {
    schema,
    body,
  }: { readonly schema: z.ZodType<T>; readonly body: (tools: TaskTools) => Promise<T> | T },
): Promise<T> {
  const { scratch, secrets } = run;
  const tools = toolsOf(run, key);
  const marked = await scratch.findMark(key);
  if (marked !== undefined) return schema.parse(readMark(marked));
  let isMarking = false;
  try {
    return await tools.databases.target.transaction(async (target) => {
      const within = { ...tools, databases: withTarget(tools.databases, target) };
      const result = schema.parse(await body(within));
      isMarking = true;
      await scratch.mark(target, key, secrets.redactAll(result));
      return result;
    });
  } catch (error) {
    if (!isMarking) throw error;
    const now = await scratch.findMark(key).catch(() => undefined);
    if (now === undefined) throw error;
    return schema.parse(readMark(now));
  }
}
