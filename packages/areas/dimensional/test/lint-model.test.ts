import { relation, toRows } from "@dx/core";
import type { Database } from "@dx/database";
import { conduct, sql, type Sql } from "@dx/sql";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect, test } from "vitest";
import { lintModel, lintRules, type LintModelOptions } from "../src/index.ts";

const names = ["fct_sale", "dim_shop", "dim_date", "region"];
const references = [
  {
    child: "fct_sale",
    childColumns: ["shop_key"],
    parent: "dim_shop",
    parentColumns: ["shop_key"],
  },
  {
    child: "fct_sale",
    childColumns: ["back_key"],
    parent: "dim_shop",
    parentColumns: ["shop_key"],
  },
  {
    child: "fct_sale",
    childColumns: ["date_key"],
    parent: "dim_date",
    parentColumns: ["date_key"],
  },
];

async function fill(db: Database): Promise<void> {
  const twelve = Array.from({ length: 12 }, (_, at) => at);
  await db.load(
    "dim_shop",
    toRows(
      [-1, ...twelve].map((at) => ({
        shop_key: BigInt(at < 0 ? -1 : at + 1),
        code: at < 0 ? null : `s${at}`,
        "Size, m2": at < 0 ? null : 50 * (at % 3),
        lat: at + 0.5,
        region_id: 1n,
      })),
      {
        shop_key: "int64",
        code: "text",
        "Size, m2": "float64",
        lat: "float64",
        region_id: "int64",
      },
    ),
  );
  await db.load("region", [{ id: 1, name: "north" }]);
  await db.load(
    "dim_date",
    [
      { date_key: 20260101, calendar_date: "2026-01-01" },
      { date_key: 20260102, calendar_date: "2026-01-02" },
    ],
    { types: { date_key: "int32", calendar_date: "date" } },
  );
  await db.load(
    "fct_sale",
    toRows(
      twelve.map((at) => ({
        id: BigInt(at),
        shop_key: BigInt(at + 1),
        back_key: at < 6 ? -1n : 1n,
        date_key: 20260101 + (at % 2),
        receipt: `r${at}`,
        note: null,
        amount: at === 3 ? null : at,
        back_amount: at < 5 ? null : at,
      })),
      {
        id: "int64",
        shop_key: "int64",
        back_key: "int64",
        date_key: "int32",
        receipt: "text",
        note: "text",
        amount: "float64",
        back_amount: "float64",
      },
    ),
  );
}

const look = async (db: Database, options: LintModelOptions = { references }) => {
  const tables = [];
  // oxlint-disable-next-line no-await-in-loop -- one connection
  for (const name of names) tables.push({ ...(await db.describe(name)), relation: relation(name) });
  return db.run(lintModel(tables, options));
};
const told = async (db: Database, options?: LintModelOptions) =>
  (await look(db, options)).map(({ code, subject, count }) => `${code} ${subject} ${count}`);

/** What is done to the star, and what is found then. */
const damages: readonly (readonly [Sql, readonly string[], object?])[] = [
  [
    sql`update dim_shop set region_id = shop_key`,
    [],
    {
      references: [
        ...references,
        {
          child: "dim_shop",
          childColumns: ["region_id"],
          parent: "dim_shop",
          parentColumns: ["shop_key"],
        },
      ],
    },
  ],
  [
    sql`insert into dim_shop (shop_key) values (1), (1), (2), (null), (null)`,
    ["DX_DIMENSIONAL_MANY_TO_MANY dim_shop 2"],
  ],
  [
    sql`update fct_sale set shop_key = null where id < 3`,
    ["DX_DIMENSIONAL_NULL_FOREIGN_KEY fct_sale.shop_key 3"],
  ],
  [
    sql`update fct_sale set back_amount = null where id < 6`,
    ["DX_DIMENSIONAL_MIXED_GRAIN fct_sale.back_key 6"],
  ],
  [
    sql`update fct_sale set amount = 1`,
    ["DX_DIMENSIONAL_FACT_WITHOUT_DATE fct_sale 12"],
    { references: references.slice(0, 2) },
  ],
  [sql`delete from dim_shop where shop_key = -1`, ["DX_DIMENSIONAL_NO_UNKNOWN_MEMBER dim_shop 12"]],
  [sql`update dim_shop set shop_key = 99, code = ' N/A' where shop_key = -1`, []],
  [
    sql`update fct_sale set receipt = 's1'`,
    [
      "DX_DIMENSIONAL_NO_UNKNOWN_MEMBER dim_shop 13",
      "DX_DIMENSIONAL_SMART_KEY fct_sale.receipt 12",
    ],
    {
      references: [
        {
          child: "fct_sale",
          childColumns: ["receipt"],
          parent: "dim_shop",
          parentColumns: ["code"],
        },
        ...references.slice(2),
      ],
    },
  ],
  [
    sql`update dim_shop set region_id = 1`,
    [
      "DX_DIMENSIONAL_NO_UNKNOWN_MEMBER region 1",
      "DX_DIMENSIONAL_SNOWFLAKED_DIMENSION dim_shop.region_id 13",
    ],
    {
      references: [
        ...references,
        { child: "dim_shop", childColumns: ["region_id"], parent: "region", parentColumns: ["id"] },
        { child: "fct_sale", childColumns: ["id"], parent: "region", parentColumns: ["id"] },
      ],
    },
  ],
  [
    sql`update fct_sale set amount = 1`,
    ["DX_DIMENSIONAL_CENTIPEDE_FACT fct_sale 12"],
    { references, mostDimensions: 2 },
  ],
  [
    sql`update fct_sale set note = case when id = 1 then null else 'sold' end`,
    ["DX_DIMENSIONAL_TEXT_IN_FACT fct_sale.note 11"],
  ],
  [
    sql`update fct_sale set note = ${"ü".repeat(101)} where id = 1`,
    ["DX_DIMENSIONAL_TEXT_IN_FACT fct_sale.note 1"],
  ],
  [
    sql`update dim_shop set "Size, m2" = lat where shop_key > 0`,
    ['DX_DIMENSIONAL_MEASURE_IN_DIMENSION dim_shop."Size, m2" 13'],
  ],
];

