// One load by real dbt beside one of dx, on DuckDB files: a whole process less an empty one, and open, load, close.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toObjects } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { verbatimSql } from "@dx/sql";
import { expect, test } from "vitest";
import { makeData, makeHistories, now } from "../bench/make-data.ts";
import { planChanges, type HistorySpec } from "../src/index.ts";
import { execute } from "./dbt-batches.ts";
import { runDbt, tryInstallDbt } from "./run-dbt.ts";

const versions = Number(process.env["DX_CONFORMANCE_ROWS"] ?? 500_000);
const rounds = 3;
const spec: HistorySpec = {
  key: "id",
  tracked: ["name", "city", "grade", "updated_at"],
  validFrom: "valid_from",
  validTo: "valid_to",
};
const load = planChanges(
  "dim",
  { kind: "delta", table: "delta", sequence: "updated_at" },
  { spec, loadedAt: now },
);

async function timed(body: () => Promise<void> | void): Promise<number> {
  const start = performance.now();
  await body();
  return performance.now() - start;
}

async function within<T>(file: string, body: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase(`duckdb:${file}`);
  return body(db).finally(async () => db.close());
}

async function digest(db: Database, table: string, prefix: string): Promise<unknown> {
  const columns = `id, name, city, grade, updated_at, ${prefix}valid_from, ${prefix}valid_to`;
  const query = `select count(*) as n, cast(sum(hash(${columns}) % 1000000007) as varchar) as digest from ${table}`;
  return toObjects(await db.query(verbatimSql(query)), "js");
}

const median = (values: readonly number[]): number =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN);

test("real dbt and dx make the same of a large load; times are printed", async (context) => {
  const { python, missing } = tryInstallDbt();
  if (python === undefined) return context.skip(missing);
  const folder = mkdtempSync(join(tmpdir(), "dx-dbt-time-"));
  const file = join(folder, "dim.duckdb");
  await within(file, async (db) =>
    execute(
      db,
      ...makeData(versions),
      "create table runs (batch bigint, started_at timestamp)",
      "create schema main_dbt",
    ),
  );
  runDbt(python, file, [1, "parse"]);
  const times: (readonly [dx: number, snapshot: number, parse: number])[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one at a time, or they disturb each other
    await within(file, async (db) =>
      execute(db, ...makeHistories, "create or replace table main_dbt.dim as from dim_dbt"),
    );
    // oxlint-disable-next-line no-await-in-loop -- as above
    const dx = await timed(async () => {
      await within(file, async (db) => db.apply(load));
    });
    // oxlint-disable-next-line no-await-in-loop -- as above
    const dbt = await timed(() => runDbt(python, file, [1, "snapshot", "--select", "dim"]));
    // oxlint-disable-next-line no-await-in-loop -- as above
    times.push([dx, dbt, await timed(() => runDbt(python, file, [1, "parse"]))]);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await within(file, async (db) => {
      expect(await digest(db, "main_dbt.dim", "dbt_")).toEqual(await digest(db, "dim", ""));
    });
  }
  const dx = median(times.map(([one]) => one));
  const snapshot = median(times.map(([, one]) => one));
  const parse = median(times.map(([, , one]) => one));
  // oxlint-disable-next-line no-console -- the figure of the README
  console.log(
    `${versions} versions: dx ${dx} ms, dbt snapshot ${snapshot} ms, dbt parse ${parse} ms, (snapshot - parse) / dx ${((snapshot - parse) / dx).toFixed(1)}`,
  );
  rmSync(folder, { recursive: true });
});
