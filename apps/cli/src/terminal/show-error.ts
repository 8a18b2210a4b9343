import { isDxError, messageOf } from "@dx/core";
import type { ExitCode } from "../command.ts";
import type { Terminal } from "./terminal.ts";

const wrongUse = new Set([
  "DX_CLI_USE",
  "DX_RUNNER_INPUTS",
  "DX_RUNNER_FILE",
  "DX_RUNNER_OUT",
  "DX_RUNNER_LOCKED",
  "DX_RUNNER_JOURNAL",
  "DX_RUNNER_DATABASE",
  "DX_RUNNER_PASSWORD",
  "DX_RUNNER_QUESTION",
  "DX_DATABASE_URL",
]);

/** The exit code that an error means. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!isDxError(error)) return 3;
  if (wrongUse.has(error.code)) return 2;
  return error.code === "DX_RUNNER_WAITING" ? 4 : 3;
}

/** Shows an error: what it is, and as the last line what to do about it. */
export function showError(
  error: unknown,
  terminal: Terminal,
  exit: ExitCode = exitCodeOf(error),
): ExitCode {
  const message = messageOf(error);
  if (!isDxError(error)) {
    terminal.note(`the run broke: ${message}`);
    terminal.answer({ exit, error: { code: null, message } });
    return exit;
  }
  const { code, path, hint } = error;
  terminal.note([`${code}: ${message}`, ...(hint === undefined ? [] : [hint])].join("\n"));
  terminal.answer({ exit, error: { code, message, path, hint: hint ?? null } });
  return exit;
}
