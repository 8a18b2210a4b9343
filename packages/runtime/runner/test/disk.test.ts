import { spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { FullDisk, FullJournal } from "./full-disk.ts";

/** Runs a command in a name space of its own, where it may mount a small disk. */
const alone = (command: string) =>
  spawnSync("unshare", ["-rm", "sh", "-c", command], { encoding: "utf8" });

test("on a full disk, a run says so, leaves nothing half written, and goes on when there is room", (context) => {
  const disk = mkdtempSync(join(tmpdir(), "dx-disk-"));
  const mount = `mount -t tmpfs -o size=12m tmpfs ${disk}`;
  if (alone(mount).status !== 0) return context.skip("this system mounts no disks for its users");
  const program = `node --conditions=@dx/source ${join(import.meta.dirname, "full-disk.ts")} ${disk}`;
  const fill = (args: string): string => {
    const { stdout, stderr } = alone(`${mount} && exec ${program} ${args}`);
    if (stdout === "") throw new Error(stderr);
    return stdout;
  };
  const { written, read } = JSON.parse(fill("journal")) as FullJournal;
  expect(written).toBeGreaterThan(3);
  expect(read).toBe(written);
  const inMemory = JSON.parse(fill("memory 0 1 4 5 9 17 22 40")) as FullDisk[];
  const inFile = JSON.parse(fill("file 10 1500")) as FullDisk[];
  for (const { pages, said, torn, later } of [...inMemory, ...inFile]) {
    expect({ pages, torn }).toEqual({ pages, torn: [] });
    expect({ pages, later: said === "1,true" ? "complete" : later }).toEqual({
      pages,
      later: said === "1,true" ? "complete" : [1, true],
    });
  }
  const codes = (all: readonly FullDisk[]) => all.map(({ said }) => said.split(":")[0]);
  expect(codes(inMemory)).toEqual([
    "DX_RUNNER_OUT",
    ...Array<string>(6).fill("DX_RUNNER_DISK"),
    "1,true",
  ]);
  expect(inMemory[1]?.said).toMatch(/: ENOSPC: no space left on device, write .*dx resume$/);
  expect(codes(inFile)).toEqual(["DX_DATABASE_STATEMENT", "1,true"]);
  expect(inFile[0]?.said).toContain("No space left on device");
  rmdirSync(disk);
});
