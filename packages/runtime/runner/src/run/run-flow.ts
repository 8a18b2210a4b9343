import { join } from "node:path";
import { DxError, isDxError, type EvidenceFile } from "@dx/core";
import type { Flow } from "../define-flow.ts";
import type { RunEvent } from "../events.ts";
import { openJournal } from "../journal/journal.ts";
import { createSecrets, type Secrets } from "../secrets.ts";
import type { Databases } from "../task.ts";
import { checkClaims } from "./check-claims.ts";
import { createContext } from "./create-context.ts";
import { createRun } from "./create-run.ts";
import { openFolder } from "./open-folder.ts";
import { parseInputs } from "./parse-inputs.ts";
import { readSources } from "./read-sources.ts";
import type { Approve } from "./run.ts";
import { startJournal } from "./start-journal.ts";
import { writeResults } from "./write-results.ts";

/** Where and how a flow runs. */
export interface RunFlowOptions {
  /** The run's databases, or what opens them once the run's folder is there; whoever opened them closes them. */
  readonly databases: Databases | (() => Promise<Databases>);
  /** Answers the process's questions. */
  readonly approve: Approve;
  /** The time; without it, the machine's. */
  readonly clock?: () => Date;
  /** The run's folder; if its journal is there, the run is resumed. Without it, nothing is kept. */
  readonly out?: string;
  /** What files in the inputs are relative to; without it, the working folder. */
  readonly base?: string;
  /** Where the databases are, by their names, for `dx resume` and `dx verify`; without credentials. */
  readonly locations?: Readonly<Record<string, string>>;
  /** What reaches no journal, event, error or file. */
  readonly secrets?: readonly string[];
  /** Shows no value of the data in evidence and pages, only types, lengths and marks. */
  readonly maskValues?: boolean;
  /** Hears how it goes. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Ends the run early. */
  readonly signal?: AbortSignal;
}

/** What a run gives. */
export interface RunFlowResult<Outputs> {
  /** As the flow says. */
  readonly outputs: Outputs;
  /** The content of `evidence.json`. */
  readonly evidence: EvidenceFile;
}

/**
 * Runs a flow, or resumes it: what its journal has of tasks and answers is not done again; claims are.
 * @throws DxError `DX_RUNNER_INPUTS` and `DX_RUNNER_FILE` before anything is written, or if the journal is of
 * other inputs or files; `DX_RUNNER_OUT`, `DX_RUNNER_LOCKED`, `DX_RUNNER_JOURNAL` if the folder cannot be used;
 * `DX_RUNNER_DIVERGED` if the process takes another way than it did; `DX_RUNNER_REFUSED`, `DX_RUNNER_WAITING`
 * and `DX_RUNNER_PLAN` from questions; `DX_RUNNER_STOPPED` after the signal; `DX_RUNNER_DISK` if a disk is full; and
 * what tasks throw
 */
export async function runFlow<Inputs, Outputs>(
  flow: Flow<Inputs, Outputs>,
  given: unknown,
  options: RunFlowOptions,
): Promise<RunFlowResult<Outputs>> {
  const secrets = createSecrets(options.secrets);
  try {
    return await runIn(flow, given, { ...options, redactor: secrets });
  } catch (error) {
    throw secrets.redactError(explain(error, options.signal));
  }
}

async function runIn<Inputs, Outputs>(
  flow: Flow<Inputs, Outputs>,
  given: unknown,
  options: RunFlowOptions & { readonly redactor: Secrets },
): Promise<RunFlowResult<Outputs>> {
  const { out, base = ".", clock = () => new Date(), locations = {}, redactor } = options;
  const inputs = parseInputs(flow.inputs, given);
  if (out !== undefined) refuseSecrets(inputs, redactor);
  const files = flow.files?.(inputs) ?? {};
  const sources = await readSources(files, base);
  const unlock = out === undefined ? () => undefined : openFolder(out);
  try {
    const path = out === undefined ? undefined : join(out, "journal.jsonl");
    const journal = openJournal(path, { redact: redactor.redact });
    try {
      const of = { flow: flow.name, inputs: redactor.redactAll(inputs), sources, base, clock };
      const line = startJournal(journal, { ...of, databases: locations });
      const databases =
        typeof options.databases === "function" ? await options.databases() : options.databases;
      const run = createRun({ ...options, clock, databases, journal, line, files, mode: "run" });
      try {
        run.emit({
          kind: "run-started",
          flow: flow.name,
          run: line.run,
          known: run.steps.known,
          ...(out === undefined ? {} : { out }),
        });
        const outputs = flow.outputs.parse(await flow.process(inputs, createContext(run)));
        run.steps.finish();
        const evidence = await checkClaims(flow, { inputs, outputs, run });
        if (out !== undefined) await writeResults(flow, { inputs, outputs, evidence, run, out });
        if (out !== undefined) await run.scratch.drop();
        const { summary } = evidence;
        run.emit({ kind: "run-finished", summary, ...(out === undefined ? {} : { out }) });
        return { outputs, evidence };
      } finally {
        if (out === undefined) await run.scratch.drop();
      }
    } finally {
      journal.close();
    }
  } finally {
    unlock();
  }
}

/** A journal keeps inputs, and no secret: a run that needs one in them could not be resumed. */
function refuseSecrets(inputs: unknown, { redact }: Secrets): void {
  const path = findText(inputs, (text) => redact(text) !== text);
  if (path === undefined) return;
  throw new DxError(
    "DX_RUNNER_INPUTS",
    `${path.map(redact).join(".") || "inputs"} holds a secret`,
    {
      path: path.map(redact),
      hint: "credentials belong in the environment: `--db source=env:DATABASE_URL`; if a name is the same as a password, change one of them",
    },
  );
}

function findText(value: unknown, isWanted: (text: string) => boolean): string[] | undefined {
  if (typeof value === "string") return isWanted(value) ? [] : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    if (isWanted(key)) return [key];
    const below = findText(item, isWanted);
    if (below !== undefined) return [key, ...below];
  }
  return undefined;
}

const ofDisks: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EFBIG", "EIO", "EROFS"]);

function explain(error: unknown, signal: AbortSignal | undefined): unknown {
  if (isDxError(error, "DX_RUNNER_WAITING")) return error;
  if (error instanceof Error && "code" in error && ofDisks.has(error.code))
    return new DxError("DX_RUNNER_DISK", `a file cannot be written: ${error.message}`, {
      hint: "nothing is lost: make room on the disk, then go on with dx resume",
      cause: error,
    });
  if (signal?.aborted !== true) return error;
  return new DxError("DX_RUNNER_STOPPED", "the run was stopped", {
    hint: "nothing is lost: go on with dx resume",
    cause: error,
  });
}
