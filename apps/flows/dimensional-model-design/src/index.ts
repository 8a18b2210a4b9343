import { fileURLToPath } from "node:url";
import { defineFlow, type Flow } from "@dx/runner";
import { checks } from "./checks.ts";
import { claims } from "./claims.ts";
import { init } from "./init.ts";
import { inputs, type Inputs } from "./inputs.ts";
import { outputs, type Outputs } from "./outputs.ts";
import { process } from "./process.ts";
import { report } from "./report.ts";

/** Designs a star from tables, makes and loads it, and shows that every number survived. */
export const flow: Flow<Inputs, Outputs> = defineFlow({
  name: "dimensional-model-design",
  title: "Dimensional model",
  description:
    "Designs a star from tables, makes and loads it, and shows that every number survived: by grain, by reference, and each measure by its own roll-up.",
  inputs,
  outputs,
  examples: [fileURLToPath(new URL("../examples/flights.yaml", import.meta.url))],
  files: ({ sourceFiles = {} }) =>
    Object.fromEntries(Object.entries(sourceFiles).map(([name, { file }]) => [name, file])),
  checks,
  process,
  claims,
  report,
  init,
});

export { proposeStar, type ProposedStar } from "./init.ts";
