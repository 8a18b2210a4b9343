import { readInputs, runFlow } from "@dx/runner";
import { forEachDatabase } from "@dx/testkit";
import { expect } from "vitest";
import { flow } from "../src/index.ts";

const inputs = readInputs(flow.inputs, flow.examples[0] ?? "");

forEachDatabase("runs its example", async ({ db }) => {
  const { outputs } = await runFlow(flow, inputs, {
    databases: { target: db },
    approve: async () => "yes",
    clock: () => new Date(0),
  });
  expect(outputs).toEqual({ given: Object.keys(inputs).toSorted() });
});
