import type { FileMap } from "@dx/core";
import { commandDag, toAirflow, toDagster, toLocal, toPrefect, type Dag } from "@dx/orchestration";
import type { Inputs } from "./inputs.ts";

const writers = {
  airflow: toAirflow,
  dagster: toDagster,
  prefect: toPrefect,
  local: toLocal,
} as const;

/** The job that runs this flow again at its times. */
export function makeJob(table: string, { job, refreshFrequency }: Inputs): Dag {
  const { inputs, databases, timeZone } = job;
  return commandDag({
    flow: "obt-creation",
    inputs,
    databases,
    timeZone,
    cron: refreshFrequency,
    name: `refresh_${table.replaceAll(/\W+/g, "_")}`,
    description: `Brings ${table} up to date`,
  });
}

/** The same, as files of its tool. */
export function writeJob(dag: Dag, { job }: Inputs): FileMap {
  return writers[job.tool](dag);
}
