import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { DxError } from "@dx/core";
import { z } from "zod";

/** A process, told from later ones with the same number. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  readonly start: string;
}

const owner: z.ZodType<Owner> = z.object({
  host: z.string(),
  pid: z.number(),
  start: z.string(),
});

const prefix = ".lock-";

/** This process. */
export function thisProcess(): Owner {
  return { host: hostname(), pid: process.pid, start: startOf(process.pid) };
}

/** Whether a process still runs; of another machine's nobody knows, so it may. */
export function isAlive({ host, pid, start }: Owner): boolean {
  return host !== hostname() || startOf(pid) === start;
}

/**
 * Makes a folder this process's own; a lock of a process that has ended is taken over. Gives what ends it.
 * @throws DxError `DX_RUNNER_LOCKED` if another process has it
 */
export function lockFolder(folder: string): () => void {
  const before = locksOf(folder);
  const held = before.find(({ by }) => by === undefined || isAlive(by));
  if (held !== undefined) throw locked(folder, held);
  const next = Math.max(0, ...before.map(({ number }) => number)) + 1;
  const mine = join(folder, `${prefix}${next}`);
  try {
    writeWhole(mine);
  } catch (error) {
    const winner = locksOf(folder).find(({ number }) => number === next);
    if (winner !== undefined) throw locked(folder, winner);
    throw error;
  }
  const release = (): void => rmSync(mine, { force: true });
  const other = locksOf(folder).find(
    ({ number, by }) => number > next && by !== undefined && isAlive(by),
  );
  if (other !== undefined) {
    release();
    throw locked(folder, other);
  }
  for (const { number } of before) rmSync(join(folder, `${prefix}${number}`), { force: true });
  return release;
}

/** Writes a lock so that no kill leaves it empty, in which case nobody could take it over. */
function writeWhole(lock: string): void {
  const text = JSON.stringify(thisProcess());
  const part = join(dirname(lock), `.part-${randomUUID()}`);
  try {
    writeFileSync(part, text);
    linkSync(part, lock);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && noLinks.has(error.code))) throw error;
    writeFileSync(lock, text, { flag: "wx" });
  } finally {
    rmSync(part, { force: true });
  }
}

/** What file systems without links say. */
const noLinks: ReadonlySet<unknown> = new Set(["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"]);

/** Whether a file of a run's folder is a lock. */
export function isLock(name: string): boolean {
  return /^\.lock-\d+$/.test(name);
}

interface Lock {
  readonly number: number;
  /** `undefined` if it is not written yet. */
  readonly by: Owner | undefined;
}

function locksOf(folder: string): readonly Lock[] {
  return readdirSync(folder)
    .filter(isLock)
    .map((name) => ({ number: Number(name.slice(prefix.length)), by: read(join(folder, name)) }));
}

function read(path: string): Owner | undefined {
  try {
    return owner.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}

function locked(folder: string, { number, by }: Lock): DxError {
  const who = by === undefined ? "another process" : `process ${by.pid} on ${by.host}`;
  return new DxError("DX_RUNNER_LOCKED", `${who} runs in ${folder}`, {
    hint: `wait for it; if you know that it has ended, remove ${prefix}${number} in the folder`,
  });
}

/** When a process began, in the system's own words; empty if it does not run. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" ? "" : (rest[18] ?? "");
  } catch {
    if (process.platform === "linux") return "";
    return spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], {
      encoding: "utf8",
    }).stdout.trim();
  }
}

/** Whether a process runs in a folder. */
export function isLocked(folder: string): boolean {
  return locksOf(folder).some(({ by }) => by !== undefined && isAlive(by));
}
