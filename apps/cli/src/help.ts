import type { Command, ListedCommand } from "./command.ts";
import { commonOptions } from "./parse-given.ts";

const exits =
  "exit codes: 0 nothing fails, 1 a claim fails, 2 wrong use or inputs, 3 the run broke, 4 it waits for a person";

/** What `dx --help` prints. */
export function generalHelp(commands: Readonly<Record<string, ListedCommand>>): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => [name, summary] as const);
  return [
    "usage: dx <command> [options]",
    "",
    "Does the work of data teams, and shows with each artefact what is known of it.",
    "",
    ...columns(lines),
    "",
    "examples:",
    "  dx flows",
    "  dx init scd-implementation --db source=env:DATABASE_URL -o inputs.yaml",
    "  dx run scd-implementation -i inputs.yaml --db env:DATABASE_URL --plan",
    "  dx run scd-implementation --out my-run --yes",
    "",
    "dx <command> --help says more of each.",
    exits,
  ].join("\n");
}

/** What `dx <command> --help` prints. */
export function commandHelp({ usage, description, examples, options }: Command): string {
  const lines = Object.entries({ ...options, ...commonOptions }).map(
    ([name, { short, value, help }]) => {
      const names = short === undefined ? `--${name}` : `-${short}, --${name}`;
      return [value === undefined ? names : `${names} ${value}`, help] as const;
    },
  );
  return [
    `usage: dx ${usage} [options]`,
    "",
    description,
    "",
    ...columns(lines),
    "",
    "examples:",
    ...examples.map((example) => `  ${example}`),
    "",
    exits,
  ].join("\n");
}

/** Two columns. */
export function columns(lines: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...lines.map(([name]) => name.length));
  return lines.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`.trimEnd());
}
