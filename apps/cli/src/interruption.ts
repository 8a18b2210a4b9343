import type { Terminal } from "./terminal/terminal.ts";

/** Ends a command early. */
export interface Interruption {
  /** Is aborted by the first Ctrl-C, or when the process is told to end. */
  readonly signal: AbortSignal;
  /** No longer listens. */
  dispose(): void;
}

/** The first Ctrl-C aborts, so that nothing is lost; the second one ends the process at once. */
export function listenForInterruption(terminal: Terminal): Interruption {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(3);
    terminal.note("stopping; once more ends it at once");
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}
