import type { Rows } from "@dx/core";
import type { Database } from "@dx/database";
import { identifier, inquire, sql, type Sql } from "@dx/sql";
import type { CheckResult, Suite } from "../src/index.ts";
import { askChecks, suiteOf } from "../src/index.ts";
import { findTables, type FoundTables } from "../src/evaluate/column-types.ts";
import { countForm } from "../src/evaluate/count-form.ts";
import { fromTable } from "../src/evaluate/from-table.ts";
import { isCounted, naiveForm, typesOf } from "../src/evaluate/naive-form.ts";

/** Fifty checks of fifteen columns. */
export const fifty: Suite = suiteOf("orders", {
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

function* oneByOne(suite: Suite): Asking {
  return yield* alone(yield* findTables(suite), suite.checks);
}

function* inOneQuery(suite: Suite): Asking {
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

/** Ways to find out the same. */
export type Ways = Readonly<Record<string, (db: Database) => Promise<readonly CheckResult[]>>>;

/** Three ways to find out the checks of a suite on `orders`. */
export const waysOf = (suite: Suite): Ways => ({
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
  "one query": async (db: Database) => db.run(inquire("one query", () => inOneQuery(suite))),
  "one by one": async (db: Database) => db.run(inquire("one by one", () => oneByOne(suite))),
});

/** Those of the fifty checks. */
export const ways: Ways = waysOf(fifty);

/** What was found, in one text for all ways. */
export function answers(results: readonly CheckResult[]): string {
  const told = results.map(({ id, outcome, observed, failed, considered }) =>
    [id, outcome, observed?.toPrecision(9), failed, considered].join(" "),
  );
  return told.toSorted().join("\n");
}
