import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { flows } from "@dx/flows";
import { dx } from "../src/dx.ts";
import { fit } from "../src/terminal/fit.ts";

/** What a command said. */
export interface Said {
  readonly status: number | null;
  /** Its lines of JSON, if all are. */
  readonly lines: readonly Record<string, unknown>[];
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command is given besides its words. */
export interface Given {
  /** What it reads; it is then run in a process of its own. */
  readonly input?: string;
  /** More variables of the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command in a folder. */
export async function runDx(
  folder: string,
  args: readonly string[],
  { input, env = {} }: Given = {},
): Promise<Said> {
  const said =
    input === undefined ? await runHere(folder, args, env) : inItsOwn(folder, args, input);
  const lines = said.stdout.split("\n").filter((line) => line !== "");
  return {
    ...said,
    get lines() {
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
  };
}

function inItsOwn(folder: string, args: readonly string[], input: string) {
  const main = join(import.meta.dirname, "../src/main.ts");
  const all = ["--conditions=@dx/source", main, ...args];
  return spawnSync("node", all, { encoding: "utf8", cwd: folder, input });
}

/** Runs a command in a folder, in this process; gives what it wrote. */
export async function runHere(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Omit<Said, "lines">> {
  const said = { stdout: "", stderr: "" };
  const before = process.cwd();
  process.chdir(folder);
  Object.assign(process.env, env);
  try {
    const status = await dx(args, flows, (json) => ({
      json,
      canAsk: false,
      canRewrite: false,
      say: (text) => {
        if (!json) said.stdout += `${text}\n`;
      },
      note: (text) => {
        said.stderr += `${text}\n`;
      },
      rewrite: () => undefined,
      answer: (value) => {
        if (json) said.stdout += `${fit(value)}\n`;
      },
      line: (text) => {
        said.stdout += `${text}\n`;
      },
      ask: async () => "later",
    }));
    return { ...said, status };
  } finally {
    for (const name of Object.keys(env)) Reflect.deleteProperty(process.env, name);
    process.chdir(before);
  }
}
