import { fileURLToPath } from "node:url";
import { defineFlow, type Flow } from "@dx/runner";
import { checks } from "./checks.ts";
import { claims } from "./claims.ts";
import { inputs, type Inputs } from "./inputs.ts";
import { outputs, type Outputs } from "./outputs.ts";
import { process } from "./process.ts";
import { report } from "./report.ts";

const example = (name: string): string =>
  fileURLToPath(new URL(`../examples/${name}`, import.meta.url));

export { measureObt } from "./measure-obt.ts";
export type { MeasuredObt, MeasureObtOptions } from "./measure-obt.ts";

/** Makes one big table of a star, and shows that it keeps its grain. */
export const flow: Flow<Inputs, Outputs> = defineFlow({
  name: "obt-creation",
  title: "One big table",
  description:
    "Makes one big table of a star, shows that it keeps its grain and its sums, and measures what it is worth.",
  inputs,
  outputs,
  examples: [example("flights.yaml"), example("flights-star.yaml")],
  files: ({ sourceFiles = {} }) =>
    Object.fromEntries(Object.entries(sourceFiles).map(([name, { file }]) => [name, file])),
  checks,
  process,
  claims,
  report,
});
