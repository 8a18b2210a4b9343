import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const program = `import { openDatabase } from "@dx/database";
const db = await openDatabase("duckdb:");
await db.describe("nowhere");`;
const commands = {
  Node: ["node", ["--conditions=@dx/source", "--input-type=module-typescript", "-e", program]],
  Deno: ["deno", ["run", "-A", "--config", "notebooks/deno.json", "-"]],
} as const;

test.each(["Node", "Deno"] as const)("%s prints what happened, and what to do about it", (name) => {
  const [command, args] = commands[name];
  const cwd = name === "Node" ? join(root, "apps/cli") : root;
  const { stderr, status } = spawnSync(command, args, { cwd, input: program, encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toContain("DxError: there is no table nowhere\n");
  expect(stderr).toMatch(/`tables` tells those that are there/);
});
