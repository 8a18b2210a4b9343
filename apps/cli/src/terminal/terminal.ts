import { createInterface } from "node:readline/promises";
import { fit } from "./fit.ts";
import { printable, printableJson } from "./printable.ts";

/** Where a command says what it does. */
export interface Terminal {
  /** Whether one answer in JSON is wanted, and nothing else. */
  readonly json: boolean;
  /** Whether a person can be asked. */
  readonly canAsk: boolean;
  /** Whether a line on stderr can be written anew. */
  readonly canRewrite: boolean;
  /** A result for people, on stdout; nothing with `--json`. */
  say(text: string): void;
  /** How it goes, on stderr. */
  note(text: string): void;
  /** A line on stderr that the next one writes over; an empty text removes it. */
  rewrite(text: string): void;
  /** The answer of `--json`, cut to 8 KB; nothing without it. */
  answer(value: object): void;
  /** One line of JSON, as it is. */
  line(text: string): void;
  /** Asks a person; ends with the signal. */
  ask(question: string, signal: AbortSignal): Promise<string>;
}

/** The terminal of this process. */
export function createTerminal(json: boolean): Terminal {
  const { stdin, stdout, stderr } = process;
  // Whoever read the answer may have gone; the run goes on.
  for (const stream of [stdout, stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  let rewritten = false;
  const clear = (): void => {
    if (rewritten) stderr.write("\r\u001B[K");
    rewritten = false;
  };
  return {
    json,
    canAsk: stdin.isTTY && stderr.isTTY && !json,
    canRewrite: stderr.isTTY,
    say: (text) => {
      clear();
      if (!json) stdout.write(`${printable(text)}\n`);
    },
    note: (text) => {
      clear();
      stderr.write(`${printable(text)}\n`);
    },
    rewrite: (text) => {
      clear();
      if (text === "") return;
      const line = printable(text).replaceAll(/\s+/g, " ");
      stderr.write(line.slice(0, Math.max(20, stderr.columns - 1)));
      rewritten = true;
    },
    answer: (value) => {
      if (json) stdout.write(`${printableJson(fit(value))}\n`);
    },
    line: (text) => {
      stdout.write(`${printableJson(text)}\n`);
    },
    ask: async (question, signal) => {
      clear();
      const reader = createInterface({ input: stdin, output: stderr });
      reader.on("SIGINT", () => process.emit("SIGINT"));
      return reader.question(printable(question), { signal }).finally(() => reader.close());
    },
  };
}
