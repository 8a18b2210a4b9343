import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { DxError, isDxError, type Json, messageOf } from "@dx/core";
import type { ExitCode } from "./command.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** What goes out for a line that could not be answered. */
interface LineError {
  /** The error's code, as `DX_CLI_LINE`. */
  readonly code: string;
  /** What was wrong. */
  readonly message: string;
  /** Where in the line's value. */
  readonly path: readonly (string | number)[];
  /** What to do about it. */
  readonly hint: string | null;
}

/**
 * Answers JSON lines: one line out for each line in, in the same order, `{"error": ...}` where it failed. Empty
 * lines are passed over. Memory does not grow with the number of lines.
 * @param answer - gives what goes out, as plain JSON
 * @returns 0, or 2 if a line failed
 */
export async function answerLines(
  answer: (value: Json) => Promise<Json> | Json,
  { terminal, input }: { readonly terminal: Pick<Terminal, "line">; readonly input: Readable },
): Promise<ExitCode> {
  let exit: ExitCode = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    if (text.trim() === "") continue;
    try {
      terminal.line(JSON.stringify(await answer(parse(text))));
    } catch (error) {
      exit = 2;
      terminal.line(JSON.stringify({ error: toLineError(error) }));
    }
  }
  return exit;
}

function parse(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch (error) {
    throw new DxError(
      "DX_CLI_LINE",
      `the line is no JSON: ${error instanceof Error ? error.message : ""}`,
      {
        hint: "write one JSON value a line",
        cause: error,
      },
    );
  }
}

function toLineError(error: unknown): LineError {
  if (!isDxError(error)) {
    const message = messageOf(error);
    return { code: "DX_CLI_LINE", message, path: [], hint: null };
  }
  const { code, summary: message, path, hint = null } = error;
  return { code, message, path, hint };
}
