import type { ListedCommand } from "./command.ts";
import { directCommands } from "./direct-commands.ts";

/** What `dx` can do, in the order of the help. */
export const commands: Readonly<Record<string, ListedCommand>> = {
  flows: {
    summary: "lists the flows",
    load: async () => import("./commands/flows.ts"),
  },
  describe: {
    summary: "says what a flow takes and gives",
    load: async () => import("./commands/describe.ts"),
  },
  init: {
    summary: "proposes a flow's inputs from a live database",
    load: async () => import("./commands/init.ts"),
  },
  run: {
    summary: "runs a flow, or shows what it would write",
    load: async () => import("./commands/run.ts"),
  },
  resume: {
    summary: "goes on with a run that was stopped, or waited",
    load: async () => import("./commands/resume.ts"),
  },
  approve: {
    summary: "answers what a run waits for",
    load: async () => import("./commands/approve.ts"),
  },
  verify: {
    summary: "checks a run's evidence again",
    load: async () => import("./commands/verify.ts"),
  },
  runs: {
    summary: "lists runs, and what they wait for",
    load: async () => import("./commands/runs.ts"),
  },
  ...directCommands,
};
