import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { testWithPostgres } from "@dx/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { main } from "./flows.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
  writeFileSync(join(folder, "people.csv"), "name,mail\nAda,ada@x.org\n");
  writeFileSync(join(folder, "inputs.yaml"), "people: people.csv\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

const args = ["--conditions=@dx/source", main];
const words = ["run", "people", "-i", "inputs.yaml", "--yes", "--out", "a"];
const journal = (): string => {
  const path = join(folder, "a/journal.jsonl");
  return existsSync(path) ? readFileSync(path, "utf8") : "";
};

test("the real command runs its flows", () => {
  const real = join(import.meta.dirname, "../src/main.ts");
  const { stdout, status } = spawnSync("node", [args[0] ?? "", real, "flows", "--json"], {
    encoding: "utf8",
  });
  expect(JSON.parse(stdout)).toMatchObject({
    flows: expect.arrayContaining([
      expect.objectContaining({ name: "scd-implementation" }),
    ]) as unknown[],
  });
  expect(status).toBe(0);
});

test("Ctrl-C ends the statement that runs, keeps the journal, and says how to go on", async () => {
  writeFileSync(join(folder, "inputs.yaml"), "people: people.csv\nsleepMs: 1\n");
  const child = spawn("node", [...args, ...words], { cwd: folder });
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said += text.toString()));
  while (journal().split('"kind":"answer"').length < 3 && child.exitCode === null)
    // oxlint-disable-next-line no-await-in-loop -- the run is watched from outside
    await setTimeout(20);
  await setTimeout(200);
  child.kill("SIGINT");
  expect(await once(child, "exit")).toEqual([3, null]);
  expect(said).toContain("stopping; once more ends it at once");
  expect(said).toContain("go on with: dx resume a\n");
  expect(said).toContain(
    "DX_RUNNER_STOPPED: the run was stopped\nnothing is lost: go on with dx resume\n",
  );
  expect(readdirSync(join(folder, "a"))).toEqual(["artefacts", "journal.jsonl", "target.duckdb"]);
});

test("whoever reads the answer may go away", async () => {
  const command = `node ${args.join(" ")} describe people | head -c 1`;
  const child = spawn("sh", ["-c", command], { cwd: folder });
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said += text.toString()));
  await once(child, "exit");
  expect(said).toBe("");
});

testWithPostgres(
  "what steers a terminal does not reach it, nor does a password reach anything",
  async ({ postgresUrl }) => {
    const url = new URL(postgresUrl);
    url.searchParams.set("application_name", "canary-application");
    writeFileSync(join(folder, "people.csv"), 'name,mail\n"\u001B[31mAda\u202E\u009B",\n');
    const all = [...args, ...words, "--db", "env:DX_CANARY_URL"];
    const env = { ...process.env, DX_CANARY_URL: url.href };
    const { status, stdout, stderr } = spawnSync("node", all, {
      encoding: "utf8",
      cwd: folder,
      env,
    });
    expect(stdout).toContain("[31mAda");
    expect(stderr).toBe("done: load-source\n");
    expect(status).toBe(1);
    const json = spawnSync("node", [...args, "resume", "a", "--json"], {
      encoding: "utf8",
      cwd: folder,
    });
    expect(JSON.parse(json.stdout)).toMatchObject({ failures: [{ id: "people.mail" }] });
    for (const one of ["\u001B", "\u202E", "\u009B"])
      expect(stdout + json.stdout).not.toContain(one);
    const files = readdirSync(join(folder, "a"), { recursive: true, withFileTypes: true });
    const texts = files
      .filter((one) => one.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));
    for (const text of [...texts, stdout, stderr, json.stdout]) {
      expect(text).not.toContain("canary-application");
      expect(text).not.toContain(url.href);
    }
    expect(journal()).toContain('"target":"env:DX_CANARY_URL"');
  },
);
