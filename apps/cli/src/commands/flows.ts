import type { Command } from "../command.ts";
import { columns } from "../help.ts";

export const command: Command = {
  usage: "flows",
  description: "Lists the flows, each with what it does.",
  examples: ["dx flows", "dx flows --json"],
  options: {},
  run: async (_given, { terminal, flows }) => {
    const all = await Promise.all(Object.values(flows).map(async (load) => (await load()).flow));
    terminal.answer({
      flows: all.map(({ name, title, description }) => ({ name, title, description })),
    });
    terminal.say(columns(all.map(({ name, description }) => [name, description])).join("\n"));
    return 0;
  },
};
