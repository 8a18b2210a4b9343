import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase, type Database } from "@dx/database";
import { sql, verbatimSql } from "@dx/sql";
import { compare } from "@dx/testing/bench";
import { diffTables, sameRows } from "@dx/table-diff";

const names = ["id", "name", "qty", "price", "score", "seen", "day", "ok", "note"];
const values = `i as id, 'name ' || (i * 7919 % 1000003) as name, (i % 1000)::integer as qty,
  (i * 37 % 100000 / 100.0)::decimal(12, 2) as price, i * 0.1::double as score,
  timestamp '2020-01-01' + to_seconds(i) as seen, date '2020-01-01' + (i % 3000)::integer as day,
  i % 2 = 0 as ok, case when i % 10 <> 0 then md5(i::varchar) end as note`;
const changed = "case when id in (5, 77, 777, 7777) then qty + 1 else qty end as qty";

async function makeTables(database: Database, rows: number): Promise<void> {
  const statements = [
    `create or replace table a as select ${values} from range(1, ${rows + 1}) as t(i)`,
    `create or replace table b as select * replace (${changed}) from a where id not in (9, 99, 999)
     union all select * replace (-id as id) from a where id in (1, 11, 111)`,
    "checkpoint",
  ];
  const group = statements.map((text) => ({ purpose: "make tables", sql: verbatimSql(text) }));
  for (const statement of group)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await database.apply([[statement]]);
}

/** All values of both tables are read, by the same engine. */
async function scan(database: Database): Promise<boolean> {
  const largest = names.map((name) => `max(${name})`).join(", ");
  const both = `select ${largest} from a union all select ${largest} from b`;
  return (await database.query(both)).count === 2;
}

async function diff(database: Database): Promise<boolean> {
  const [left, right] = [
    { database, table: "a" },
    { database, table: "b" },
  ];
  const found = await diffTables(left, right, { key: "id" });
  return found.changed + found.onlyLeft + found.onlyRight === 10 && found.method === "joined";
}

async function claim(database: Database): Promise<boolean> {
  const [left, right] = [sql`select * from a`, sql`select * from b`];
  const check = { kind: "same-rows", left, right, key: ["id"], columns: names } as const;
  return (await database.run(sameRows(check))).verdict === "fails";
}

/** Two `except all`, counted: what a claim of same rows costs without keys. */
async function except(database: Database): Promise<boolean> {
  const missing = await database.query("select count(*) from (from a except all from b)");
  const unexpected = await database.query("select count(*) from (from b except all from a)");
  return missing.count + unexpected.count === 2;
}

/** As `compare`, for what takes too long to repeat often: three interleaved rounds. */
async function race(title: string, contenders: Contenders): Promise<void> {
  const times = new Map<string, number[]>();
  for (let round = 0; round < 3; round += 1)
    for (const [name, run] of Object.entries(contenders)) {
      const start = performance.now();
      // oxlint-disable-next-line no-await-in-loop -- one at a time, or they disturb each other
      if (!(await run())) throw new Error(`${name} is wrong`);
      times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
    }
  const medians = [...times].map(
    ([name, all]) => [name, all.toSorted((a, b) => a - b)[1] ?? NaN] as const,
  );
  const first = medians[0]?.[1] ?? NaN;
  for (const [name, ms] of medians)
    // oxlint-disable-next-line no-console -- what a bench is for
    console.log(`${title}  ${name}  ${Math.round(ms)} ms  ${(ms / first).toFixed(2)}x`);
}

type Contenders = Readonly<Record<string, () => Promise<boolean>>>;

const sizes = (process.env["DX_BENCH_ROWS"] ?? "100000,1000000,10000000").split(",").map(Number);
const folder = mkdtempSync(join(tmpdir(), "dx-bench-"));
for (const rows of sizes) {
  // oxlint-disable no-await-in-loop -- one size after the other
  const database = await openDatabase(`duckdb:${join(folder, `${rows}.duckdb`)}`);
  await makeTables(database, rows);
  const title = `two tables of ${rows} rows x 9 columns, 10 differences, in DuckDB`;
  const contenders = {
    diffTables: async () => diff(database),
    "full scan of both": async () => scan(database),
    sameRows: async () => claim(database),
    "except all, both ways": async () => except(database),
  };
  await (rows < 1_000_000 ? compare(title, contenders, 1) : race(title, contenders));
  await database.close();
}
rmSync(folder, { recursive: true, force: true });
