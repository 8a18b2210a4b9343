import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatValue } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { sql, type Sql } from "@dx/sql";
import { testWithPostgres } from "@dx/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runDx, type Given, type Said } from "./run-dx.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const dx = async (args: readonly string[], given?: Given): Promise<Said> =>
  runDx(folder, args, given);

const sales = Array.from({ length: 60 }, (_, at) => ({
  sale_id: at + 1,
  shop_key: (at % 12) + 1,
  sold_on: `2024-0${1 + (at % 2)}-10`,
  amount: at * 2,
  unit_price: at,
  note: `n${at}`,
}));

/** Twelve versions of six shops, of which the even ones are today's. */
const shops = Array.from({ length: 12 }, (_, at) => ({
  shop_key: at + 1,
  shop_code: `s${Math.floor(at / 2)}`,
  city: `c${at % 5}`,
  is_current: at % 2 === 1,
}));

async function fill(db: Database): Promise<void> {
  const types = {
    sale_id: "int64",
    shop_key: "int64",
    amount: "int64",
    unit_price: "int64",
  } as const;
  await db.load("fct_sale", sales, { types: { ...types, sold_on: "date" } });
  await db.load("dim_shop", shops, { types: { shop_key: "int64" } });
}

async function rowOf(db: Database, asked: Sql): Promise<readonly (string | null)[]> {
  return (await db.query(asked)).columns.map((column) => formatValue(column, 0));
}

const star = ["--fact", "fct_sale"];
const joined = [...star, "--join", "shop_key=dim_shop.shop_key", "--key", "sale_id"];

