import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@dx/database";
import { checkSuite } from "@dx/quality";
import { testWithPostgres } from "@dx/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { convertSuite, targets } from "../src/quality/convert-suite.ts";

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

test("dx model finds keys and references, and writes nothing", async () => {
  const url = `duckdb:${join(folder, "shop.duckdb")}`;
  const db = await openDatabase(url);
  const cities = Array.from({ length: 12 }, (_, at) => ({ city_id: at + 1, name: `c${at % 9}` }));
  await db.load("cities", cities);
  await db.load(
    "shops",
    Array.from({ length: 40 }, (_, at) => ({
      nr: at + 100,
      kind: at % 2,
      city_id: ((at * 5) % 12) + 1,
    })),
  );
  await db.load("void", [], { types: { a: "int64" } });
  await db.close();
  const source = ["--db", `source=${url}`];
  const keys = dx(["model", "keys", ...source, "--jsonl"]);
  expect(keys.lines).toEqual([
    { table: "cities", columns: ["city_id"], rows: 12, reason: null },
    { table: "shops", columns: ["nr"], rows: 40, reason: null },
    {
      table: "void",
      columns: [],
      rows: 0,
      reason: expect.stringMatching(/no rows/) as string,
    },
  ]);
  const found = dx(["model", "foreign-keys", ...source, "--jsonl"]);
  const candidate = {
    child: "shops",
    childColumns: ["city_id"],
    parent: "cities",
    parentColumns: ["city_id"],
    probability: expect.any(Number) as number,
    coverage: 1,
    accepted: true,
    reasons: expect.arrayContaining([
      expect.stringMatching(/^coverage: 40 of 40 rows/),
    ]) as string[],
  };
  expect(found.lines[0]).toEqual(candidate);
  expect(found.lines.filter(({ accepted }) => accepted === true)).toHaveLength(1);
  expect([keys.status, found.status]).toEqual([0, 0]);
  const linted = dx([
    "model",
    "lint",
    "--db",
    source[1]?.replace("source=", "target=") ?? "",
    "--jsonl",
  ]);
  expect(linted.lines.map(({ code }) => code)).toEqual(
    expect.arrayContaining(["DX_DIMENSIONAL_NO_UNKNOWN_MEMBER"]),
  );
  expect(linted.status).toBe(0);
  const designed = dx(["model", "design", ...source, "--jsonl"]);
  expect(designed.lines).toContainEqual({
    subject: "fct_shop.city_key",
    about: "key",
    decision: "dim_city as city",
    by: "data",
    reason: expect.stringMatching(/^it is likely by \d/) as string,
  });
  expect(dx(["model", "design", ...source, "--form", "model"]).lines).toMatchObject([
    { facts: [{ name: "fct_shop" }], dimensions: [{ name: "dim_city" }] },
  ]);
  const wrong = [
    ["model", "design", ...source, "--form", "dddl"],
    ["model", "star", ...source],
    ["model", "keys", ...source, "--tables", "shosp"],
  ].map((args) => dx(args));
  expect(wrong.map(({ status }) => status)).toEqual([2, 2, 2]);
});

test("dx quality runs a suite: a line for each check, exit code 1 after a failure, 3 after an error, JUnit and SARIF", async () => {
  const url = `duckdb:${join(folder, "shop.duckdb")}`;
  const db = await openDatabase(url);
  await db.load("a", join(folder, "a.csv"));
  await db.close();
  const write = (rules: object): void =>
    writeFileSync(join(folder, "suite.json"), JSON.stringify({ name: "s", tables: { a: rules } }));
  const run = (...more: readonly string[]): Said =>
    dx(["quality", "run", "--suite", "suite.json", "--db", url, ...more]);
  write({ id: ["not null", "unique"], city: "not null" });
  const failed = run("--junit", "j.xml", "--sarif", "s.json", "--samples", "1");
  expect(failed.status).toBe(1);
  expect(failed.lines.map(({ outcome }) => outcome)).toEqual(["pass", "pass", "fail"]);
  expect(failed.lines[2]).toMatchObject({ failed: 1, sample: [{ city: { value: null } }] });
  expect(existsSync(join(folder, "j.xml")) && existsSync(join(folder, "s.json"))).toBe(true);
  write({ id: "not null", nothing: "not null" });
  expect(run().status).toBe(3);
  write({ id: "not null" });
  const explained = dx(["quality", "explain", "--suite", "suite.json", "--db", url]);
  expect(explained.lines).toMatchObject([{ kind: "fused", checks: ["a.id.1"] }]);
  write({ id: "betwen 1" });
  const refused = run();
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain("did you mean");
});

