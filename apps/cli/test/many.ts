import { spawn } from "node:child_process";
import { once } from "node:events";
import { flows as registered } from "@dx/flows";
import { dx } from "../src/dx.ts";
import { flows } from "./flows.ts";

/** A command line. */
export interface Line {
  /** The folder that it is given in. */
  readonly cwd: string;
  readonly words: readonly string[];
  /** What is added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What came of it. */
export interface Said {
  readonly status: number;
  /** All that reached stdout and stderr. */
  readonly text: string;
}

const mark = "=== ended with ";

/** Runs `dx` on one line after the other, in a process of its own: it takes long to start. */
export async function runMany(lines: readonly Line[]): Promise<readonly Said[]> {
  const args = ["--conditions=@dx/source", import.meta.filename, JSON.stringify(lines)];
  const child = spawn("node", args);
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => (said[name] += text));
  await once(child, "close");
  const errors = said.stderr.split(mark);
  const outputs = said.stdout.split(mark);
  if (outputs.length !== lines.length + 1) throw new Error(said.stderr);
  return lines.map((_, index) => ({
    status: Number(/^\d+/.exec(outputs[index + 1] ?? "")?.[0]),
    text: `${outputs[index]}${errors[index]}`,
  }));
}

if (import.meta.main)
  for (const { cwd, words, env = {} } of JSON.parse(process.argv[2] ?? "") as Line[]) {
    process.chdir(cwd);
    Object.assign(process.env, env);
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const status = await dx(words, { ...registered, ...flows });
    for (const stream of [process.stdout, process.stderr]) stream.write(`${mark}${status}\n`);
  }
