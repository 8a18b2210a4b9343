import { fileURLToPath } from "node:url";
import { defineFlow, type Flow } from "@dx/runner";
import { claims } from "./claims.ts";
import { inputs, type Inputs } from "./inputs.ts";
import { outputs, type Outputs } from "./outputs.ts";
import { process } from "./process.ts";
import { report } from "./report.ts";
import { filesOf } from "./systems.ts";

/** Maps where every column comes from, holds the map against data, and tells what a change leads to. */
export const flow: Flow<Inputs, Outputs> = defineFlow({
  name: "data-lineage-mapping",
  title: "Data lineage",
  description:
    "Maps where every column comes from, through scripts and views, holds the map against data, and tells what a change leads to.",
  inputs,
  outputs,
  examples: [
    fileURLToPath(new URL("../examples/lineage.yaml", import.meta.url)),
    fileURLToPath(new URL("../examples/demo.yaml", import.meta.url)),
  ],
  files: ({ systemsToInclude }) => Object.fromEntries(systemsToInclude.flatMap(filesOf)),
  process,
  claims,
  report,
});
