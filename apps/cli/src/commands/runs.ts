import { existsSync } from "node:fs";
import { listRuns } from "@dx/runner";
import type { Command } from "../command.ts";
import { columns } from "../help.ts";
import { use } from "../parse-given.ts";

export const command: Command = {
  usage: "runs [folder]",
  description:
    "Lists the runs in a folder, what they are at, and what they wait for; without one, in dx-runs.",
  examples: ["dx runs", "dx runs . --json"],
  options: {},
  run: async ({ positionals: [folder] }, { terminal }) => {
    if (folder !== undefined && !existsSync(folder))
      throw use(`${folder} is not there`, "name a folder that has runs in it");
    const runs = listRuns(folder ?? "dx-runs");
    terminal.answer({ runs });
    const lines = runs.map(({ out, state, flow = "", summary, note }) => {
      const counts =
        summary && `${summary.holds} hold, ${summary.fails} fail, ${summary.unknown} unknown`;
      return [
        out,
        [state, flow, counts, note].filter((one) => one !== undefined && one !== "").join(": "),
      ] as const;
    });
    terminal.say(runs.length === 0 ? "there are no runs" : columns(lines).join("\n"));
    return 0;
  },
};
