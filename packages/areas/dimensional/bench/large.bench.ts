// Keys and references of ten large tables in a DuckDB file of its own; DX_ROWS chooses how many rows each has.
import { performance } from "node:perf_hooks";
import { openDatabase } from "@dx/database";
import { candidateKeys, profileTables } from "@dx/profile";
import { verbatimSql } from "@dx/sql";
import { foreignKeys } from "../src/index.ts";

/* oxlint-disable no-await-in-loop, no-console -- one at a time, or they disturb each other */
const rows = Number(process.env["DX_ROWS"] ?? 500_000);
const tables = Array.from({ length: 10 }, (_, at) => `entity_${at}`);
const db = await openDatabase("duckdb:");
for (const [at, table] of tables.entries()) {
  const parent = at === 0 ? "" : `, (hash(i + ${at}) % ${rows}) + 1 as ${tables[at - 1] ?? ""}_id`;
  const text = `create table ${table} as select i + 1 as ${table}_id, 'K' || i as code, hash(i) % 1000 as amount,
    date '2020-01-01' + cast(i % 900 as int) as day${parent} from range(${rows}) as r (i)`;
  await db.apply([[{ purpose: "bench", sql: verbatimSql(text) }]]);
}
const time = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  const start = performance.now();
  const result = await work();
  console.log(`ten tables of ${rows} rows  ${name}  ${Math.round(performance.now() - start)} ms`);
  return result;
};
const sample = { rows: 50_000, seed: 1 };
const sampled = await time("profiles of samples", async () =>
  db.run(profileTables(tables, { sample, top: 1 })),
);
const found = await time("references, by samples", async () => db.run(foreignKeys(sampled)));
console.log(found.filter(({ accepted }) => accepted).length, "references");
const profiles = await time("profiles of all rows", async () =>
  db.run(profileTables(tables, { top: 1 })),
);
await time("references, by all rows", async () => db.run(foreignKeys(profiles)));
await time("keys of one column", async () => {
  for (const table of tables) await db.run(candidateKeys(table, { maxArity: 1 }));
});
await db.close();
