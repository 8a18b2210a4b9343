// References in the data of TPC-H and TPC-DS, as DuckDB's own generators make them: no constraint is declared there.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatRelation } from "@dx/core";
import { openDatabase } from "@dx/database";
import { profileTables } from "@dx/profile";
import { installPython } from "@dx/testing/python";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { foreignKeys, type ForeignKeyCandidate } from "../src/index.ts";
import { tpcds, tpch, type References } from "./tpc-references.ts";

const folder = mkdtempSync(join(tmpdir(), "dx-tpc-"));
let python: string | undefined;
let missing: string | undefined;

beforeAll(() => {
  try {
    const requirements = ["duckdb", "duckdb-extension-tpch", "duckdb-extension-tpcds"];
    python = join(installPython(requirements.map((one) => `${one}==1.5.5`)), "bin/python");
  } catch (error) {
    if (process.env["CI"] !== undefined) throw error;
    missing = `duckdb's extensions ${String(error).slice(0, 500)}`;
  }
}, 600_000);

beforeEach((context) => {
  if (missing !== undefined) context.skip(missing);
});

afterAll(() => rmSync(folder, { recursive: true }));

const program = `
import importlib, pathlib, sys, duckdb
name, call, scale, file = sys.argv[1:]
home = pathlib.Path(importlib.import_module(f"duckdb_extension_{name}").__file__).parent
extension = next(home.rglob("*.duckdb_extension"))
connection = duckdb.connect(file, config={"allow_unsigned_extensions": "true"})
connection.execute(f"load '{extension}'")
connection.execute(f"call {call}(sf = {scale})")
`;

async function find(name: string, call: string): Promise<readonly ForeignKeyCandidate[]> {
  const file = join(folder, `${name}.duckdb`);
  const { status, stderr } = spawnSync(python ?? "", ["-c", program, name, call, "0.02", file], {
    encoding: "utf8",
  });
  expect(status === 0 ? "" : stderr).toBe("");
  const db = await openDatabase(`duckdb:${file}`, { readOnly: true });
  try {
    const tables = (await db.tables()).map(formatRelation);
    return await db.run(foreignKeys(await db.run(profileTables(tables, { top: 1 }))));
  } finally {
    await db.close();
  }
}

const last = (name: string): string => name.split(".").at(-1) ?? "";

const labelOf = (one: ForeignKeyCandidate): string =>
  `${last(one.child)}.${one.childColumns.join("+")} ${last(one.parent)}.${one.parentColumns.join("+")}`;

function judge(found: readonly ForeignKeyCandidate[], references: References) {
  const meant = new Set(
    Object.entries(references).flatMap(([table, keys]) =>
      Object.entries(keys).flatMap(([key, columns]) =>
        columns.split(" ").map((column) => `${table}.${column} ${key}`),
      ),
    ),
  );
  const accepted = new Set(found.filter((one) => one.accepted).map(labelOf));
  return {
    wrong: [...accepted].filter((one) => !meant.has(one)),
    missed: [...meant].filter((one) => !accepted.has(one)),
    right: [...meant].filter((one) => accepted.has(one)).length,
  };
}

test("all references of TPC-H are found, and no other", async () => {
  expect(judge(await find("tpch", "dbgen"), tpch)).toEqual({ wrong: [], missed: [], right: 8 });
}, 120_000);

test("of those of TPC-DS, F1 is 0.95 at least", async () => {
  const { wrong, missed, right } = judge(await find("tpcds", "dsdgen"), tpcds);
  const others = wrong.filter((one) => !one.includes("+"));
  const f1 = (2 * right) / (2 * right + others.length + missed.length);
  expect(f1 >= 0.95 ? [] : [...others, ...missed]).toEqual([]);
}, 300_000);
