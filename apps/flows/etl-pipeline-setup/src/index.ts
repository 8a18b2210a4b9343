import { fileURLToPath } from "node:url";
import { defineFlow, type Flow } from "@dx/runner";
import { claims } from "./claims.ts";
import { inputs, type Inputs } from "./inputs.ts";
import { outputs, type Outputs } from "./outputs.ts";
import { process } from "./process.ts";

/** ETL/ELT Pipeline Setup. */
export const flow: Flow<Inputs, Outputs> = defineFlow({
  name: "etl-pipeline-setup",
  title: "etl-pipeline-setup",
  description: "To be written.",
  inputs,
  outputs,
  examples: [fileURLToPath(new URL("../examples/example.yaml", import.meta.url))],
  process,
  claims,
});
