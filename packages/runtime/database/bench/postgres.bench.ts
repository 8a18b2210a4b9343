import { EventEmitter } from "node:events";
import { openDatabase } from "@dx/database";
import { sql, verbatimSql } from "@dx/sql";
import { compare } from "@dx/testing/bench";
import { Client } from "pg";

const url = process.env["DX_POSTGRES_URL"];
if (url === undefined) throw new Error("DX_POSTGRES_URL names the Postgres to measure on");
const rows = Number(process.env["DX_ROWS"] ?? 100_000);

const postgres = await openDatabase(url);
const duckdb = await openDatabase("duckdb:");
const make = `create table dx_bench as select n as id, n * 1000000007 as big, n / 7.0::float8 as price,
  (n % 1000)::int as part, 'name ' || n % 1000 as name, case when n % 5 > 0 then 'a longer note number ' || n end as note,
  n % 2 = 0 as ok, date '2000-01-01' + (n % 9999)::int as day, timestamp '2020-01-01' + n * interval '1 second' as at
  from generate_series(1, ${rows}::bigint) as n`;
await postgres.apply([
  [{ purpose: "make room", sql: sql`drop table if exists dx_bench` }],
  [{ purpose: "make", sql: verbatimSql(make) }],
]);

/** The bytes of `copy`, which are dropped: what no reader can be faster than. */
async function rawCopy(): Promise<number> {
  const client = new Client(url);
  await client.connect();
  let count = 0;
  const connection: unknown = Reflect.get(client, "connection");
  if (connection instanceof EventEmitter)
    connection.on("copyData", () => {
      count += 1;
    });
  await client.query("copy dx_bench to stdout");
  await client.end();
  return count;
}

async function stream(): Promise<number> {
  let count = 0;
  for await (const batch of postgres.stream("select * from dx_bench")) count += batch.count;
  return count;
}

async function readWithPg(): Promise<number> {
  const client = new Client(url);
  await client.connect();
  const types = { getTypeParser: () => (text: string) => text };
  const text = "select * from dx_bench";
  const result = await client.query({ text, rowMode: "array", types });
  await client.end();
  return result.rows.length;
}

await compare(`Postgres into DuckDB, ${rows} rows of 9 columns`, {
  dx: async () => (await duckdb.load("t", postgres.stream("select * from dx_bench"))).rows,
  "raw copy, bytes dropped": rawCopy,
});
await compare(`Postgres, ${rows} rows of 9 columns`, {
  "dx query": async () => (await postgres.query("select * from dx_bench")).count,
  "dx stream": stream,
  "pg, rows as lists of text": readWithPg,
});
await postgres.apply([[{ purpose: "clean up", sql: sql`drop table dx_bench` }]]);
await Promise.all([postgres.close(), duckdb.close()]);
