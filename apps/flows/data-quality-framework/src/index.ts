import { fileURLToPath } from "node:url";
import { defineFlow, type Flow } from "@dx/runner";
import { checks } from "./checks.ts";
import { claims } from "./claims.ts";
import { inputs, type Inputs } from "./inputs.ts";
import { outputs, type Outputs } from "./outputs.ts";
import { process } from "./process.ts";
import { report } from "./report.ts";

/** Watches the quality of tables, and shows what its checks would notice. */
export const flow: Flow<Inputs, Outputs> = defineFlow({
  name: "data-quality-framework",
  title: "Data quality",
  description:
    "Profiles tables, proposes checks and tests them on later rows, runs them by a plan, measures what they would notice, and writes suites, contracts, alerts and runbooks.",
  inputs,
  outputs,
  examples: [fileURLToPath(new URL("../examples/birdstrikes.yaml", import.meta.url))],
  files: ({ files }) => files,
  checks,
  process,
  claims,
  report,
});
