import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@dx/database";
import { checkSuite } from "@dx/quality";
import { afterEach, beforeEach, expect, test } from "vitest";
import { convertSuite, targets } from "../src/quality/convert-suite.ts";
import { runDx, type Given, type Said } from "./run-dx.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
  writeFileSync(join(folder, "a.csv"), "id,city,price\n1,Ulm,1.5\n2,Bonn,2\n3,,3\n");
  writeFileSync(join(folder, "b.csv"), "id,city,price\n4,Kiel,4\n3,,3\n2,Köln,2.001\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

const dx = async (args: readonly string[], given?: Given): Promise<Said> =>
  runDx(folder, args, given);

test("dx quality runs a suite: a line for each check, exit code 1 after a failure, 3 after an error, JUnit and SARIF", async () => {
  const url = `duckdb:${join(folder, "shop.duckdb")}`;
  const db = await openDatabase(url);
  await db.load("a", join(folder, "a.csv"));
  await db.close();
  const write = (rules: object): void =>
    writeFileSync(join(folder, "suite.json"), JSON.stringify({ name: "s", tables: { a: rules } }));
  const run = async (...more: readonly string[]): Promise<Said> =>
    dx(["quality", "run", "--suite", "suite.json", "--db", url, ...more]);
  write({ id: ["not null", "unique"], city: "not null" });
  const failed = await run("--junit", "j.xml", "--sarif", "s.json", "--samples", "1");
  expect(failed.status).toBe(1);
  expect(failed.lines.map(({ outcome }) => outcome)).toEqual(["pass", "pass", "fail"]);
  expect(failed.lines[2]).toMatchObject({ failed: 1, sample: [{ city: { value: null } }] });
  expect(existsSync(join(folder, "j.xml")) && existsSync(join(folder, "s.json"))).toBe(true);
  write({ id: "not null", nothing: "not null" });
  expect((await run()).status).toBe(3);
  write({ id: "not null" });
  const explained = await dx(["quality", "explain", "--suite", "suite.json", "--db", url]);
  expect(explained.lines).toMatchObject([{ kind: "fused", checks: ["a.id.1"] }]);
  write({ id: "betwen 1" });
  const refused = await run();
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain("did you mean");
});

test("dx quality suggests a suite, writes it in other words, and compares contracts", async () => {
  const url = `duckdb:${join(folder, "init.duckdb")}`;
  const db = await openDatabase(url);
  const rows = Array.from({ length: 60 }, (_, at) => ({ id: at, city: at % 2 === 0 ? "a" : "b" }));
  await db.load("b", rows);
  await db.close();
  const suggested = await dx(["quality", "init", "--db", url, "-o", "suggested.json"]);
  expect(suggested.status).toBe(0);
  expect(suggested.lines).toContainEqual(
    expect.objectContaining({ id: "b.id.unique", demands: "No two rows have the same id" }),
  );
  const run = await dx(["quality", "run", "--suite", "suggested.json", "--db", url]);
  expect([run.status, run.lines.length]).toEqual([0, suggested.lines.length]);
  expect((await dx(["quality", "init", "--db", url, "-o", "suggested.json"])).stderr).toContain(
    "is there already",
  );
  const to = async (name: string, ...more: readonly string[]): Promise<Said> =>
    dx(["quality", "convert", "--suite", "suggested.json", "--to", name, ...more]);
  const suite = checkSuite(JSON.parse(readFileSync(join(folder, "suggested.json"), "utf8")));
  for (const name of targets) {
    const written = convertSuite(suite, { dialect: "postgres", to: name }).files;
    expect([name, Object.keys(written).length > 0]).toEqual([name, true]);
  }
  expect((await to("dbt", "-o", "dbt")).lines).toContainEqual({ file: join("dbt", "quality.yml") });
  const back = await dx([
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
  expect((await to("access")).stderr).toContain("--to is access");
  expect((await to("soda")).stderr).toMatch(/metadata: b\./);
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
  const diff = async (from: string, newer: string): Promise<Said> =>
    dx(["quality", "diff-contract", "--from", from, "--to", newer]);
  const broken = await diff("v1.yaml", "v2.yaml");
  expect(broken).toMatchObject({ status: 1, lines: [{ code: "column-removed", bump: "major" }] });
  expect(broken.stderr).toContain("at least 2.0.0; it is 1.1.0, which is too low; consumers break");
  expect(await diff("v1.yaml", "v1.yaml")).toMatchObject({ status: 0, lines: [] });
  expect((await diff("v1.yaml", "gone.yaml")).status).toBe(2);
});

// oxlint-disable-next-line max-lines-per-function -- a line for each request
test("dx quality check answers lines in four vocabularies; what cannot be evaluated has no success", async () => {
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
    {
      data,
      vocabulary: "great_expectations",
      check: { ...gx, kwargs: { column: "a", mostly: 0 } },
    },
    {
      data: [{ a: null }],
      vocabulary: "great_expectations",
      check: { type: "expect_column_mean_to_be_between", column: "a", min_value: 0 },
    },
    {
      data,
      vocabulary: "great_expectations",
      check: {
        type: "expect_table_row_count_to_equal",
        value: 1,
        row_condition: 'col("a").notNull()',
        condition_parser: "great_expectations",
      },
    },
    { data, vocabulary: "soda", check: { row_count: { warn: "when < 10", fail: "when < 2" } } },
    {
      data: [{ a: null, b: 1 }],
      vocabulary: "dbt",
      check: {
        "dbt_expectations.expect_column_pair_values_A_to_be_greater_than_B": {
          column_A: "a",
          column_B: "b",
        },
      },
    },
    {
      data: [
        { a: 1, b: 1 },
        { a: 2, b: "x" },
      ],
      column: "a",
      check: ">= 1",
    },
    {
      data: [
        { a: 1, g: "p" },
        { a: 5, g: "q" },
      ],
      column: "a",
      check: "mean <= 2 for each g",
    },
  ];
  const input = requests.map((one) => JSON.stringify(one)).join("\n");
  const { lines, status } = await dx(["quality", "check"], { input });
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
    { success: true, unexpected_count: 1 },
    { success: false },
    { success: true, observed: 1 },
    { success: false, outcome: "warn", observed: 2 },
    { success: true },
    { success: true, unexpected_count: 0 },
    { success: false },
  ]);
});
