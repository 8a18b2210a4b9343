// Real dbt and dx over the same batches, in one DuckDB file. dbt takes the time of deletes, and by `check` all times, from
// its clock; so histories are compared by the number of the run in which a version began and ended.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toObjects, type Claim, type PlainObject } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { verbatimSql, type Sql } from "@dx/sql";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  asOfClaim,
  auditHistory,
  detectHistory,
  eventsToldClaim,
  historyClaims,
  type ChangeSource,
  type HistorySpec,
} from "../src/index.ts";
import { execute, makeSources, runs } from "./dbt-batches.ts";
import { loadBatches } from "./load-batches.ts";
import { runDbt, tryInstallDbt } from "./run-dbt.ts";

const folder = mkdtempSync(join(tmpdir(), "dx-dbt-"));
const times = { validFrom: "dbt_valid_from", validTo: "dbt_valid_to" };
const spec: HistorySpec = { key: "id", tracked: ["city", "grade"], ...times };
const toldSpec: HistorySpec = { key: "id", tracked: "city", ...times };
const pairSpec: HistorySpec = { key: ["a", "b"], tracked: "city", ...times };
const snapshot = (at: string): ChangeSource => ({ kind: "snapshot", table: "incoming", at });
const delta = { kind: "delta", table: "incoming", sequence: "updated_at" } as const;

let db: Database;
let missing: string | undefined;

beforeAll(async () => {
  const { python, missing: reason } = tryInstallDbt();
  missing = reason;
  if (python === undefined) return undefined;
  const file = join(folder, "histories.duckdb");
  const before = await openDatabase(`duckdb:${file}`);
  await makeSources(before);
  await before.close();
  runDbt(python, file, [runs, "snapshot", "--exclude", "dim"]);
  db = await openDatabase(`duckdb:${file}`);
  return async () => db.close();
}, 600_000);

