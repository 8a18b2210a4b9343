import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testWithPostgres } from "@dx/testing";
import { expect } from "vitest";
import { loads, type MemoryOrders } from "./memory.ts";

const sizes = (process.env["DX_ROWS"] ?? "50000,200000").split(",").map(Number);

/** The peak of a process that loads so many rows twice, in MB. */
function peakOf(orders: MemoryOrders): number {
  const { stdout, stderr, status } = spawnSync(
    "node",
    ["--conditions=@dx/source", join(import.meta.dirname, "memory.ts"), JSON.stringify(orders)],
    { encoding: "utf8" },
  );
  expect({ status, said: status === 0 ? "" : stderr.slice(-2000) }).toEqual({
    status: 0,
    said: "",
  });
  return Number(/peak (\d+)/.exec(stdout)?.[1]);
}

testWithPostgres.for(Object.keys(loads))(
  "%s: memory does not grow with rows; the peaks are printed",
  { timeout: 3_600_000 },
  (load, { postgresUrl }) => {
    const peaks = sizes.map((rows) => {
      const folder = mkdtempSync(join(tmpdir(), "dx-memory-"));
      const peak = peakOf({ postgresUrl, file: join(folder, "t.duckdb"), rows, load });
      rmSync(folder, { recursive: true });
      process.stdout.write(`${load}, ${rows} rows: ${peak} MB at most\n`);
      return peak;
    });
    expect(Math.max(...peaks)).toBeLessThan(load === "records" ? 1600 : 900);
  },
);
