import { parseArgs } from "node:util";
import { DxError, nearest } from "@dx/core";
import type { Command, Given, Option } from "./command.ts";

/** The options of every command. */
export const commonOptions: Readonly<Record<string, Option>> = {
  json: { type: "boolean", help: "prints one line of JSON of at most 8 KB, and nothing else" },
  help: { type: "boolean", short: "h", help: "this text" },
};

/**
 * Checks a command line against its command.
 * @throws DxError `DX_CLI_USE` with the nearest name for what is not known
 */
export function parseGiven(args: readonly string[], command: Command): Given {
  const options = { ...command.options, ...commonOptions };
  const { tokens } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type, short }]) => [
        name,
        short === undefined ? { type, multiple: true } : { type, short, multiple: true },
      ]),
    ),
  });
  const texts = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const option = options[token.name];
    if (option === undefined) throw unknownOption(token.rawName, Object.keys(options));
    const before = texts.get(token.name) ?? [];
    requireValue(token, option, before.length > 0);
    texts.set(token.name, [...before, token.value ?? ""]);
  }
  requirePositionals(positionals, command.usage);
  return {
    positionals,
    text: (name) => texts.get(name)?.at(-1),
    texts: (name) => texts.get(name) ?? [],
    has: (name) => texts.has(name),
  };
}

function requireValue(
  { rawName, value }: { readonly rawName: string; readonly value?: string | undefined },
  { type, value: shown = "VALUE", multiple = false }: Option,
  isAgain: boolean,
): void {
  if (type === "boolean" && value !== undefined)
    throw use(`${rawName} takes no value`, `write ${rawName}`);
  if (type === "boolean") return;
  if (value === undefined || value === "")
    throw use(`${rawName} needs a value`, `write ${rawName} ${shown}`);
  if (isAgain && !multiple) throw use(`${rawName} is given twice`, "give it once");
}

function requirePositionals(given: readonly string[], usage: string): void {
  const names = usage.match(/[<[][^>\]]+[>\]]/g) ?? [];
  const needed = names.filter((name) => name.startsWith("<"));
  const missing = needed[given.length];
  if (missing !== undefined) throw use(`${missing} is missing`, `usage: dx ${usage}`);
  const surplus = given[names.length];
  if (surplus !== undefined) throw use(`one word too many: ${surplus}`, `usage: dx ${usage}`);
}

function unknownOption(name: string, known: readonly string[]): DxError {
  const near = nearest(name.replace(/^-+/, ""), known);
  return use(
    `no option is called ${name}`,
    near === undefined
      ? `there are ${known.map((one) => `--${one}`).join(", ")}`
      : `did you mean --${near}?`,
  );
}

/** A wrong use of the command. */
export function use(message: string, hint: string): DxError {
  return new DxError("DX_CLI_USE", message, { hint });
}