test("dx obt finds a star by its data, shows the SQL, makes the table, and shows that it keeps its grain", async () => {
  const url = `duckdb:${join(folder, "shop.duckdb")}`;
  const db = await openDatabase(url);
  await fill(db);
  await db.close();
  const plan = await dx(["obt", "plan", "--db", url, ...star]);
  expect(plan.stderr).toContain("obt_sale: one row for each sale_id");
  expect(plan.stderr).toContain("sale_id tells its 60 rows apart, as the data show");
  expect(plan.stderr).toContain(
    "shop_key names dim_shop, as shop: the version that the fact names",
  );
  expect(plan.stderr).toContain("amount is summed: a number that is no key; nobody has said so");
  expect(plan.stderr).toContain(
    "unit_price is kept as it is, and not summed: by its name it is a rate",
  );
  expect(plan.stdout).toContain('"shop_city"');
  const snowflake = await dx(["obt", "plan", "--db", url, ...joined, "--dialect", "snowflake"]);
  expect(snowflake.stdout).toContain('"SHOP_CITY"');
  const built = await dx([
    ..."obt build --current-only --json --without fct_sale.note".split(" "),
    ...star,
    "--db",
    url,
    "--filter",
    "amount > 0",
    "--calculate",
    "half=amount / 2",
  ]);
  expect(built).toMatchObject({
    status: 0,
    lines: [{ exit: 0, table: "obt_sale", grain: ["sale_id"], summary: { fails: 0, unknown: 0 } }],
  });
  const after = await openDatabase(url);
  // The sale 1 is of the version 1 of s0, whose today's version is 2, of city c1; the sale of amount 0 is left out.
  expect(
    await rowOf(
      after,
      sql`select count(*), max(case when sale_id = 13 then shop_city end), max(half) from obt_sale`,
    ),
  ).toEqual(["59", "c1", "59"]);
  const columns = (await after.describe("obt_sale")).columns.map(({ name }) => name);
  expect(columns.join(" ")).toBe(
    "sale_id shop_key sold_on shop_code shop_city amount unit_price half",
  );
  // A table that others made stays.
  await after.load("mine", [{ a: 1 }]);
  await after.apply([
    [{ purpose: "double", sql: sql`insert into dim_shop values (2, 's0', 'c1', true)` }],
  ]);
  await after.close();
  const stranger = await dx(["obt", "build", "--db", url, ...joined, "--into", "mine"]);
  expect(stranger).toMatchObject({ status: 2 });
  expect(stranger.stderr).toContain("mine is there, and was not made by dx");
  // A member that is there twice doubles facts: the claims fail, and so does the command.
  const doubled = await dx(["obt", "build", "--db", url, ...joined]);
  expect(doubled.status).toBe(1);
  expect(doubled.stdout).toMatch(/fails {3}Each row of fct_sale is in obt_sale exactly once\./);
  expect(doubled.stdout).toMatch(/\d+ hold, \d+ fail \(obt\.grain\.every-fact, obt\.grain\.unique/);
});

test("dx obt reads files, makes months of them, and says what a table would be worth", async () => {
  const csv = (rows: readonly Record<string, unknown>[]): string =>
    [Object.keys(rows[0] ?? {}).join(","), ...rows.map((row) => Object.values(row).join(","))].join(
      "\n",
    );
  writeFileSync(join(folder, "sales.csv"), csv(sales));
  writeFileSync(join(folder, "shops.csv"), csv(shops));
  const files = ["--file", "fct_sale=sales.csv", "--file", "dim_shop=shops.csv"];
  const worth = await dx(["obt", "measure", ...files, ...joined, "--rounds", "1", "--json"]);
  expect(worth).toMatchObject({
    status: 0,
    lines: [{ exit: 0, rows: 60, rounds: 1, questions: [{ title: "amount by shop_code" }] }],
  });
  expect(String(worth.lines[0]?.["advice"])).toMatch(/^It (saves|is not worth it)/);
  const months = [
    "--aggregation-level",
    "monthly",
    "--without",
    "shop_code",
    "--db",
    "duckdb:wide.duckdb",
  ];
  const built = await dx(["obt", "build", ...files, ...joined, ...months]);
  expect(built.status).toBe(0);
  expect(built.stderr).toContain("unit_price is left out: by its name it is a rate");
  const db = await openDatabase(`duckdb:${join(folder, "wide.duckdb")}`);
  // Each month has sales of the six odd or even versions, of five cities; 2 * (0 + ... + 59) is 3540.
  expect(await rowOf(db, sql`select count(*), sum(amount), sum(row_count) from obt_sale`)).toEqual([
    "10",
    "3540",
    "60",
  ]);
  await db.close();
  const again = await dx(["obt", "build", ...files, ...joined, ...months]);
  expect(again.status).not.toBe(0);
});

test("dx obt says what is missing, before anything is made", async () => {
  const url = `duckdb:${join(folder, "shop.duckdb")}`;
  const db = await openDatabase(url);
  await fill(db);
  await db.close();
  const cases: readonly (readonly [args: readonly string[], error: string])[] = [
    [["make", "--db", url, ...joined], "write dx obt plan, build, measure"],
    [["plan", "--db", url], "--fact is missing"],
    [["plan", ...joined], "--db is missing"],
    [["build", ...joined, "--file", "a=b.csv"], "--db is missing"],
    [["plan", "--db", url, ...joined, "--file", "a=b.csv"], "leave --db out"],
    [["plan", "--db", url, "--fact", "fct_sales"], "fct_sale"],
    [["plan", "--db", url, "--fact", "dim_shop"], "nothing says which dimensions dim_shop has"],
    [
      ["plan", "--db", url, ...star, "--join", "shop_keys=dim_shop.shop_key"],
      "did you mean shop_key?",
    ],
    [["plan", "--db", url, ...star, "--join", "shop_key=dim_shop"], "write --join"],
    [
      ["plan", "--db", url, ...joined, "--aggregation-level", "hourly"],
      "write detail, daily, monthly",
    ],
    [["plan", "--db", url, ...joined, "--time", "sold_on"], "--time is for days and months"],
    [["plan", "--db", url, ...joined, "--measure", "amount=avg"], "write --measure amount=sum"],
    [["plan", "--db", url, ...joined, "--measure", "amount=last"], "write --measure amount=sum"],
    [["plan", "--db", url, ...joined, "--calculate", "x=amont + 1"], "did you mean amount?"],
    [["plan", "--db", url, ...joined, "--filter", "amount >"], "DX_OBT_FORMULA"],
    [["plan", "--db", url, ...joined, "--without", "citty"], "did you mean city?"],
    [["plan", "--db", url, ...joined, "--dialect", "snowflak"], "did you mean snowflake?"],
    [["build", "--db", url, ...joined, "--dialect", "snowflake"], "--dialect is for dx obt plan"],
    [["plan", "--db", url, ...joined, "--rounds", "2"], "--rounds is for dx obt measure"],
    [
      ["plan", "--db", url, ...joined, "--business-key", "dim_shop=city"],
      "write --current-only too",
    ],
    [
      ["plan", "--db", url, ...joined, "--current-only", "--business-key", "x=city"],
      "no dimension",
    ],
    [
      ["plan", "--db", url, ...joined, "--current-only", "--business-key", "dim_shop=cit"],
      "did you mean city?",
    ],
    [["measure", "--db", url, ...joined, "--filter", "amount > 1"], "no everyday questions"],
  ];
  for (const [args, error] of cases) {
    // oxlint-disable-next-line no-await-in-loop -- commands run in one folder
    const said = await dx(["obt", ...args]);
    expect([args, said.stderr, said.status]).toEqual([args, expect.stringContaining(error), 2]);
  }
  const after = await openDatabase(url, { readOnly: true });
  expect((await after.tables()).map(({ name }) => name).toSorted()).toEqual([
    "dim_shop",
    "fct_sale",
  ]);
  await after.close();
});

testWithPostgres(
  "dx obt goes by declared keys in Postgres, and leaves nothing of what it measures",
  async ({ postgresUrl }) => {
    const db = await openDatabase(postgresUrl);
    await fill(db);
    await db.apply([
      [
        { purpose: "key", sql: sql`alter table dim_shop add primary key (shop_key)` },
        { purpose: "key", sql: sql`alter table fct_sale add primary key (sale_id)` },
        {
          purpose: "reference",
          sql: sql`alter table fct_sale add foreign key (shop_key) references dim_shop (shop_key)`,
        },
      ],
    ]);
    const env = { DX_CANARY_URL: postgresUrl };
    const at = ["--db", "env:DX_CANARY_URL", ...star];
    const worth = await dx(["obt", "measure", ...at, "--rounds", "1"], { env });
    expect(worth.stdout).toMatch(/^amount by shop_code: .* ms on the star/);
    expect((await db.tables()).map(({ name }) => name).toSorted()).toEqual([
      "dim_shop",
      "fct_sale",
    ]);
    const built = await dx(["obt", "build", ...at, "--current-only"], { env });
    expect(built.stdout).toMatch(/(\d+) hold, 0 fail, 0 unknown\n$/);
    expect(built.status).toBe(0);
    await db.close();
  },
);
