/* oxlint-disable no-await-in-loop, oxc/no-map-spread -- one step after the other */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom, formatRelation, relation } from "@dx/core";
import { openDatabase } from "@dx/database";
import { testWithPostgres } from "@dx/testing";
import { budget } from "@dx/testing/budget";
import { afterAll, beforeAll, expect } from "vitest";
import { readLoads } from "../src/index.ts";
import { carryOutLoads, loads } from "./kill.ts";

let folder: string;
let source: string;
const { numRuns, seed } = budget(2);
/** How many kills there are to be: one, and 1,000 in deep. */
const wantedKills = numRuns > 2 ? numRuns * 25 : 1;
const random = createRandom(seed);
/** All ways of loading, in `npm test` three of them. */
const tables = loads
  .map(({ table }) => formatRelation(relation(table)))
  .filter((table) => numRuns > 2 || ["merged", "appended", "nested"].includes(table));
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dx-kill-"));
  source = `duckdb:${join(folder, "source.duckdb")}`;
  const db = await openDatabase(source);
  const rows = Array.from({ length: 1200 }, (_, id) => ({
    id,
    v: id,
    city: id % 3 === 0 ? null : `city ${id}`,
  }));
  await db.load("first", rows.slice(0, 800));
  const changed = rows.slice(5, 10).map((row, at) => ({ ...row, v: 1200 + at, city: "changed" }));
  await db.load("second", [...rows.slice(0, 5), ...changed, ...rows.slice(20)]);
  await db.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Kills children at random failpoints, and then does here what is left; gives how many were killed. */
async function finish(targets: readonly string[]): Promise<number> {
  let kills = 0;
  for (let tries = 0; tries < (numRuns > 2 ? 20 : 1); tries += 1) {
    const orders = { source, targets, tables, killAt: random.integer(1, tables.length * 40) };
    const { signal, stderr } = spawnSync(
      "node",
      ["--conditions=@dx/source", join(import.meta.dirname, "kill.ts"), JSON.stringify(orders)],
      { encoding: "utf8" },
    );
    expect(stderr).not.toContain("Error");
    if (signal === null) return kills;
    kills += 1;
  }
  await carryOutLoads({ source, targets, tables }, () => undefined);
  return kills;
}

/** What there must be in the end, where that is not the source's second state. */
const truths: Readonly<Record<string, string>> = {
  appended: "select id, v, city from log",
  inserted: "(select id, v, city from kept union all select id, v, city from new)",
  rewritten:
    "(select id, v, city from truth union all select id, v, city from kept where id not in (select id from truth))",
};

async function judge(target: string): Promise<void> {
  const db = await openDatabase(target);
  const from = await openDatabase(source);
  await db.load("truth", from.stream("select * from second"));
  await db.load("log", from.stream("select * from first union select * from second"));
  await db.load("kept", from.stream("select * from first"));
  await db.load("new", from.stream("select * from second where id not in (select id from first)"));
  for (const name of tables) {
    const truth = truths[name] ?? "select id, v, city from truth";
    const own = `select id, v, city from ${name}`;
    const differ = `(${own} except all ${truth}) union all (${truth} except all ${own})`;
    expect({ name, count: (await db.query(differ)).count }).toEqual({ name, count: 0 });
    expect(await db.run(readLoads(name))).toHaveLength(2);
  }
  const parts = `select r.id, p._dx_index as place, coalesce(cast(p.v as varchar(99)), '') as v from nested r join nested__parts p on p._dx_parent_id = r._dx_id`;
  const wantedParts = `select id, 0 as place, cast(v as varchar(99)) as v from truth union all select id, 1, coalesce(city, '') from truth`;
  const odd = `(${parts} except all (${wantedParts})) union all ((${wantedParts}) except all ${parts})`;
  expect((await db.query(odd)).count).toBe(0);
  const left = (await db.tables())
    .map(({ name }) => name)
    .filter((name) => /staging|cast|keys|dx_new|part\d/.test(name));
  expect(left).toEqual([]);
  await db.close();
  await from.close();
}

testWithPostgres(
  "killed again and again, every load of DuckDB and Postgres ends as if it never was",
  async ({ postgresUrl, postgres }) => {
    let kills = 0;
    for (let run = 0; kills < wantedKills; run += 1) {
      await postgres.query(`create schema kill_${run}`);
      const url = new URL(postgresUrl);
      url.searchParams.set("options", `-c search_path=kill_${run}`);
      const targets = [`duckdb:${join(folder, `target_${run}.duckdb`)}`, url.href];
      const killed = await finish(targets);
      expect(killed).toBeGreaterThan(0);
      kills += killed;
      for (const target of targets) await judge(target);
    }
  },
  7_200_000,
);
