import { resolve } from "node:path";
import { DxError, type Source } from "@dx/core";
import { dxVersion } from "../dx-version.ts";
import { toText, type Journal } from "../journal/journal.ts";
import type { RunLine } from "../journal/lines.ts";
import { newRunName } from "./scratch.ts";

/** What a run is of. */
export interface RunOf {
  readonly flow: string;
  readonly inputs: unknown;
  readonly sources: readonly Source[];
  readonly base: string;
  readonly databases: Readonly<Record<string, string>>;
  readonly clock: () => Date;
}

/**
 * Writes the first line of a journal, or reads the one that is there.
 * @throws DxError `DX_RUNNER_INPUTS` if it is of another flow, other inputs or other files, `DX_RUNNER_JOURNAL` if it is none
 */
export function startJournal(journal: Journal, of: RunOf): RunLine {
  const [before] = journal.lines;
  if (before === undefined) return begin(journal, of);
  if (before.kind !== "run")
    throw new DxError("DX_RUNNER_JOURNAL", "the journal does not say what its run is of", {
      hint: "begin a new run in another folder",
    });
  if (before.flow !== of.flow)
    throw changed(`the run is of the flow ${before.flow}, not of ${of.flow}`);
  if (toText(before.inputs) !== toText(of.inputs))
    throw changed(`the inputs are not those of the run: ${toText(before.inputs)}`);
  const known = new Map(before.sources.map(({ name, fingerprint }) => [name, fingerprint]));
  const other = of.sources.find(({ name, fingerprint }) => known.get(name) !== fingerprint);
  if (other !== undefined || before.sources.length !== of.sources.length)
    throw changed(`the file ${other?.name ?? ""} is not as it was when the run began`);
  return before;
}

function begin(
  journal: Journal,
  { flow, inputs, sources, base, databases, clock }: RunOf,
): RunLine {
  const at = clock().toISOString();
  const line = {
    kind: "run",
    format: 1,
    dx: dxVersion(),
    flow,
    run: newRunName(flow, at),
    at,
    base: resolve(base),
    inputs,
    sources: [...sources],
    databases: { ...databases },
  } as const;
  journal.append(line);
  return line;
}

function changed(message: string): DxError {
  return new DxError("DX_RUNNER_INPUTS", message, {
    hint: "a run goes on with what it began with: begin a new one in another folder",
  });
}
