import type { FileMap } from "@dx/core";
import { toAirflow, toDagster, toPrefect, type Dag, type TriggerRule } from "../src/index.ts";
import type { Orchestrator } from "./run-orchestrator.ts";

const all: readonly TriggerRule[] = ["all-success", "all-done", "one-failed", "none-failed"];

/** What is told of an orchestrator. */
export interface Target {
  readonly write: (dag: Dag) => FileMap;
  /** The trigger rules that it has. */
  readonly rules: readonly TriggerRule[];
  /** What breaks a file so that it can be loaded, or only just not. */
  readonly damages: Readonly<
    Record<"cycle" | "unlinked" | "undefinedName", (text: string) => string>
  >;
}

/** The three. */
export const targets: Readonly<Record<Orchestrator, Target>> = {
  airflow: {
    write: toAirflow,
    rules: all,
    damages: {
      cycle: (text: string) => `${text}    publish >> extract\n`,
      unlinked: (text: string) => text.replace("    extract >> left\n", ""),
      undefinedName: (text: string) => text.replace("    extract = ", "    extrct = "),
    },
  },
  dagster: {
    write: toDagster,
    rules: ["all-success", "none-failed"],
    damages: {
      cycle: (text: string) =>
        text.replace('extract.alias("extract")()', 'extract.alias("extract")(start=publish)'),
      unlinked: (text: string) =>
        text.replace('left.alias("left")(start=extract_done)', 'left.alias("left")()'),
      undefinedName: (text: string) => text.replace("def extract(", "def extrct("),
    },
  },
  prefect: {
    write: toPrefect,
    rules: ["all-success", "all-done", "none-failed"],
    damages: {
      cycle: (text: string) =>
        text.replace("extract.submit()", "extract.submit(wait_for=[publish_run])"),
      unlinked: (text: string) =>
        text.replace("left.submit(wait_for=[extract_run])", "left.submit()"),
      undefinedName: (text: string) => text.replace("def extract(", "def extrct("),
    },
  },
};

/** The first runs of `changedTimes`: what the README has, measured. */
export const changes: Readonly<Record<Orchestrator | "dx", Readonly<Record<string, string>>>> = {
  dx: {
    missing: "03-29T01:00 03-30T00:30",
    missingTwo: "03-30T00:00 03-30T00:30",
    doubled: "10-25T00:30 10-26T01:30",
    doubledTwo: "10-25T00:00 10-25T00:30 10-25T01:00 10-25T01:30 10-26T01:00",
    doubledHourly: "10-24T23:00 10-25T00:00 10-25T01:00 10-25T02:00",
  },
  airflow: {
    missing: "03-29T01:30 03-30T00:30",
    missingTwo: "03-29T01:00 03-30T00:00",
    doubled: "10-25T01:30 10-26T01:30",
    doubledTwo: "10-25T01:00 10-25T01:30 10-26T01:00",
    doubledHourly: "10-24T23:00 10-25T00:00 10-25T01:00 10-25T02:00",
  },
  dagster: {
    missing: "03-29T01:00 03-30T00:30",
    missingTwo: "03-29T01:00 03-30T00:00",
    doubled: "10-25T01:30 10-26T01:30",
    doubledTwo: "10-25T01:00 10-25T01:30 10-26T01:00",
    doubledHourly: "10-24T23:00 10-25T00:00 10-25T01:00 10-25T02:00",
  },
  prefect: {
    missing: "03-29T00:30 03-30T00:30",
    missingTwo: "03-29T00:00 03-29T00:30 03-30T00:00",
    doubled: "10-25T00:30 10-26T01:30",
    doubledTwo: "10-25T00:00 10-25T00:30 10-26T01:00",
    doubledHourly: "10-24T23:00 10-25T00:00 10-25T02:00 10-25T03:00",
  },
};