forEachDatabase("a sound star breaks no rule, and each breach of each is found", async ({ db }) => {
  await fill(db);
  expect(await told(db)).toEqual([]);
  const seen = new Set<string>();
  for (const [damage, wanted, options] of damages) {
    // oxlint-disable-next-line no-await-in-loop -- each is undone before the next
    await db
      .transaction(async (inner) => {
        await inner.apply([[{ purpose: "damage", sql: damage }]]);
        expect(await told(inner, options)).toEqual(wanted);
        if (wanted[0]?.includes("MANY_TO_MANY") === true)
          expect((await look(inner))[0]?.example).toEqual({ shop_key: "1", n_rows: "3" });
        for (const one of wanted) seen.add(one.split(" ")[0] ?? "");
        throw new Error("undo");
      })
      .catch((error: unknown) => {
        if (!(error instanceof Error) || error.message !== "undo") throw error;
      });
  }
  expect([...seen].toSorted()).toEqual(
    lintRules.map(({ id }) => `DX_DIMENSIONAL_${id.toUpperCase().replaceAll("-", "_")}`).toSorted(),
  );
});

forEachDatabase(
  "declared references count, empty tables and what is no star say little",
  async ({ db }) => {
    await db.apply([
      [
        {
          purpose: "parent",
          sql: sql`create table "dim Shop" (k integer primary key, "a.b" varchar(9))`,
        },
        {
          purpose: "child",
          sql: sql`create table fct_empty (k integer references "dim Shop" (k), sold date, n integer)`,
        },
        { purpose: "loner", sql: sql`create table loner as select 1 as n` },
      ],
    ]);
    const tables = [];
    for (const name of ['"dim Shop"', "fct_empty", "loner"])
      // oxlint-disable-next-line no-await-in-loop -- one connection
      tables.push({ ...(await db.describe(name)), relation: relation(name) });
    const found = await db.run(lintModel(tables));
    expect(found.map(({ code, count }) => `${code} ${count}`)).toEqual([
      "DX_DIMENSIONAL_FACT_WITHOUT_DATE 0",
      "DX_DIMENSIONAL_NO_UNKNOWN_MEMBER 0",
    ]);
    expect(found[0]?.message).toContain("sold knows no holidays");
  },
);

const schema = (name: string, columns: readonly string[]) => ({
  relation: { kind: "relation", name } as const,
  kind: "table" as const,
  columns: columns.map((one) => ({
    name: one,
    type: {
      kind: one.endsWith("key")
        ? ("int64" as const)
        : one === "note"
          ? ("text" as const)
          : ("float64" as const),
    },
    native: "",
    nullable: true,
  })),
  uniqueKeys: [],
  foreignKeys: [],
});

forEachDialect("questions of rules are valid", async ({ check }) => {
  const tables = [
    schema("fct_sale", ["shop_key", "back_key", "amount", "note"]),
    schema("dim_shop", ["shop_key", "size", "note"]),
  ];
  let asked = 0;
  await conduct(lintModel(tables, { references }), async (questions) => {
    for (const one of questions) check(one);
    asked += questions.length;
    return Promise.resolve(questions.map(() => ({ count: 0, columns: [] })));
  });
  expect(asked).toBe(3);
});

test("a limit that is none is refused", () => {
  expect(() => lintModel([], { mostDimensions: 0 })).toThrow(
    expect.objectContaining({ code: "DX_DIMENSIONAL_OPTIONS" }),
  );
});
