import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DxError, messageOf } from "@dx/core";
import { isLock, lockFolder } from "../journal/lock.ts";

/**
 * Makes a run's folder, or opens that of a run which is not complete, and locks it; gives what unlocks it.
 * @throws DxError `DX_RUNNER_OUT` before anything is written if it is something else or cannot be written,
 * `DX_RUNNER_LOCKED` if another process runs in it
 */
export function openFolder(out: string): () => void {
  try {
    requireOurs(out);
    mkdirSync(out, { recursive: true });
    accessSync(out, constants.W_OK);
    const unlock = lockFolder(out);
    for (const name of readdirSync(out))
      if (isPart(name)) rmSync(join(out, name), { recursive: true });
    return unlock;
  } catch (error) {
    if (error instanceof DxError) throw error;
    const reason = messageOf(error);
    throw new DxError("DX_RUNNER_OUT", `${out} cannot be a run's folder: ${reason}`, {
      path: ["out"],
      hint: "name a folder that you may write to",
      cause: error,
    });
  }
}

/** What was being written when a run was killed. */
function isPart(name: string): boolean {
  return /^\.part-[0-9a-f-]{36}$/.test(name);
}

function requireOurs(out: string): void {
  if (!existsSync(out)) return;
  const names = readdirSync(out).filter((name) => !isLock(name) && !isPart(name));
  if (names.length === 0) return;
  const hasJournal = existsSync(join(out, "journal.jsonl"));
  if (hasJournal && !existsSync(join(out, "evidence.json"))) return;
  throw new DxError(
    "DX_RUNNER_OUT",
    hasJournal ? `the run in ${out} is complete` : `${out} is there, and is no run's folder`,
    { path: ["out"], hint: "name a folder that is not there yet, or an empty one" },
  );
}
