import { fileURLToPath } from "node:url";
import { defineFlow, type Flow } from "@dx/runner";
import { checks } from "./checks.ts";
import { claims } from "./claims.ts";
import { inputs, type Inputs } from "./inputs.ts";
import { outputs, type Outputs } from "./outputs.ts";
import { process } from "./process.ts";
import { report } from "./report.ts";

/** Loads sources exactly, transforms them behind gates, and writes what runs it every day. */
export const flow: Flow<Inputs, Outputs> = defineFlow({
  name: "etl-pipeline-setup",
  title: "ETL/ELT pipeline",
  description:
    "Loads files and tables into a warehouse's schema, exact to the row, transforms them behind gates, rehearses kills, late commits and drift, and writes the DAG, tests, runbook and monitoring.",
  inputs,
  outputs,
  examples: [fileURLToPath(new URL("../examples/birdstrikes.yaml", import.meta.url))],
  files: ({ sources }) =>
    Object.fromEntries(
      sources.flatMap(({ name, connectionDetails: { file, feed } }) => {
        const path = file ?? feed?.file;
        return path === undefined ? [] : [[name, path]];
      }),
    ),
  checks,
  process,
  claims,
  report,
});
