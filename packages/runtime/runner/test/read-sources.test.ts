import { mkdirSync, mkdtempSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSources } from "../src/run/read-sources.ts";

const base = mkdtempSync(join(tmpdir(), "dx-sources-"));
mkdirSync(join(base, "sql/deep"), { recursive: true });
writeFileSync(join(base, "sql/b.sql"), "select 1");
writeFileSync(join(base, "sql/deep/a.sql"), "select 2");

async function fingerprint(): Promise<string | undefined> {
  return (await readSources({ scripts: "sql" }, base))[0]?.fingerprint;
}

test("the fingerprint of a folder changes with what is in it and how that is called", async () => {
  const first = await fingerprint();
  expect(first).toMatch(/^[\da-f]{64}$/);
  expect(await fingerprint()).toBe(first);
  writeFileSync(join(base, "sql/deep/a.sql"), "select 3");
  const second = await fingerprint();
  expect(second).not.toBe(first);
  renameSync(join(base, "sql/deep/a.sql"), join(base, "sql/deep/c.sql"));
  const third = await fingerprint();
  expect(third).not.toBe(second);
  writeFileSync(join(base, "sql/empty.sql"), "");
  expect(await fingerprint()).not.toBe(third);
});
