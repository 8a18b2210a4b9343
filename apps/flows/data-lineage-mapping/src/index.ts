import { fileURLToPath } from "node:url";
import { defineFlow, type Flow } from "@dx/runner";
import { claims } from "./claims.ts";
import { inputs, type Inputs } from "./inputs.ts";
import { outputs, type Outputs } from "./outputs.ts";
import { process } from "./process.ts";

/** Data Lineage Mapping. */
export const flow: Flow<Inputs, Outputs> = defineFlow({
  name: "data-lineage-mapping",
  title: "data-lineage-mapping",
  description: "To be written.",
  inputs,
  outputs,
  examples: [fileURLToPath(new URL("../examples/example.yaml", import.meta.url))],
  process,
  claims,
});
