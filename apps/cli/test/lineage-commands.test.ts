import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runDx, type Given, type Said } from "./run-dx.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const dx = async (args: readonly string[], given?: Given): Promise<Said> =>
  runDx(folder, args, given);

test("dx lineage answers each line, tells what a change breaks, and writes a page", async () => {
  const good = { sql: "select a + 1 as b from t", dialect: "duckdb", schema: { t: { a: "int" } } };
  const input = [
    JSON.stringify(good),
    "nonsense",
    JSON.stringify({ ...good, dialect: "cobol" }),
  ].join("\n");
  const { lines, status } = await dx(["lineage", "columns", "--jsonl"], { input });
  expect(lines).toMatchObject([
    {
      tables_in: ["t"],
      columns: [{ target: "b", sources: [{ column: "a", kind: "transformation" }] }],
      error: null,
    },
    { error: { code: "DX_CLI_LINE" } },
    { columns: [], error: { code: "DX_LINEAGE_REQUEST" } },
  ]);
  expect(status).toBe(2);
  mkdirSync(join(folder, "models"));
  writeFileSync(
    join(folder, "models/a.sql"),
    "create table b as select x from t; create table c as select 1 as y",
  );
  writeFileSync(join(folder, "t.json"), JSON.stringify({ t: { x: "int" } }));
  const impact = ["lineage", "impact", "--sql", "models", "--schema", "t.json", "--change"];
  expect(await dx([...impact, "drop t.x"])).toMatchObject({
    lines: [
      { verdict: "broken", script: "a.sql", target: "b", reasons: [{ line: 1, column: 26 }] },
    ],
    stderr: "drop t.x: 1 broken, 0 affected, 1 safe\n",
    status: 1,
  });
  expect(await dx([...impact, "add t.z int"])).toMatchObject({ lines: [], status: 0 });
  expect((await dx([...impact, "drop t.y"])).stderr).toContain("DX_LINEAGE_CHANGE");
  expect((await dx([...impact, "burn t"])).status).toBe(2);
  expect(await dx(["lineage", "page", "--sql", "models", "-o", "l.html"])).toMatchObject({
    lines: [{ page: "l.html" }],
    status: 0,
  });
  expect(existsSync(join(folder, "l.html"))).toBe(true);
  expect((await dx(["lineage", "page", "--sql", "nowhere"])).status).toBe(2);
});

test("dx lineage diff compares folders and files, and refuses what is none", async () => {
  mkdirSync(join(folder, "old"));
  mkdirSync(join(folder, "new"));
  writeFileSync(join(folder, "old/a.sql"), "create table b as select x from t");
  writeFileSync(join(folder, "new/a.sql"), "create table b as\nselect x + 1 as x, y from t");
  const diff = ["lineage", "diff", "--before", "old", "--after"];
  expect(await dx([...diff, "old"])).toMatchObject({
    lines: [{ kind: "totals", differences: 0 }],
    stderr: "the lineage is the same\n",
    status: 0,
  });
  expect(await dx([...diff, "new"])).toMatchObject({
    lines: [
      { kind: "column", change: "added", table: "b", column: "y" },
      { kind: "column", change: "added", table: "t", column: "y" },
      { kind: "edge", change: "added", influence: "transformation", script: "a.sql", line: 2 },
      { kind: "edge", change: "added", from: { column: "y" }, influence: "identity" },
      { kind: "edge", change: "removed", influence: "identity", to: { table: "b", column: "x" } },
      { kind: "totals", differences: 5, touchedColumns: 2 },
    ],
    status: 1,
  });
  const log = [
    { at: "2026-01-01T00:00:02Z", session: "1", sql: "create table b as select x from s" },
    { at: "2026-01-01T00:00:01Z", session: "1", sql: "create temp table s as select x from t" },
    { sql: "drop table b", status: "failed" },
  ];
  writeFileSync(join(folder, "log.jsonl"), log.map((one) => JSON.stringify(one)).join("\n"));
  expect((await dx([...diff, "log.jsonl"])).status).toBe(0);
  const page = await dx(["lineage", "page", "--in", "log.jsonl", "-o", "log.html"]);
  expect(page).toMatchObject({ lines: [{ tables: 2, edges: 1, findings: 1 }], status: 0 });
  expect(page.stderr).toContain("1 statements failed");
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ metadata: {}, nodes: {} }));
  writeFileSync(join(folder, "none.json"), "{}");
  writeFileSync(join(folder, "bad.jsonl"), '{"eventTime": 1}\n{');
  for (const [file, text] of [
    ["manifest.json", "DX_LINEAGE_DBT_MANIFEST"],
    ["none.json", "says nothing of lineage"],
    ["bad.jsonl", "line 2"],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- commands run in one folder
    const { status, stderr } = await dx([...diff, file]);
    expect([status, stderr]).toEqual([2, expect.stringContaining(text)]);
  }
});
