import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@dx/database";
import { testWithPostgres } from "@dx/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
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

const files = ["diff", "--left", "files:a.csv", "--right", "files:b.csv", "--key", "id"];

test("dx diff compares files: a line for each difference, the totals last, exit code 1", async () => {
  const { status, lines, stderr } = await dx(files);
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

test("dx diff heeds its options", async () => {
  const priced = [...files, "--columns", "price", "--tolerance", "price=0.1%", "--json"];
  const tolerant = await dx([...priced, "--limit", "0"]);
  expect(tolerant).toMatchObject({
    lines: [{ kind: "totals", changed: 0, onlyLeft: 1, onlyRight: 1 }],
    stderr: "",
    status: 1,
  });
  const exact = await dx([...files, "--exact", "--limit", "1"]);
  expect(exact.lines).toMatchObject([{}, { kind: "totals", basis: "hashes", changed: 1 }]);
  expect(exact.stderr).toContain("; 1 of them are shown (--limit)");
  const few = await dx([...files, "--exact", "--max-pulled-rows", "1"]);
  expect(few.stderr).toContain("DX_TABLE_DIFF_LIMIT");
  expect(few.status).toBe(3);
});

test("dx diff of equal tables ends with 0, and makes nothing", async () => {
  const file = join(folder, "shop.duckdb");
  const db = await openDatabase(`duckdb:${file}`);
  await db.load("shop", join(folder, "a.csv"));
  await db.close();
  const left = ["diff", "--left", "duckdb:shop.duckdb", "--left-table", "shop"];
  const { status, lines, stderr } = await dx([
    ...left,
    "--right",
    "files:a.csv",
    "--key",
    "id,city",
  ]);
  expect(lines).toMatchObject([{ kind: "totals", equal: true, left: 3, method: "bisected" }]);
  expect(stderr).toBe("equal: 3 rows on each side\n");
  expect(status).toBe(0);
  const none = ["--right", "duckdb:none.duckdb", "--right-table", "shop", "--key", "id"];
  expect((await dx([...left, ...none])).status).toBe(2);
  expect(existsSync(join(folder, "none.duckdb"))).toBe(false);
});

testWithPostgres("dx diff compares Postgres with a file", async ({ postgresUrl }) => {
  const db = await openDatabase(postgresUrl);
  await db.load("public.shop", join(folder, "a.csv"));
  const env = { DX_CANARY_URL: postgresUrl };
  const left = ["diff", "--left", "env:DX_CANARY_URL", "--left-table", "public.shop"];
  const right = ["--right", "files:b.csv", "--key", "id"];
  const { status, lines } = await dx([...left, ...right], { env });
  expect(lines.at(-1)).toMatchObject({ kind: "totals", onlyLeft: 1, onlyRight: 1, changed: 1 });
  expect(status).toBe(1);
  const same = ["--right", "env:DX_CANARY_URL", "--right-table", "public.shop", "--key", "id"];
  expect(await dx([...left, ...same], { env })).toMatchObject({
    lines: [{ equal: true, method: "joined" }],
    status: 0,
  });
  const typo = await dx([...left.slice(0, -1), "public.shpo", ...right], { env });
  expect(typo.stderr).toContain("DX_DATABASE_NO_TABLE");
  expect(typo.stderr).toContain("public.shop");
  expect(typo.status).toBe(2);
  await db.close();
});
