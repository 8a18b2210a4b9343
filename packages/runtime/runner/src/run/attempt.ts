import { setTimeout } from "node:timers/promises";
import type { Retries } from "../task.ts";

/** Does something, again after an error as often as is said. @param onRetry - hears of each error that is not the last */
export async function attempt<T>(
  run: () => Promise<T>,
  { times, firstDelayMs }: Retries,
  {
    signal,
    onRetry,
  }: { readonly signal: AbortSignal; readonly onRetry: (error: unknown, delayMs: number) => void },
): Promise<T> {
  for (let tried = 0; ; tried += 1)
    try {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other
      return await run();
    } catch (error) {
      if (tried >= times || signal.aborted) throw error;
      const delayMs = firstDelayMs * 2 ** tried;
      onRetry(error, delayMs);
      // oxlint-disable-next-line no-await-in-loop -- as above
      await setTimeout(delayMs, undefined, { signal });
    }
}
