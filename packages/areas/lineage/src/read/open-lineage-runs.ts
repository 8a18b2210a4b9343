import { DxError, isDxError, toMicros, type Finding } from "@dx/core";
import { fieldsOf, isFields, listOf, textOf, type Fields } from "./fields.ts";
import { said } from "./read-sources.ts";

/** What a job read and filled when it last ended well, by all events of that run together. */
export interface JobRun {
  /** Its namespace and name. */
  readonly job: string;
  /** Datasets with their facets. */
  readonly inputs: readonly Fields[];
  /** As `inputs`. */
  readonly outputs: readonly Fields[];
}

/** What events say, one run for each job. */
export interface Runs {
  readonly runs: readonly JobRun[];
  /** Datasets that events speak of without a job. */
  readonly datasets: readonly Fields[];
  /** Runs that failed or did not end, by their jobs. */
  readonly findings: readonly Finding[];
}

interface Gathered {
  readonly job: string;
  state: string;
  time: bigint;
  readonly inputs: Map<string, Fields>;
  readonly outputs: Map<string, Fields>;
}

/**
 * Puts the events of each run together, and takes of each job the run that ended well last.
 * @throws DxError `DX_LINEAGE_EVENT` for what is no event
 */
export function gatherRuns(events: readonly unknown[]): Runs {
  const runs = new Map<string, Gathered>();
  const datasets: Fields[] = [];
  for (const [index, event] of events.entries()) {
    if (!isFields(event)) throw noEvent(index, "it is no JSON object");
    const time = timeOf(event, index);
    if (isFields(event["dataset"])) {
      datasets.push(event["dataset"]);
      continue;
    }
    add(runs, event, { index, time });
  }
  return { ...lastOfEach([...runs.values()]), datasets };
}

function add(
  runs: Map<string, Gathered>,
  event: Fields,
  { index, time }: { readonly index: number; readonly time: bigint },
): void {
  const [job, run] = [fieldsOf(event["job"]), fieldsOf(event["run"])];
  const [namespace, name] = [textOf(job["namespace"]), textOf(job["name"])];
  if (namespace === undefined || name === undefined)
    throw noEvent(index, "its job has no namespace or no name");
  const key = textOf(run["runId"]) ?? `design of ${namespace} ${name} at ${time}`;
  const state = isFields(event["run"]) ? String(event["eventType"]).toUpperCase() : "COMPLETE";
  const own = runs.get(key) ?? {
    job: `${namespace} ${name}`,
    state: "",
    time,
    inputs: new Map<string, Fields>(),
    outputs: new Map<string, Fields>(),
  };
  runs.set(key, own);
  if (isOver(state) || !isOver(own.state)) own.state = state;
  if (time > own.time) own.time = time;
  gather(own.inputs, event["inputs"], index);
  gather(own.outputs, event["outputs"], index);
}

function isOver(state: string): boolean {
  return state === "COMPLETE" || state === "FAIL" || state === "ABORT";
}

/** Adds datasets; of one that is there, facets are added. */
function gather(into: Map<string, Fields>, list: unknown, index: number): void {
  for (const one of listOf(list)) {
    const [namespace, name] = [textOf(one["namespace"]), textOf(one["name"])];
    if (namespace === undefined || name === undefined)
      throw noEvent(index, "a dataset has no namespace or no name");
    const key = JSON.stringify([namespace, name]);
    const facets = { ...fieldsOf(into.get(key)?.["facets"]), ...fieldsOf(one["facets"]) };
    into.set(key, { namespace, name, facets });
  }
}

function lastOfEach(all: readonly Gathered[]): Omit<Runs, "datasets"> {
  const jobs = new Map<string, Gathered>();
  const not = new Map<string, { state: string; count: number }>();
  for (const one of all) {
    if (one.state !== "COMPLETE") {
      const state = isOver(one.state) ? "failed or was stopped" : "did not end";
      const key = `${one.job}\0${state}`;
      not.set(key, { state, count: (not.get(key)?.count ?? 0) + 1 });
      continue;
    }
    const known = jobs.get(one.job);
    if (known === undefined || one.time >= known.time) jobs.set(one.job, one);
  }
  return {
    runs: [...jobs.values()].map(({ job, inputs, outputs }) => ({
      job,
      inputs: [...inputs.values()],
      outputs: [...outputs.values()],
    })),
    findings: [...not].map(([key, { state, count }]) => {
      const job = key.split("\0")[0] ?? "";
      const message = `${count === 1 ? "a run" : `${count} runs`} of it ${state}: not taken`;
      return said("DX_LINEAGE_EVENT_RUN", job, { message, count });
    }),
  };
}

function timeOf(event: Fields, index: number): bigint {
  try {
    return toMicros(textOf(event["eventTime"]) ?? "");
  } catch (error) {
    if (!isDxError(error)) throw error;
    throw noEvent(index, "its eventTime is no time");
  }
}

function noEvent(index: number, reason: string): DxError {
  return new DxError("DX_LINEAGE_EVENT", `event ${index + 1} is none of OpenLineage: ${reason}`, {
    path: ["events", index],
    hint: "give run, job or dataset events as of specification 2-0-2, each a JSON object",
  });
}
