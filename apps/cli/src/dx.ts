import { nearest } from "@dx/core";
import type { ExitCode, Flows } from "./command.ts";
import { commands } from "./commands.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { parseGiven, use } from "./parse-given.ts";
import { showError } from "./terminal/show-error.ts";
import { createTerminal, type Terminal } from "./terminal/terminal.ts";

/** Does what a command line says. @param open - where it says so; `true` for JSON only */
export async function dx(
  args: readonly string[],
  flows: Flows,
  open: (json: boolean) => Terminal = createTerminal,
): Promise<ExitCode> {
  const [name, ...rest] = args;
  const terminal = open(args.includes("--json"));
  try {
    if (name === undefined || name === "--help" || name === "-h" || name === "help") {
      open(false).say(generalHelp(commands));
      return 0;
    }
    const listed = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (listed === undefined) {
      const near = nearest(name, Object.keys(commands));
      throw use(
        `no command is called ${name}`,
        near === undefined
          ? `there are ${Object.keys(commands).join(", ")}`
          : `did you mean ${near}?`,
      );
    }
    const { command } = await listed.load();
    if (rest.some((one) => one === "--help" || one === "-h")) {
      open(false).say(commandHelp(command));
      return 0;
    }
    return await command.run(parseGiven(rest, command), { terminal, flows });
  } catch (error) {
    return showError(error, terminal);
  }
}
