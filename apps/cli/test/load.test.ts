import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@dx/database";
import { testWithPostgres } from "@dx/testing";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-load-"));
  writeFileSync(join(folder, "shop.csv"), "id,city\n1,Ulm\n2,\n3,Köln\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The real command, in a process of its own, in the test's folder. */
function dx(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const main = join(import.meta.dirname, "../src/main.ts");
  return spawnSync("node", ["--conditions=@dx/source", main, "load", ...args], {
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, ...env },
  });
}

test("dx load brings a file into a DuckDB, and appends it once", async () => {
  const target = "duckdb:shop.duckdb";
  const first = dx(["files:shop.csv", target, "--key", "id", "--json"]);
  expect(JSON.parse(first.stdout)).toMatchObject({
    exit: 0,
    status: "loaded",
    table: "shop",
    mode: "merge",
    read: 3,
    inserted: 3,
    bytes: 25,
  });
  const again = ["files:shop.csv", target, "--mode", "append", "--into", "log"];
  expect(dx(again).stdout).toMatch(
    /^log: 3 rows, 0 MB, [\d,]+ rows\/s: 3 inserted, 0 updated, 0 deleted\n$/,
  );
  expect(dx(again).stdout).toContain("nothing was done");
  const db = await openDatabase(`duckdb:${join(folder, "shop.duckdb")}`);
  expect((await db.query("select * from log")).count).toBe(3);
  await db.close();
});

test("dx load refuses what does not go together, and what a contract does not let in", () => {
  const refused = (status: number, message: string, ...args: string[]) => {
    const said = dx(args);
    expect(said.stderr).toContain(message);
    expect(said.status).toBe(status);
  };
  refused(2, "--table is missing", "duckdb:a.duckdb", "duckdb:b.duckdb");
  refused(2, "exclude each other", "files:shop.csv", "duckdb:b.duckdb", "--cursor", "id");
  refused(2, "it cannot tell deletes", "files:shop.csv", "duckdb:b.duckdb", "--deletes");
  refused(2, "none.csv", "files:none.csv", "duckdb:b.duckdb");
  expect(dx(["files:shop.csv", "duckdb:b.duckdb", "--key", "id"]).status).toBe(0);
  writeFileSync(join(folder, "shop.csv"), "id,city,more\n1,Ulm,x\n");
  refused(
    3,
    "a new column more",
    "files:shop.csv",
    "duckdb:b.duckdb",
    "--key",
    "id",
    "--new-columns",
    "freeze",
  );
});

testWithPostgres(
  "dx load reads what is new of a Postgres, and says no password",
  async ({ postgresUrl }) => {
    const db = await openDatabase(postgresUrl);
    await db.load("public.shop", join(folder, "shop.csv"));
    const args = [
      "env:DX_SHOP",
      "duckdb:shop.duckdb",
      "--table",
      "public.shop",
      "--key",
      "id",
      "--cursor",
      "transactions",
      "--deletes",
      "--json",
    ];
    const run = () =>
      JSON.parse(dx(args, { DX_SHOP: postgresUrl }).stdout) as Record<string, unknown>;
    expect(run()).toMatchObject({ read: 3, inserted: 3, table: "shop" });
    await db.apply([
      [
        {
          purpose: "sell",
          sql: {
            kind: "sql",
            pieces: [{ kind: "text", text: "delete from public.shop where id = 1" }],
          },
        },
      ],
    ]);
    await db.load("public.shop", [{ id: 9, city: null }], { mode: "append" });
    expect(run()).toMatchObject({ read: 1, inserted: 1, deleted: 1 });
    await db.close();
  },
);
