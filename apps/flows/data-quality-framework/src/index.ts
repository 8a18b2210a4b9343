import { fileURLToPath } from "node:url";
import { defineFlow, type Flow } from "@dx/runner";
import { claims } from "./claims.ts";
import { inputs, type Inputs } from "./inputs.ts";
import { outputs, type Outputs } from "./outputs.ts";
import { process } from "./process.ts";

/** Data Quality Framework. */
export const flow: Flow<Inputs, Outputs> = defineFlow({
  name: "data-quality-framework",
  title: "data-quality-framework",
  description: "To be written.",
  inputs,
  outputs,
  examples: [fileURLToPath(new URL("../examples/example.yaml", import.meta.url))],
  process,
  claims,
});