test("dx quality suggests a suite, writes it in other words, and compares contracts", async () => {
  const url = `duckdb:${join(folder, "init.duckdb")}`;
  const db = await openDatabase(url);
  const rows = Array.from({ length: 60 }, (_, at) => ({ id: at, city: at % 2 === 0 ? "a" : "b" }));
  await db.load("b", rows);
  await db.close();
  const suggested = dx(["quality", "init", "--db", url, "-o", "suggested.json"]);
  expect(suggested.status).toBe(0);
  expect(suggested.lines).toContainEqual(
    expect.objectContaining({ id: "b.id.unique", demands: "No two rows have the same id" }),
  );
  const run = dx(["quality", "run", "--suite", "suggested.json", "--db", url]);
  expect([run.status, run.lines.length]).toEqual([0, suggested.lines.length]);
  expect(dx(["quality", "init", "--db", url, "-o", "suggested.json"]).stderr).toContain(
    "is there already",
  );
  const to = (name: string, ...more: readonly string[]): Said =>
    dx(["quality", "convert", "--suite", "suggested.json", "--to", name, ...more]);
  const suite = checkSuite(JSON.parse(readFileSync(join(folder, "suggested.json"), "utf8")));
  for (const name of targets) {
    const written = convertSuite(suite, { dialect: "postgres", to: name }).files;
    expect([name, Object.keys(written).length > 0]).toEqual([name, true]);
  }
  expect(to("dbt", "-o", "dbt").lines).toContainEqual({ file: join("dbt", "quality.yml") });
  const back = dx([
    "quality",
    "run",
    "--suite",
    "dbt/quality.yml",
    "--vocabulary",
    "dbt",
    "--db",
    url,
  ]);
  expect(back.status).toBe(0);
  expect(to("access").stderr).toContain("--to is access");
  expect(to("soda").stderr).toMatch(/metadata: b\./);
  const contract = (version: string, properties: readonly object[]): string =>
    JSON.stringify({
      apiVersion: "v3.1.0",
      kind: "DataContract",
      id: "c",
      version,
      status: "active",
      schema: [{ name: "b", properties }],
    });
  const [id, city] = [
    { name: "id", logicalType: "integer" },
    { name: "city", logicalType: "string" },
  ];
  writeFileSync(join(folder, "v1.yaml"), contract("1.0.0", [id, city]));
  writeFileSync(join(folder, "v2.yaml"), contract("1.1.0", [id]));
  const diff = (from: string, newer: string): Said =>
    dx(["quality", "diff-contract", "--from", from, "--to", newer]);
  const broken = diff("v1.yaml", "v2.yaml");
  expect(broken).toMatchObject({ status: 1, lines: [{ code: "column-removed", bump: "major" }] });
  expect(broken.stderr).toContain("at least 2.0.0; it is 1.1.0, which is too low; consumers break");
  expect(diff("v1.yaml", "v1.yaml")).toMatchObject({ status: 0, lines: [] });
  expect(diff("v1.yaml", "gone.yaml").status).toBe(2);
});

test("dx quality check answers lines in four vocabularies; what cannot be evaluated has no success", () => {
  const data = [{ a: 1 }, { a: null }];
  const gx = { type: "expect_column_values_to_not_be_null", kwargs: { column: "a" } };
  const requests = [
    { data, column: "a", check: "not null" },
    { data, vocabulary: "great_expectations", check: gx },
    { data, column: "a", check: "row count = 2" },
    { data, column: "b", check: "unique" },
    { data, column: "a", check: "uniq" },
    {
      data: [{ a: 3 }, { a: 2 }],
      vocabulary: "great_expectations",
      check: { type: "expect_column_values_to_be_decreasing", column: "a" },
    },
    {
      data: [{ t: "Jan 31 2024 10:00:00" }, { t: "2/1/2024" }],
      vocabulary: "great_expectations",
      check: {
        type: "expect_column_max_to_be_between",
        kwargs: { column: "t", max_value: "Jan 31 2024 23:59" },
      },
    },
    { data: [], vocabulary: "dbt", column: "a", check: "not_null" },
    {
      data: [{ a: 1 }, { a: 1 }, { a: 1 }],
      vocabulary: "dbt",
      column: "a",
      check: { unique: { config: { error_if: ">1" } } },
    },
    {
      data,
      tables: { other: [{ b: 1 }] },
      vocabulary: "dbt",
      column: "a",
      check: { relationships: { to: "ref('other')", field: "b" } },
    },
    { data, vocabulary: "soda", check: "missing_count(a) = 1" },
    { data, vocabulary: "great_expectations", check: { type: "expect_what", kwargs: {} } },
  ];
  const input = requests.map((one) => JSON.stringify(one)).join("\n");
  const { lines, status } = dx(["quality", "check"], { input });
  expect(status).toBe(2);
  const found = { success: false, unexpected_count: 1, error: null };
  expect(lines).toMatchObject([
    found,
    found,
    { success: true, observed: 2 },
    { success: null, error: { code: "DX_QUALITY_CHECK" } },
    { error: { code: "DX_QUALITY_RULE" } },
    { success: true, unexpected_count: 0 },
    { success: false, observed: "the greatest value is 2024-02-01 00:00:00" },
    { success: true, unexpected_count: 0 },
    { success: false, outcome: "warn", observed: 1, unexpected_count: 1 },
    { success: true, unexpected_count: 0 },
    { success: true, unexpected_count: 1 },
    { error: { code: "DX_CLI_LINE", message: "the check cannot be read: expect_what" } },
  ]);
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

test("dx lineage diff compares folders and files, and refuses what is none", () => {
  mkdirSync(join(folder, "old"));
  mkdirSync(join(folder, "new"));
  writeFileSync(join(folder, "old/a.sql"), "create table b as select x from t");
  writeFileSync(join(folder, "new/a.sql"), "create table b as\nselect x + 1 as x, y from t");
  const diff = ["lineage", "diff", "--before", "old", "--after"];
  expect(dx([...diff, "old"])).toMatchObject({
    lines: [{ kind: "totals", differences: 0 }],
    stderr: "the lineage is the same\n",
    status: 0,
  });
  expect(dx([...diff, "new"])).toMatchObject({
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
  expect(dx([...diff, "log.jsonl"]).status).toBe(0);
  const page = dx(["lineage", "page", "--in", "log.jsonl", "-o", "log.html"]);
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
    const { status, stderr } = dx([...diff, file]);
    expect([status, stderr]).toEqual([2, expect.stringContaining(text)]);
  }
});
