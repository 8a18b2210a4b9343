import { fileURLToPath } from "node:url";
import { defineFlow, type Flow } from "@dx/runner";
import { claims } from "./claims.ts";
import { inputs, type Inputs } from "./inputs.ts";
import { outputs, type Outputs } from "./outputs.ts";
import { process } from "./process.ts";

/** Dimensional Model Design. */
export const flow: Flow<Inputs, Outputs> = defineFlow({
  name: "dimensional-model-design",
  title: "dimensional-model-design",
  description: "To be written.",
  inputs,
  outputs,
  examples: [fileURLToPath(new URL("../examples/example.yaml", import.meta.url))],
  process,
  claims,
});
