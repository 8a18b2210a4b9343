// The profile of a table beside DuckDB's own SUMMARIZE, which estimates what dx counts. DX_SIZES chooses other sizes.
import { appendFileSync, mkdirSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { openDatabase } from "@dx/database";
import { verbatimSql } from "@dx/sql";
import { candidateKeys, profileTable } from "../src/index.ts";

const sizes = (process.env["DX_SIZES"] ?? "100000,1000000").split(",").map(Number);
const table = (rows: number): string => `create or replace table t as
  select i as id, i % 997 as shop, (i * 7919) % 100000 as customer, hash(i) % 100000 / 100.0 as amount,
    date '2020-01-01' + cast(i % 2000 as int) as day, 'C-' || (i % 5000) as code,
    'name ' || (i * 31 % 40000) as name, i % 2 = 0 as paid
  from range(${rows}) as r (i)`;

mkdirSync(".cache", { recursive: true });
for (const rows of sizes) {
  // oxlint-disable no-await-in-loop -- one at a time, or they disturb each other
  const db = await openDatabase("duckdb:");
  await db.apply([[{ purpose: "bench", sql: verbatimSql(table(rows)) }]]);
  const runs = {
    "profile, all rows": async () => db.run(profileTable("t")),
    "profile, sample of 10,000": async () =>
      db.run(profileTable("t", { sample: { rows: 10_000, seed: 1 } })),
    "candidate keys": async () => db.run(candidateKeys("t")),
    "DuckDB SUMMARIZE": async () => db.query("select * from (summarize t)"),
  };
  for (const [name, run] of Object.entries(runs)) {
    await run();
    const start = performance.now();
    await run();
    const milliseconds = Math.round(performance.now() - start);
    // oxlint-disable-next-line no-console -- what a bench is for
    console.log(`${rows} rows, 8 columns  ${name}  ${milliseconds} ms`);
    appendFileSync(".cache/bench.jsonl", `${JSON.stringify({ rows, name, milliseconds })}\n`);
  }
  await db.close();
}
