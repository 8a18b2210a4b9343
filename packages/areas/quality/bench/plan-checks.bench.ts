// The checks of a suite of fifty, three ways by turns: by the plan (planning included), in one query of all aggregates and one for
// each other check, and in one query for each check. All three must find the same. DX_ROWS and DX_ROUNDS choose more.
import { appendFileSync, mkdirSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type { Rows } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { identifier, inquire, sql, verbatimSql, type Sql } from "@dx/sql";
import type { CheckResult, Suite } from "../src/index.ts";
import { askChecks, suiteOf } from "../src/index.ts";
import { findTables, type FoundTables } from "../src/evaluate/column-types.ts";
import { countForm } from "../src/evaluate/count-form.ts";
import { fromTable } from "../src/evaluate/from-table.ts";
import { isCounted, naiveForm, typesOf } from "../src/evaluate/naive-form.ts";
import { makeOrders } from "./make-orders.ts";

const rows = Number(process.env["DX_ROWS"] ?? 2_000_000);
const rounds = Number(process.env["DX_ROUNDS"] ?? 3);
const suite: Suite = suiteOf("orders", {
  orders: {
    order_id: ["not null", ">= 0", "unique", "min >= 0"],
    customer_id: ["not null", ">= 0", "references customers(id)", "distinct count >= 10"],
    product_id: ["not null", "between 0 and 4999", "max <= 4999"],
    status: [
      "not null",
      "in (open, paid, sent, returned, lost)",
      "length between 4 and 8",
      "distinct count <= 5",
    ],
    country: [
      "not null",
      "in (DE, FR, US, JP, BR, IN)",
      "matches ^[A-Z]{2}$",
      "distinct count <= 10",
    ],
    zip: ["null share <= 0.05", "matches ^[0-9]{5}$", "length = 5"],
    phone: ["not null", String.raw`matches ^\+[0-9]{1,2}-[0-9]{7}$`, "length between 9 and 12"],
    email: ["not null", "matches ^[a-z0-9]+@[a-z.]+$", "not matches ^ | $"],
    note: ["null share <= 0.5", "matches ^note ", "length between 6 and 8"],
    price: [
      "not null",
      "not nan",
      "between 0 and 1000",
      "mean between 0 and 1000",
      "stddev <= 1000",
      "sum >= 0",
    ],
    quantity: ["not null", "between 1 and 20", "mean between 1 and 20", "max <= 20"],
    discount: ["not null", "between 0 and 1", "max <= 1"],
    ordered_on: ["not null", "between 2024-01-01 and 2024-12-31", "<= column sent_on"],
    sent_on: ["not null", "between 2024-01-01 and 2025-12-31"],
    is_gift: ["not null"],
  },
});

type Asking = Generator<readonly Sql[], readonly CheckResult[], readonly Rows[]>;

function* alone(tables: FoundTables, checks: Suite["checks"]): Asking {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const { query, read } = naiveForm(check, tables);
    const [found] = yield [query];
    results.push(read(found ?? { count: 0, columns: [] }, ""));
  }
  return results;
}

function* oneByOne(): Asking {
  return yield* alone(yield* findTables(suite), suite.checks);
}

function* inOneQuery(): Asking {
  const tables = yield* findTables(suite);
  const options = { typeOf: typesOf(tables.get("orders")), lowered: false };
  const counted = suite.checks.filter((check) => isCounted(check));
  const forms = counted.map((check) => countForm(check, options));
  const places = new Map<string, number>();
  const asked = forms.flatMap((form) => form.asked);
  for (const one of asked) {
    const key = JSON.stringify(one);
    if (!places.has(key)) places.set(key, places.size);
  }
  const distinct = [...new Map(asked.map((one) => [JSON.stringify(one), one])).values()];
  const named = distinct.map((one, index) => sql`${one} as ${identifier(`f_${index}`)}`);
  const [found] = yield [sql`select ${named} ${fromTable({ table: "orders" })}`];
  const results = forms.map((form) =>
    form.judge(
      form.asked.map((one) => found?.columns[places.get(JSON.stringify(one)) ?? -1]),
      { how: "scanned", sql: "" },
    ),
  );
  const others = suite.checks.filter((check) => !isCounted(check));
  return [...results, ...(yield* alone(tables, others))];
}

const ways = {
  planned: async (db: Database) =>
    (
      await db.run(
        askChecks(suite, {
          at: "2025-01-01",
          dialect: db.dialect,
          withSql: false,
          withFailingRows: false,
        }),
      )
    ).results,
  "one query": async (db: Database) => db.run(inquire("one query", inOneQuery)),
  "one by one": async (db: Database) => db.run(inquire("one by one", oneByOne)),
};

function answers(results: readonly CheckResult[]): string {
  const told = results.map(({ id, outcome, observed, failed, considered }) =>
    [id, outcome, observed?.toPrecision(9), failed, considered].join(" "),
  );
  return told.toSorted().join("\n");
}

const least = (values: readonly number[]): number => Math.min(...values);
const db = await openDatabase("duckdb:");
for (const text of [
  makeOrders(rows),
  `create or replace table customers as select i as id from range(${rows}) as r(i)`,
])
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  await db.apply([[{ purpose: "bench", sql: verbatimSql(text) }]]);
const spent: Record<string, { wall: number; cpu: number }[]> = {};
let wanted: string | undefined;
for (let round = 0; round < rounds; round += 1)
  for (const [name, ask] of Object.entries(ways)) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    // oxlint-disable-next-line no-await-in-loop -- one at a time, or they disturb each other
    const found = answers(await ask(db));
    const { user, system } = process.cpuUsage(before);
    wanted ??= found;
    if (found !== wanted) throw new Error(`${name} answers otherwise:\n${found}\n---\n${wanted}`);
    spent[name] = [
      ...(spent[name] ?? []),
      { wall: performance.now() - start, cpu: (user + system) / 1000 },
    ];
  }
const { engine } = db;
await db.close();
const of = (name: string, what: "wall" | "cpu"): number =>
  least((spent[name] ?? []).map((one) => one[what]));
mkdirSync(".cache", { recursive: true });
for (const name of Object.keys(ways)) {
  const line = {
    title: `${suite.checks.length} checks, ${rows} rows, ${engine.name} ${engine.version}: ${name}`,
    wallMs: Math.round(of(name, "wall")),
    processorMs: Math.round(of(name, "cpu")),
    ratio: Number((of(name, "cpu") / of("planned", "cpu")).toFixed(2)),
  };
  // oxlint-disable-next-line no-console -- a bench prints
  console.log(
    `${line.title}  ${line.wallMs} ms, ${line.processorMs} ms of processors, ${line.ratio}x planned`,
  );
  appendFileSync(".cache/bench.jsonl", `${JSON.stringify(line)}\n`);
}
