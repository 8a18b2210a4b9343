import { readAddresses, readRun } from "@dx/runner";
import type { Command } from "../command.ts";
import { findFlow } from "../find-flow.ts";
import { doRun, runOptions } from "../run/do-run.ts";
import { givenOrRecorded } from "../run/given-or-recorded.ts";
import { showResult } from "../run/show-result.ts";

export const command: Command = {
  usage: "resume <folder>",
  description: `Goes on with a run that was stopped, or waited for an answer: what its journal has is not done again.
The databases are those of the run, unless others are named.`,
  examples: ["dx resume my-run", "dx resume my-run --yes"],
  options: runOptions,
  run: async (given, { terminal, flows }) => {
    const [out = ""] = given.positionals;
    const { flow: name, inputs, base, databases, evidence } = readRun(out);
    const required = given.texts("require").flatMap((text) => text.split(","));
    if (evidence !== undefined) {
      terminal.note("the run is complete; dx verify checks it again");
      return showResult({ flow: name, out, evidence, required, terminal });
    }
    const flow = await findFlow(name, flows);
    const { env } = process;
    const addresses = readAddresses(givenOrRecorded(given.texts("db"), databases), { env, out });
    return doRun({ flow, inputs, base, out, addresses }, given, terminal);
  },
};
