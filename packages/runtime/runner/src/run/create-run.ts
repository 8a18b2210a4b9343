import { resolve } from "node:path";
import type { RunEvent } from "../events.ts";
import type { Journal } from "../journal/journal.ts";
import type { RunLine } from "../journal/lines.ts";
import type { Secrets } from "../secrets.ts";
import type { Databases } from "../task.ts";
import { createArtefacts } from "./artefacts.ts";
import type { Approve, Run } from "./run.ts";
import { createMask } from "./mask-values.ts";
import { createScratch } from "./scratch.ts";
import { allStoppable } from "./stoppable.ts";
import { createSteps } from "./steps.ts";

/** What a run is made of. */
export interface CreateRunOptions {
  readonly databases: Databases;
  readonly approve: Approve;
  readonly clock: () => Date;
  readonly journal: Journal;
  readonly line: RunLine;
  readonly mode: "run" | "plan";
  readonly files: Readonly<Record<string, string>>;
  readonly redactor: Secrets;
  readonly out?: string | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly maskValues?: boolean | undefined;
}

/** All that a run has, once its journal and its databases are open. */
export function createRun(options: CreateRunOptions): Run {
  const { approve, clock, journal, line, mode, redactor, out } = options;
  const { signal = new AbortController().signal } = options;
  const databases = allStoppable(options.databases, signal);
  const emit = (event: RunEvent): void => options.onEvent?.(redactor.redactAll(event));
  const log = (message: string): void => emit({ kind: "log", message });
  const { target } = options.databases;
  const scratch = createScratch({
    target,
    run: line.run,
    out: out === undefined ? undefined : resolve(out),
    journal,
    mode,
    log,
  });
  let plans = 0;
  return {
    name: line.run,
    flow: line.flow,
    now: line.at,
    clock,
    mode,
    sources: line.sources,
    steps: createSteps(journal, { clock, redactAll: redactor.redactAll }),
    scratch,
    secrets: redactor,
    approve,
    emit,
    again:
      line.databases["target"]?.startsWith("folder:") === true
        ? "from this folder"
        : "from the source",
    mask: options.maskValues === true ? createMask() : undefined,
    nextPlan: () => (plans += 1),
    tools: {
      databases,
      files: Object.fromEntries(
        Object.entries(options.files).map(([name, path]) => [name, resolve(line.base, path)]),
      ),
      artefacts: createArtefacts(mode === "plan" ? undefined : out, redactor),
      mode,
      signal,
      scratch: scratch.ready,
      log,
      secret: redactor.add,
    },
  };
}
