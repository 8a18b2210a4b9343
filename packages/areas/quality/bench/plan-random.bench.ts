// Suites drawn at random, on a table of DuckDB and on the same rows as CSV and as Parquet, by processor time: the plan (planning included), against the better
// of one query for all aggregates with one for each other check, and one query for each check. All three must find the same. DX_ROWS,
// DX_ROUNDS and DX_SEEDS choose others.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { verbatimSql } from "@dx/sql";
import { suiteOf, type Suite } from "../src/index.ts";
import { answers, fifty, waysOf, type Ways } from "./fifty-checks.ts";
import { makeOrders } from "./make-orders.ts";

const rows = Number(process.env["DX_ROWS"] ?? 1_000_000);
const rounds = Number(process.env["DX_ROUNDS"] ?? 3);
const seeds = (process.env["DX_SEEDS"] ?? "11,22,33").split(",").map(Number);

/** Rules of which suites are drawn. */
const rules: Readonly<Record<string, readonly string[]>> = {
  order_id: [
    "not null",
    ">= 0",
    "unique",
    "min >= 0",
    "max >= 0",
    "strictly increasing by ordered_on",
  ],
  customer_id: [
    "not null",
    "references customers(id)",
    "distinct count >= 10",
    "distinct share <= 1",
    "mean >= 0",
  ],
  product_id: ["not null", "between 0 and 4999", "quantile 0.9 <= 4999", "distinct count <= 5000"],
  status: [
    "in (open, paid, sent, returned, lost)",
    "length between 4 and 8",
    "matches ^[a-z]+$",
    "not in (gone, void)",
    "determines quantity",
  ],
  country: ["not null", "in (DE, FR, US, JP, BR, IN)", "matches ^[A-Z]{2}$", "length = 2"],
  zip: ["null share <= 0.05", "matches ^[0-9]{5}$", "length = 5", "not matches ^9999"],
  phone: [
    String.raw`matches ^\+[0-9]{1,2}-[0-9]{7}$`,
    "length between 9 and 12",
    "matches -",
    "unique",
  ],
  email: [
    "matches ^[a-z0-9]+@[a-z.]+$",
    "not matches ^ | $",
    "matches example.org$",
    "distinct count >= 10",
  ],
  note: ["null share <= 0.5", "matches ^note ", "length between 6 and 8", "distinct count <= 1000"],
  price: [
    "not nan",
    "between 0 and 1000",
    "mean between 0 and 1000",
    "stddev <= 1000",
    "quantile 0.5 <= 1000",
  ],
  quantity: [
    "between 1 and 20",
    "in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)",
    "max <= 20",
  ],
  ordered_on: ["between 2024-01-01 and 2024-12-31", "<= column sent_on", "distinct count <= 366"],
};

function drawn(seed: number): Suite {
  const random = createRandom(seed);
  const all = Object.entries(rules).flatMap(([column, some]) =>
    some.map((rule) => [column, rule] as const),
  );
  const share = 0.15 + 0.7 * random.number();
  const kept = all.filter(() => random.number() < share);
  const byColumn = new Map<string, string[]>();
  for (const [column, rule] of kept) byColumn.set(column, [...(byColumn.get(column) ?? []), rule]);
  return suiteOf(`drawn with ${seed}`, { orders: Object.fromEntries(byColumn) });
}

async function leastOf(db: Database, ways: Ways): Promise<ReadonlyMap<string, number>> {
  const least = new Map<string, number>();
  let wanted: string | undefined;
  for (let round = 0; round < rounds; round += 1)
    for (const [name, ask] of Object.entries(ways)) {
      const before = process.cpuUsage();
      // oxlint-disable-next-line no-await-in-loop -- one at a time, or they disturb each other
      const found = answers(await ask(db));
      const { user, system } = process.cpuUsage(before);
      wanted ??= found;
      if (found !== wanted) throw new Error(`${name} answers otherwise:\n${found}\n---\n${wanted}`);
      least.set(name, Math.min(least.get(name) ?? Infinity, (user + system) / 1000));
    }
  return least;
}

function report(title: string, least: ReadonlyMap<string, number>): void {
  const of = (name: string): number => least.get(name) ?? Number.NaN;
  const best = Math.min(of("one query"), of("one by one"));
  const line = {
    title,
    plannedMs: Math.round(of("planned")),
    oneQueryMs: Math.round(of("one query")),
    oneByOneMs: Math.round(of("one by one")),
    ofBest: Number((of("planned") / best).toFixed(2)),
    ofOneByOne: Number((of("planned") / of("one by one")).toFixed(2)),
  };
  // oxlint-disable-next-line no-console -- a bench prints
  console.log(JSON.stringify(line));
  appendFileSync(".cache/bench.jsonl", `${JSON.stringify(line)}\n`);
}

mkdirSync(".cache", { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "dx-bench-"));
const db = await openDatabase("duckdb:");
const say = async (text: string): Promise<unknown> =>
  db.apply([[{ purpose: "bench", sql: verbatimSql(text) }]]);
try {
  await say(makeOrders(rows));
  await say(`create or replace table customers as select i as id from range(${rows}) as r(i)`);
  const suites = [...seeds.map(drawn), fifty];
  /* oxlint-disable no-await-in-loop -- one at a time */
  for (const suite of suites)
    report(
      `${suite.name}: ${suite.checks.length} checks, ${rows} rows`,
      await leastOf(db, waysOf(suite)),
    );
  const [csv, parquet] = [join(folder, "orders.csv"), join(folder, "orders.parquet")];
  await say(`copy orders to '${csv}' (header)`);
  await say(`copy orders to '${parquet}'`);
  await say("drop table orders");
  const views = {
    CSV: `read_csv('${csv}', header = true, all_varchar = false, types = {'zip': 'varchar'})`,
    Parquet: `read_parquet('${parquet}')`,
  };
  for (const [name, from] of Object.entries(views)) {
    await say(`create or replace view orders as select * from ${from}`);
    for (const suite of suites)
      report(
        `${suite.name}: ${suite.checks.length} checks, ${rows} rows of ${name}`,
        await leastOf(db, waysOf(suite)),
      );
  }
  /* oxlint-enable no-await-in-loop */
} finally {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
}
