import { createSecrets, type Secrets } from "@dx/runner";
import type { ExitCode } from "../command.ts";
import type { Terminal } from "./terminal.ts";

/** Does something with a terminal, and with errors, that no secret reaches. */
export async function hush(
  known: readonly string[],
  terminal: Terminal,
  body: (terminal: Terminal, secrets: Secrets) => Promise<ExitCode>,
): Promise<ExitCode> {
  const secrets = createSecrets(known);
  const quiet: Terminal = {
    ...terminal,
    say: (text) => terminal.say(secrets.redact(text)),
    note: (text) => terminal.note(secrets.redact(text)),
    answer: (value) => terminal.answer(secrets.redactAll(value)),
  };
  try {
    return await body(quiet, secrets);
  } catch (error) {
    throw secrets.redactError(error);
  }
}
