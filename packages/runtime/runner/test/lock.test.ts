import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isLocked, lockFolder, thisProcess } from "../src/journal/lock.ts";
import { openFolder } from "../src/run/open-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const locked = expect.objectContaining({ code: "DX_RUNNER_LOCKED" }) as Error;
const write = (name: string, owner: unknown): void =>
  writeFileSync(join(folder, name), typeof owner === "string" ? owner : JSON.stringify(owner));

test("a folder is one process's at a time, and free afterwards", () => {
  const unlock = lockFolder(folder);
  expect(isLocked(folder)).toBe(true);
  expect(() => lockFolder(folder)).toThrow(locked);
  unlock();
  expect(isLocked(folder)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
  lockFolder(folder)();
});

test("the lock of a process that has ended is taken over, also if another has its number now", () => {
  const me = thisProcess();
  for (const owner of [
    { ...me, start: "long ago" },
    { ...me, pid: 2 ** 30 },
  ]) {
    write(".lock-4", owner);
    expect(isLocked(folder)).toBe(false);
    const unlock = lockFolder(folder);
    expect(readdirSync(folder)).toEqual([".lock-5"]);
    unlock();
  }
});

test("another machine's lock, and one that is not written yet, are respected", () => {
  write(".lock-1", { ...thisProcess(), host: "elsewhere" });
  expect(() => lockFolder(folder)).toThrow("on elsewhere runs in");
  write(".lock-1", "");
  expect(() => lockFolder(folder)).toThrow("another process runs in");
  expect(readdirSync(folder)).toEqual([".lock-1"]);
});

test("what was half written when a run was killed is removed", () => {
  write("journal.jsonl", "");
  mkdirSync(join(folder, ".part-00000000-0000-4000-8000-000000000000/artefacts"), {
    recursive: true,
  });
  openFolder(folder)();
  expect(readdirSync(folder)).toEqual(["journal.jsonl"]);
});

test("a folder in which a run was killed before it had its lock is free", () => {
  write(".part-00000000-0000-4000-8000-000000000000", thisProcess());
  openFolder(folder)();
  expect(readdirSync(folder)).toEqual([]);
});
