import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

test("a lineage of 100,000 columns takes at most 80 MB", () => {
  const options = ["--expose-gc", "--conditions=@dx/source"];
  const script = join(import.meta.dirname, "../bench/memory.bench.ts");
  const text = execFileSync(process.execPath, [...options, script], { encoding: "utf8" });
  // oxlint-disable-next-line no-console -- the figures
  console.log(text);
  const figures: unknown = JSON.parse(text);
  expect(figures).toMatchObject({ columns: 100_000, edges: 135_000, statements: 900 });
  expect(figures).toHaveProperty("graph");
  expect(Number(/"graph":(\d+)/.exec(text)?.[1])).toBeLessThan(80);
}, 300_000);
