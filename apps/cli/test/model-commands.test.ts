import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@dx/database";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runDx, type Given, type Said } from "./run-dx.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const dx = async (args: readonly string[], given?: Given): Promise<Said> =>
  runDx(folder, args, given);

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
  const keys = await dx(["model", "keys", ...source, "--jsonl"]);
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
  const found = await dx(["model", "foreign-keys", ...source, "--jsonl"]);
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
  const linted = await dx([
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
  const designed = await dx(["model", "design", ...source, "--jsonl"]);
  expect(designed.lines).toContainEqual({
    subject: "fct_shop.city_key",
    about: "key",
    decision: "dim_city as city",
    by: "data",
    reason: expect.stringMatching(/^it is likely by \d/) as string,
  });
  expect((await dx(["model", "design", ...source, "--form", "model"])).lines).toMatchObject([
    { facts: [{ name: "fct_shop" }], dimensions: [{ name: "dim_city" }] },
  ]);
  for (const wrong of [
    ["model", "design", ...source, "--form", "dddl"],
    ["model", "star", ...source],
    ["model", "keys", ...source, "--tables", "shosp"],
  ])
    // oxlint-disable-next-line no-await-in-loop -- commands run in one folder
    expect((await dx(wrong)).status).toBe(2);
});
