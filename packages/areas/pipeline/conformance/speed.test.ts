/* oxlint-disable no-await-in-loop -- one after the other, or they disturb each other */
import { spawnSync } from "node:child_process";
import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@dx/database";
import { testWithPostgres } from "@dx/testing";
import { installPython } from "@dx/testing/python";
import { Client } from "pg";
import { expect } from "vitest";
import { moveTable, type LoadSpec } from "../src/index.ts";

const rows = Number(process.env["DX_ROWS"] ?? 20_000);
/** Which of dlt's ways to read are run: its own takes half an hour for 5,000,000 rows. */
const backends = (process.env["DX_DLT"] ?? "pyarrow,sqlalchemy").split(",");
const requirements = [
  "dlt[duckdb]==1.26.0",
  "duckdb==1.5.6",
  "sqlalchemy==2.0.43",
  "numpy==2.2.6",
  "psycopg2-binary==2.9.10",
  "pyarrow==21.0.0",
];
const select = `select n as id, n * 1000000007 as big, n / 7.0::float8 as price, (n % 1000)::int as part,
  'name ' || n % 1000 as name, case when n % 5 > 0 then 'a longer note number ' || n end as note, n % 2 = 0 as ok,
  date '2000-01-01' + (n % 9999)::int as day, timestamp '2020-01-01' + n * interval '1 second' as at
  from generate_series(1, ${rows}::bigint) as n`;
const summary = (table: string): string =>
  `select cast(count(*) as int) as n, cast(sum(big) as text) as big, min(md5(note)) as note, round(sum(price), 3) as price, max("at") as "at" from ${table}`;

/** The bytes of `copy`, dropped: what no reader is faster than. */
async function copyRaw(url: string, format: "text" | "binary"): Promise<void> {
  const client = new Client(url);
  await client.connect();
  const connection: unknown = Reflect.get(client, "connection");
  if (connection instanceof EventEmitter) connection.on("copyData", () => undefined);
  await client.query(`copy speed to stdout (format ${format})`);
  await client.end();
}

testWithPostgres(
  "rows of Postgres are the same in DuckDB, moved by dx or by dlt; how long each took is printed",
  async ({ postgresUrl, postgres, skip }) => {
    let python: string;
    try {
      python = installPython(requirements);
    } catch (error) {
      return skip(String(error).slice(0, 300));
    }
    const folder = mkdtempSync(join(tmpdir(), "dx-speed-"));
    await postgres.query(`create table speed as ${select}`);
    await postgres.query("analyze speed");
    const source = await openDatabase(postgresUrl);
    const target = await openDatabase(`duckdb:${join(folder, "dx.duckdb")}`);
    const seconds: Record<string, number> = {};
    const peaks: Record<string, number> = {};
    const time = async (name: string, work: () => Promise<unknown>): Promise<void> => {
      const began = performance.now();
      let peak = 0;
      const look = setInterval(() => {
        const { heapUsed, arrayBuffers } = process.memoryUsage();
        peak = Math.max(peak, heapUsed + arrayBuffers);
      }, 20);
      await work();
      clearInterval(look);
      seconds[name] = (performance.now() - began) / 1000;
      peaks[name] = Math.round(peak / 1e6);
    };
    const move = async (loadId: string, spec: LoadSpec) =>
      moveTable({ database: source, table: "speed" }, target, spec, { loadId, at: "2026-01-01" });
    for (const format of ["text", "binary"] as const)
      await time(`raw copy (${format}), bytes dropped`, async () => copyRaw(postgresUrl, format));
    await time("db.load", async () => target.load("plain", source.stream("select * from speed")));
    for (const loadId of ["first", "again"])
      for (const spec of [
        { table: "replaced", mode: "replace" },
        { table: "swapped", mode: "replace", replace: "swap" },
        { table: "merged", mode: "merge", key: "id" },
      ] as const)
        await time(`dx ${spec.table}, ${loadId}`, async () => move(loadId, spec));
    for (const backend of backends) {
      const file = join(folder, `${backend}.duckdb`);
      const { stdout, stderr, status } = spawnSync(
        join(python, "bin/python"),
        [join(import.meta.dirname, "load_by_dlt.py"), postgresUrl, "speed", file, backend],
        { encoding: "utf8", env: { ...process.env, RUNTIME__DLTHUB_TELEMETRY: "false" } },
      );
      expect({ status, said: status === 0 ? "" : stderr.slice(-2000) }).toEqual({
        status: 0,
        said: "",
      });
      seconds[`dlt (${backend})`] = Number(/seconds ([\d.]+)/.exec(stdout)?.[1]);
      const theirs = await openDatabase(`duckdb:${file}`, { readOnly: true });
      expect(await theirs.query(summary("dlt.speed"))).toEqual(
        await target.query(summary("merged")),
      );
      await theirs.close();
    }
    for (const table of ["plain", "replaced", "swapped"])
      expect(await target.query(summary(table))).toEqual(await target.query(summary("merged")));
    const first = seconds["dx replaced, first"] ?? Number.NaN;
    for (const [name, took] of Object.entries(seconds))
      process.stdout.write(
        `${rows} rows, ${name}: ${took.toFixed(2)} s, ${(took / first).toFixed(2)} x the first replace, ${peaks[name] ?? "?"} MB of JavaScript at most\n`,
      );
    await source.close();
    await target.close();
    rmSync(folder, { recursive: true });
  },
  3_600_000,
);
