import { DxError } from "@dx/core";

/** What ends a call early. */
export interface Limits {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

const againMs = 100;

/** One signal of a caller's signal and a time-out. */
export function limitOf({ signal, timeoutMs }: Limits): AbortSignal | undefined {
  if (timeoutMs === undefined) return signal;
  if (!Number.isFinite(timeoutMs) || timeoutMs <= 0)
    throw new DxError("DX_DATABASE_OPTION", `timeoutMs is ${timeoutMs}`, {
      path: ["timeoutMs"],
      hint: "milliseconds, more than 0",
    });
  const late = AbortSignal.timeout(Math.min(Math.ceil(timeoutMs), 2_147_483_647));
  return signal === undefined ? late : AbortSignal.any([signal, late]);
}

/** @throws DxError `DX_DATABASE_TIMEOUT` or `DX_DATABASE_ABORTED` if it is so */
export function throwIfOver(limit: AbortSignal | undefined): void {
  if (limit?.aborted !== true) return;
  const reason: unknown = limit.reason;
  const late = reason instanceof Error && reason.name === "TimeoutError";
  throw new DxError(
    late ? "DX_DATABASE_TIMEOUT" : "DX_DATABASE_ABORTED",
    late ? "the time is up; the statement was stopped" : "the statement was stopped",
    { hint: late ? "give it a greater `timeoutMs`" : "its `signal` was aborted", cause: reason },
  );
}

/**
 * Does something that can be stopped.
 * @param cancel - stops what the engine does now; asked again and again, since a statement may begin later
 */
export async function cancellable<T>(
  limit: AbortSignal | undefined,
  cancel: () => Promise<void>,
  work: () => Promise<T>,
): Promise<T> {
  if (limit === undefined) return work();
  throwIfOver(limit);
  let cancelling = Promise.resolve();
  let timer: ReturnType<typeof setInterval> | undefined;
  const again = (): void => {
    cancelling = cancelling.then(cancel).catch(() => undefined);
  };
  const stop = (): void => {
    again();
    timer = setInterval(again, againMs);
  };
  limit.addEventListener("abort", stop, { once: true });
  try {
    return await work();
  } finally {
    limit.removeEventListener("abort", stop);
    clearInterval(timer);
    await cancelling;
    throwIfOver(limit);
  }
}

/** Waits for something that comes too late for a caller who has gone. */
export async function orOver<T>(
  limit: AbortSignal | undefined,
  wanted: Promise<T>,
  tooLate: (value: T) => void,
): Promise<T> {
  if (limit === undefined) return wanted;
  let over = (): void => undefined;
  const gone = new Promise<"gone">((resolve) => {
    over = () => resolve("gone");
    if (limit.aborted) over();
    limit.addEventListener("abort", over, { once: true });
  });
  const first = await Promise.race([wanted.then((value) => ({ value })), gone]).finally(() =>
    limit.removeEventListener("abort", over),
  );
  if (first !== "gone") return first.value;
  wanted.then(tooLate, () => undefined);
  throwIfOver(limit);
  return wanted;
}
