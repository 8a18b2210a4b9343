import { defineTask } from "@dx/runner";
import { z } from "zod";
import { inputs } from "../inputs.ts";

/** Lists the names of the inputs that were given. The first step of the specification takes its place. */
export const listGiven = defineTask("list-given", {
  version: 1,
  effect: "none",
  input: inputs,
  output: z.array(z.string()),
  run: (given) => Object.keys(given).toSorted(),
});
