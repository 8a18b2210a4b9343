import { messageOf } from "@dx/core";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import {
  columnNames,
  platform,
  proportion,
  readInputs,
  schedule,
  tableName,
} from "../src/index.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
  file = join(folder, "inputs.yaml");
});
afterEach(() => rmSync(folder, { recursive: true }));

const schema = z.strictObject({
  table: tableName,
  key: columnNames,
  limits: z.array(z.strictObject({ share: proportion, runs: schedule.optional() })),
  platform: platform.default("duckdb"),
});

function faults(text: string): readonly string[] {
  writeFileSync(file, text);
  try {
    readInputs(schema, file);
    return [];
  } catch (error) {
    return messageOf(error).replaceAll(`${file}:`, "").split("\n");
  }
}

test("reads YAML and JSON", () => {
  const wanted = {
    table: "shop.customer",
    key: ["id"],
    limits: [{ share: 0.95 }],
    platform: "duckdb",
  };
  writeFileSync(file, "table: shop.customer\nkey: id\nlimits:\n  - share: 95\n");
  expect(readInputs(schema, file)).toEqual(wanted);
  writeFileSync(file, JSON.stringify({ ...wanted, platform: "DuckDB" }));
  expect(readInputs(schema, file)).toEqual(wanted);
});

test("names all faults with their lines, in order, and the nearest name for an unknown field", () => {
  const text = [
    "tabel: t",
    "key: [id, id]",
    "limits:",
    "  - share: 101",
    "  - share: 5",
    "    run: daily",
    "  - share: 5",
    "    runs: whenever",
    "platform: oracle",
  ].join("\n");
  expect(faults(text)).toEqual([
    expect.stringMatching(/^1: table: is missing: /),
    "1: tabel: unknown field: did you mean table?",
    expect.stringMatching(/^2: key: columns: got \["id","id"\]; give at least one name/),
    expect.stringMatching(/^4: limits\.0\.share: /),
    "6: limits.1.run: unknown field: did you mean runs?",
    expect.stringMatching(/^8: limits\.2\.runs: "whenever" is no schedule: write five cron fields/),
    expect.stringMatching(/^9: platform: .*"duckdb"/),
  ]);
});

test("errors of inputs say where to look", () => {
  const path = join(folder, "wrong.yaml");
  writeFileSync(path, "7\n");
  expect(() => readInputs(schema, path)).toThrow(
    expect.objectContaining({
      code: "DX_RUNNER_INPUTS",
      hint: "dx describe <flow> says what the flow takes",
      summary: expect.stringMatching(/:1: Invalid input: [^:]*object/) as string,
    }) as Error,
  );
});

test("a file that is no YAML, has a field twice, or is not there is refused, with the line", () => {
  expect(faults("table: t\nkey: [id\n")).toEqual([expect.stringMatching(/^[23]: /)]);
  expect(faults("table: t\nkey: id\nkey: id2\n")).toEqual([expect.stringMatching(/^3: .*unique/)]);
  expect(faults('{"table": "t", "table": "u"}')).toEqual([expect.stringMatching(/^1: .*unique/)]);
  expect(faults("")).toEqual([expect.stringMatching(/^1: (?!is missing).*object/)]);
  expect(() => readInputs(schema, join(folder, "none.yaml"))).toThrow(
    expect.objectContaining({ code: "DX_RUNNER_FILE" }) as Error,
  );
});

test.each([
  ["0 6 * * 1-5", "0 6 * * 1-5"],
  ["Hourly", "0 * * * *"],
  ["every 1 minute", "* * * * *"],
  ["every 15 minutes", "*/15 * * * *"],
  ["every 60 minutes", "0 * * * *"],
  ["every 1 hour", "0 * * * *"],
  ["every 6 hours", "0 */6 * * *"],
  ["daily", "0 0 * * *"],
  ["every day at 06:30", "30 6 * * *"],
  ["weekdays at 6:05", "5 6 * * 1-5"],
  ["weekly", "0 0 * * 1"],
  ["weekly on  Sunday at 23:59", "59 23 * * 0"],
  ["monthly on day 31", "0 0 31 * *"],
])("the schedule %j is %j", (words, cron) => {
  expect(schedule.parse(words)).toBe(cron);
  expect(schedule.parse(cron)).toBe(cron);
});

test.each([
  "",
  "every 7 minutes",
  "every 0 hours",
  "daily at 24:00",
  "daily at 6",
  "monthly on day 32",
  "0 0 31 2 *",
  "* * * *",
  "* * * * * *",
  "@daily",
  "60 * * * *",
  "weekly on mon",
])("%j is no schedule", (words) => {
  expect(schedule.safeParse(words).success).toBe(false);
});

test("a proportion and its percentage are the same, and what comes out goes in again", () => {
  expect([0, 0.5, 1, 1.5, 95, 100].map((one) => proportion.parse(one))).toEqual([
    0, 0.5, 1, 0.015, 0.95, 1,
  ]);
  for (const wrong of [-0.1, 100.1, Number.NaN, Infinity, "5", null])
    expect(proportion.safeParse(wrong).success).toBe(false);
  const property = fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (value) => {
    const once = proportion.parse(value);
    expect(once).toBeLessThanOrEqual(1);
    expect(proportion.parse(once)).toBe(once);
  });
  fc.assert(property, budget(50));
});

test("tables and columns are refused with a reason", () => {
  expect(tableName.parse('db.shop."a.b"')).toBe('db.shop."a.b"');
  for (const wrong of ["", "a.b.c.d", "a b", "a."])
    expect(tableName.safeParse(wrong).success).toBe(false);
  expect(columnNames.parse(["a", "b"])).toEqual(["a", "b"]);
  for (const wrong of [[], "", ["a", "a"], [1]])
    expect(columnNames.safeParse(wrong).success).toBe(false);
});