beforeEach((context) => {
  if (missing !== undefined) context.skip(missing);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const read = async (text: string): Promise<readonly PlainObject[]> =>
  toObjects(await db.query(verbatimSql(text)), "js");

/** A history with the numbers of runs in place of times. */
const byRuns = async (table: string, columns: string): Promise<readonly PlainObject[]> =>
  read(`select ${columns}, ${runOf("dbt_valid_from")} as since, ${runOf("dbt_valid_to")} as until
    from ${table} order by all`);

const runOf = (time: string): string =>
  `case when ${time} is not null then (select count(*) from runs where started_at <= ${time}) end`;

/** Which claims fail. */
async function failures(claims: readonly Claim<Sql>[]): Promise<readonly string[]> {
  const evidence = await db.check(claims);
  expect(evidence.filter(({ verdict }) => verdict === "unknown")).toEqual([]);
  return evidence.filter(({ verdict }) => verdict === "fails").map(({ id }) => id);
}

/** The codes of what `auditHistory` finds in a table that it was told nothing of. */
async function audit(table: string): Promise<readonly string[]> {
  const proposal = await db.run(detectHistory(await db.describe(table)));
  expect(proposal.spec).toMatchObject(times);
  return (await db.run(auditHistory(proposal))).map(({ code }) => code);
}

test("snapshots by `check` with deletes give the history of dx, row by row", async () => {
  await loadBatches(db, "dx_check", {
    spec,
    source: snapshot,
    rowsOf: (run) => `select id, city, grade from batches where batch = ${run}`,
  });
  const theirs = await byRuns("main_dbt.by_check", "id, city, grade");
  expect(await byRuns("dx_check", "id, city, grade")).toEqual(theirs);
  const count = (of: (row: PlainObject) => boolean): number => theirs.filter(of).length;
  expect(theirs.length).toBeGreaterThan(250);
  expect(count(({ until }) => until === 6)).toBeGreaterThan(20);
  expect(count(({ since }) => Number(since) > 6)).toBeGreaterThan(20);
  expect(count(({ city }) => city === null)).toBeGreaterThan(20);
  expect(await failures(historyClaims("dx_check", spec))).toEqual([]);
  expect(await failures(historyClaims("main_dbt.by_check", spec))).toEqual([]);
  expect(await audit("main_dbt.by_check")).toEqual([]);
});

test("snapshots by `timestamp` with deletes give the history that dx makes of a log", async () => {
  const log = { kind: "log", sequence: "at", operation: "op", deletes: ["D"] } as const;
  await loadBatches(db, "dx_time", {
    spec,
    source: () => ({ ...log, table: "incoming" }),
    rowsOf: (run) => `
      select id, city, grade, 'U' as op, started_at as at from batches as b
      join runs as r on r.batch = b.batch where b.batch = ${run} and changed_in = ${run}
      union all
      select id, null, null, 'D', (select started_at from runs where batch = ${run}) from batches
      where batch = ${run - 1} and id not in (select id from batches where batch = ${run})`,
  });
  const theirs = await byRuns("main_dbt.by_time", "id, city, grade");
  expect(await byRuns("dx_time", "id, city, grade")).toEqual(theirs);
  expect(theirs).toEqual(await byRuns("main_dbt.by_check", "id, city, grade"));
  expect(await failures(historyClaims("dx_time", spec))).toEqual([]);
  expect(await failures(historyClaims("main_dbt.by_time", spec))).toEqual([]);
  expect(await audit("main_dbt.by_time")).toEqual([]);
});

/** Both histories of one key of `told`: dbt's as a view, that of dx loaded run by run. */
async function tellKey(id: number): Promise<Readonly<Record<"theirs" | "ours", string>>> {
  const [theirs, ours] = [`dbt_told_${id}`, `dx_told_${id}`];
  await execute(
    db,
    `create view ${theirs} as select * from main_dbt.told where id = ${id}`,
    `create view events_${id} as select id, city, updated_at from told where id = ${id}`,
  );
  await loadBatches(db, ours, {
    spec: toldSpec,
    source: () => delta,
    rowsOf: (run) => `select id, city, updated_at from told where id = ${id} and batch = ${run}`,
  });
  return { theirs, ours };
}

const day = (time: string): string => `coalesce(strftime(${time}, '%Y-%m-%d'), '')`;

/** The versions of a history of one key, each as its city, begin and end. */
const versions = async (table: string): Promise<readonly string[]> => {
  const text = `city || ' ' || ${day("dbt_valid_from")} || ' ' || ${day("dbt_valid_to")}`;
  const rows = await read(`select ${text} as v from ${table} order by dbt_valid_from`);
  return rows.map(({ v }) => String(v));
};

test("two changes of a key in one run are two open rows in dbt, and two versions in dx", async () => {
  const { theirs, ours } = await tellKey(1);
  const [first, ...rest] = await versions(theirs);
  expect(["a 2024-01-01 2025-01-01", "a 2024-01-01 2025-02-01"]).toContain(first);
  expect(rest).toEqual(["b 2025-01-01 ", "c 2025-02-01 "]);
  expect(await failures(historyClaims(theirs, toldSpec))).toEqual([
    "scd.history.no-overlap",
    "scd.history.one-open-row",
  ]);
  expect(await versions(ours)).toEqual([
    "a 2024-01-01 2025-01-01",
    "b 2025-01-01 2025-02-01",
    "c 2025-02-01 ",
  ]);
  expect(await failures(historyClaims(ours, toldSpec))).toEqual([]);
});

test("a late change is lost in dbt, and put in its place by dx", async () => {
  const { theirs, ours } = await tellKey(2);
  expect(await versions(theirs)).toEqual(["a 2024-01-01 2025-01-01", "c 2025-01-01 "]);
  expect(await versions(ours)).toEqual([
    "a 2024-01-01 2024-06-01",
    "b 2024-06-01 2025-01-01",
    "c 2025-01-01 ",
  ]);
  const told = (history: string): Claim<Sql> =>
    eventsToldClaim(history, { ...delta, table: "events_2" }, toldSpec);
  expect(await failures([...historyClaims(theirs, toldSpec), told(theirs)])).toEqual([
    "scd.told.events_2",
  ]);
  expect(await failures([...historyClaims(ours, toldSpec), told(ours)])).toEqual([]);
});

test("a new time without a change is a version in dbt, and none in dx", async () => {
  const { theirs, ours } = await tellKey(3);
  expect(await versions(theirs)).toEqual(["a 2024-01-01 2024-06-01", "a 2024-06-01 "]);
  expect(await failures(historyClaims(theirs, toldSpec))).toEqual([
    "scd.history.neighbours-differ",
  ]);
  expect(await versions(ours)).toEqual(["a 2024-01-01 "]);
  expect(await failures(historyClaims(ours, toldSpec))).toEqual([]);
});

test("a delete of the past ends at dbt's clock, behind the return of its key, and in dx when it was", async () => {
  const log = { kind: "log", table: "incoming", sequence: "at", operation: "op" } as const;
  await loadBatches(db, "dx_past", {
    spec: toldSpec,
    source: () => ({ ...log, deletes: ["D"] }),
    rowsOf: (run) => `select id, city, updated_at as at, 'U' as op from past where batch = ${run}
      union all select 1, null, timestamp '2024-02-01', 'D' where ${run} = 2`,
  });
  const [first, ...rest] = await versions("main_dbt.past");
  expect(first).toMatch(/^a 2024-01-01 20(?!24)/);
  expect(rest).toEqual(["b 2024-03-01 "]);
  expect(await failures(historyClaims("main_dbt.past", toldSpec))).toEqual([
    "scd.history.no-overlap",
  ]);
  expect(await versions("dx_past")).toEqual(["a 2024-01-01 2024-02-01", "b 2024-03-01 "]);
  expect(await failures(historyClaims("dx_past", toldSpec))).toEqual([]);
});

const pairsOf = (run: number): string => `select a, b, city from pairs where batch = ${run}`;

test("keys of several columns that dbt hashes alike are mixed up by it, and kept apart by dx", async () => {
  await loadBatches(db, "dx_pairs", { spec: pairSpec, source: snapshot, rowsOf: pairsOf });
  const changed = [
    { a: "x|y", b: "z", city: "Bonn", since: 2, until: null },
    { a: "x|y", b: "z", city: "Ulm", since: 1, until: 2 },
  ];
  expect(await byRuns("main_dbt.pairs", "a, b, city")).toEqual([
    { a: "x", b: "y|z", city: "Kiel", since: 1, until: 2 },
    { a: "x", b: "y|z", city: "Kiel", since: 3, until: null },
    ...changed,
  ]);
  expect(await byRuns("dx_pairs", "a, b, city")).toEqual([
    { a: "x", b: "y|z", city: "Kiel", since: 1, until: null },
    ...changed,
  ]);
  await execute(db, `create table second as ${pairsOf(2)}`);
  const [third] = await read("select started_at as at from runs where batch = 3");
  const asOfSecond = (history: string): Claim<Sql> =>
    asOfClaim(history, "second", { spec: pairSpec, at: String(third?.["at"]) });
  expect(await failures([asOfSecond("main_dbt.pairs")])).toEqual(["scd.as-of.second"]);
  expect(await failures([asOfSecond("dx_pairs")])).toEqual([]);
});
