import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@dx/database";
import { testWithPostgres } from "@dx/testing";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
  writeFileSync(join(folder, "a.csv"), "id,city,price\n1,Ulm,1.5\n2,Bonn,2\n3,,3\n");
  writeFileSync(join(folder, "b.csv"), "id,city,price\n4,Kiel,4\n3,,3\n2,Köln,2.001\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Said {
  readonly status: number | null;
  readonly lines: readonly Record<string, unknown>[];
  readonly stderr: string;
}

/** The real command, in a process of its own, in the test's folder. */
function dx(args: readonly string[], { input = "", env = {} } = {}): Said {
  const main = join(import.meta.dirname, "../src/main.ts");
  const { stdout, stderr, status } = spawnSync("node", ["--conditions=@dx/source", main, ...args], {
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, ...env },
    input,
  });
  const lines = stdout.split("\n").filter((line) => line !== "");
  return {
    status,
    stderr,
    lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

const files = ["diff", "--left", "files:a.csv", "--right", "files:b.csv", "--key", "id"];

test("dx diff compares files: a line for each difference, the totals last, exit code 1", () => {
  const { status, lines, stderr } = dx(files);
  const changed = { kind: "changed", key: { id: { type: "int64", value: "2" } } };
  expect(lines).toMatchObject([
    { ...changed, columns: ["city", "price"], right: { city: { value: "Köln" } } },
    { kind: "only-left", key: { id: { value: "1" } } },
    { kind: "only-right", key: { id: { value: "4" } }, right: { city: { value: "Kiel" } } },
    { kind: "totals", equal: false, onlyLeft: 1, onlyRight: 1, changed: 1, method: "joined" },
  ]);
  expect(stderr).toBe(
    "different: 3 rows on the left, 3 on the right, 1 only left, 1 only right, 1 changed, 0 duplicated\n",
  );
  expect(status).toBe(1);
});

test("dx diff heeds its options", () => {
  const priced = [...files, "--columns", "price", "--tolerance", "price=0.1%", "--json"];
  const tolerant = dx([...priced, "--limit", "0"]);
  expect(tolerant).toMatchObject({
    lines: [{ kind: "totals", changed: 0, onlyLeft: 1, onlyRight: 1 }],
    stderr: "",
    status: 1,
  });
  const exact = dx([...files, "--exact", "--limit", "1"]);
  expect(exact.lines).toMatchObject([{}, { kind: "totals", basis: "hashes", changed: 1 }]);
  expect(exact.stderr).toContain("; 1 of them are shown (--limit)");
  const few = dx([...files, "--exact", "--max-pulled-rows", "1"]);
  expect(few.stderr).toContain("DX_TABLE_DIFF_LIMIT");
  expect(few.status).toBe(3);
});

test("dx diff of equal tables ends with 0, and makes nothing", async () => {
  const file = join(folder, "shop.duckdb");
  const db = await openDatabase(`duckdb:${file}`);
  await db.load("shop", join(folder, "a.csv"));
  await db.close();
  const left = ["diff", "--left", "duckdb:shop.duckdb", "--left-table", "shop"];
  const { status, lines, stderr } = dx([...left, "--right", "files:a.csv", "--key", "id,city"]);
  expect(lines).toMatchObject([{ kind: "totals", equal: true, left: 3, method: "bisected" }]);
  expect(stderr).toBe("equal: 3 rows on each side\n");
  expect(status).toBe(0);
  const none = ["--right", "duckdb:none.duckdb", "--right-table", "shop", "--key", "id"];
  expect(dx([...left, ...none]).status).toBe(2);
  expect(existsSync(join(folder, "none.duckdb"))).toBe(false);
});

testWithPostgres("dx diff compares Postgres with a file", async ({ postgresUrl }) => {
  const db = await openDatabase(postgresUrl);
  await db.load("public.shop", join(folder, "a.csv"));
  const env = { DX_CANARY_URL: postgresUrl };
  const left = ["diff", "--left", "env:DX_CANARY_URL", "--left-table", "public.shop"];
  const right = ["--right", "files:b.csv", "--key", "id"];
  const { status, lines } = dx([...left, ...right], { env });
  expect(lines.at(-1)).toMatchObject({ kind: "totals", onlyLeft: 1, onlyRight: 1, changed: 1 });
  expect(status).toBe(1);
  const same = ["--right", "env:DX_CANARY_URL", "--right-table", "public.shop", "--key", "id"];
  expect(dx([...left, ...same], { env })).toMatchObject({
    lines: [{ equal: true, method: "joined" }],
    status: 0,
  });
  const typo = dx([...left.slice(0, -1), "public.shpo", ...right], { env });
  expect(typo.stderr).toContain("DX_DATABASE_NO_TABLE");
  expect(typo.stderr).toContain("public.shop");
  expect(typo.status).toBe(2);
  await db.close();
});

test("dx scd apply answers each line, also after one that fails", () => {
  const source = { kind: "delta", sequence: "at" };
  const spec = { key: "id", tracked: ["city"], validFrom: "since", validTo: "until", source };
  const [ulm, bonn] = [
    { id: 1, city: "Ulm", at: "2025-03-02" },
    { id: 1, city: "Bonn", at: "2025-03-01" },
  ];
  const lines = [
    { spec, batches: [[ulm], [bonn]] },
    { spec: {}, batches: [] },
  ];
  const input = [...lines.map((line) => JSON.stringify(line)), "nonsense", ""].join("\n");
  const answered = dx(["scd", "apply"], { input });
  expect(answered.lines).toMatchObject([
    {
      versions: [
        { city: "Bonn", until: "2025-03-02T00:00:00.000000" },
        { city: "Ulm", until: null },
      ],
      error: null,
    },
    { versions: [], error: { code: expect.stringMatching(/^DX_SCD_/) as string } },
    { error: { code: "DX_CLI_LINE" } },
  ]);
  expect(answered.status).toBe(2);
  expect(dx(["scd", "apply"], { input: JSON.stringify(lines[0]) })).toMatchObject({
    lines: [{ error: null }],
    status: 0,
    stderr: "",
  });
});

test("dx lineage answers each line, tells what a change breaks, and writes a page", () => {
  const good = { sql: "select a + 1 as b from t", dialect: "duckdb", schema: { t: { a: "int" } } };
  const input = [
    JSON.stringify(good),
    "nonsense",
    JSON.stringify({ ...good, dialect: "cobol" }),
  ].join("\n");
  const { lines, status } = dx(["lineage", "columns", "--jsonl"], { input });
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
  expect(dx([...impact, "drop t.x"])).toMatchObject({
    lines: [
      { verdict: "broken", script: "a.sql", target: "b", reasons: [{ line: 1, column: 26 }] },
    ],
    stderr: "drop t.x: 1 broken, 0 affected, 1 safe\n",
    status: 1,
  });
  expect(dx([...impact, "add t.z int"])).toMatchObject({ lines: [], status: 0 });
  expect(dx([...impact, "drop t.y"]).stderr).toContain("DX_LINEAGE_CHANGE");
  expect(dx([...impact, "burn t"]).status).toBe(2);
  expect(dx(["lineage", "page", "--sql", "models", "-o", "l.html"])).toMatchObject({
    lines: [{ page: "l.html" }],
    status: 0,
  });
  expect(existsSync(join(folder, "l.html"))).toBe(true);
  expect(dx(["lineage", "page", "--sql", "nowhere"]).status).toBe(2);
});
