import { openDatabase } from "@dx/database";
import { sql, verbatimSql } from "@dx/sql";
import { expect, test } from "vitest";
import { impactOf, type SchemaChange } from "../src/index.ts";
import { parser, sources } from "./shop.ts";

const scripts = [
  "create table stage as select id, price, customer_id from orders",
  "create view wide as select * from orders",
  "create table named as select o.id, name from orders o join customers c on c.id = o.customer_id",
  "create table counted as select count(*) as n from orders where status = 'a'",
  "create table target (a integer, b varchar, c varchar); insert into target select * from customers",
  "create table joined as select id from stage union all select id from wide",
  "create view top as select price from wide",
  "create table mails as select distinct email from customers",
];
const names = [
  "stage",
  "wide",
  "named",
  "counted",
  "target",
  "fills target",
  "joined",
  "top",
  "mails",
];

const verdictsOf = (change: SchemaChange): Readonly<Record<string, string>> => {
  const { statements } = impactOf(parser, sources(scripts), change);
  return Object.fromEntries(statements.map(({ verdict }, index) => [names[index] ?? "", verdict]));
};

/** The changes, and the statement that makes each. */
const changes: readonly (readonly [SchemaChange, ReturnType<typeof sql>])[] = [
  [
    { kind: "drop-column", table: "orders", column: "price" },
    sql`alter table orders drop column price`,
  ],
  [
    { kind: "drop-column", table: "orders", column: "status" },
    sql`alter table orders drop column status`,
  ],
  [
    { kind: "drop-column", table: "customers", column: "email" },
    sql`alter table customers drop column email`,
  ],
  [
    { kind: "rename-column", table: "orders", column: "customer_id", to: "buyer" },
    sql`alter table orders rename column customer_id to buyer`,
  ],
  [
    { kind: "rename-column", table: "orders", column: "price", to: "name" },
    sql`alter table orders rename column price to name`,
  ],
  [
    { kind: "add-column", table: "orders", column: "name", type: "varchar" },
    sql`alter table orders add column name varchar`,
  ],
  [
    { kind: "add-column", table: "customers", column: "note", type: "varchar" },
    sql`alter table customers add column note varchar`,
  ],
  [
    { kind: "change-type", table: "orders", column: "price", type: "bigint" },
    sql`alter table orders alter column price type bigint`,
  ],
  [{ kind: "drop-table", table: "customers" }, sql`drop table customers`],
];

test.each(changes)(
  "of %j, what is broken fails, and what is safe gives the same rows",
  async (change, alter) => {
    const db = await openDatabase("duckdb:");
    try {
      const look = async (isDone: boolean, target = "") =>
        isDone ? db.query(`select * from "${target}" order by all`) : undefined;
      const run = async (isChanged: boolean): Promise<readonly (string | undefined)[]> => {
        const make = [
          sql`create table orders as select i as id, i % 3 as customer_id, i * 7 as price, 'a' as status from range(9) t(i)`,
          sql`create table customers as select i as id, 'n' || i as name, 'e' || i as email from range(3) t(i)`,
          ...(isChanged ? [alter] : []),
        ];
        await db.apply([make.map((one) => ({ purpose: "make", sql: one }))]);
        const { statements } = parser.parse(scripts.join(";"), { dialect: "duckdb" });
        const seen: (string | undefined)[] = [];
        for (const { text, tree } of statements) {
          const target =
            "target" in tree && tree.target !== null && "parts" in tree.target
              ? tree.target.parts[0]?.name
              : undefined;
          // oxlint-disable-next-line no-await-in-loop -- in their order
          const isDone = await db.apply([[{ purpose: "run", sql: verbatimSql(text) }]]).then(
            () => true,
            () => false,
          );
          // oxlint-disable-next-line no-await-in-loop -- as above
          const rows = await look(isDone, target);
          seen.push(
            rows === undefined
              ? undefined
              : JSON.stringify([
                  rows.columns.map(({ name }) => name),
                  rows.columns.map((one) => [...one.values].map(String)),
                ]),
          );
        }
        // oxlint-disable-next-line no-await-in-loop -- as above
        await db.apply([
          ["stage", "named", "counted", "target", "joined", "mails", "orders", "customers"].map(
            (one) => ({ purpose: "end", sql: verbatimSql(`drop table if exists ${one} cascade`) }),
          ),
          ["top", "wide"].map((one) => ({
            purpose: "end",
            sql: verbatimSql(`drop view if exists ${one}`),
          })),
        ]);
        return seen;
      };
      const before = await run(false);
      const after = await run(true);
      const verdicts = impactOf(parser, sources(scripts), change).statements.map(
        ({ verdict }) => verdict,
      );
      expect(before).not.toContain(undefined);
      const wrong = verdicts.flatMap((verdict, index) => {
        const isWrong =
          (verdict === "broken" && after[index] !== undefined) ||
          (verdict !== "broken" && after[index] === undefined) ||
          (verdict === "safe" && after[index] !== before[index]);
        return isWrong
          ? [`${names[index]}: ${verdict}, but ${before[index]} became ${after[index]}`]
          : [];
      });
      expect(wrong).toEqual([]);
    } finally {
      await db.close();
    }
  },
);

test("verdicts are not all alike", () => {
  expect(verdictsOf({ kind: "drop-column", table: "orders", column: "price" })).toEqual({
    stage: "broken",
    wide: "affected",
    named: "safe",
    counted: "safe",
    target: "safe",
    "fills target": "safe",
    joined: "broken",
    top: "broken",
    mails: "safe",
  });
  expect(
    verdictsOf({ kind: "add-column", table: "orders", column: "name", type: "varchar" }),
  ).toMatchObject({
    named: "broken",
    wide: "affected",
    stage: "safe",
    top: "safe",
  });
  expect(
    verdictsOf({ kind: "add-column", table: "customers", column: "note", type: "varchar" }),
  ).toMatchObject({
    "fills target": "broken",
    named: "safe",
    mails: "safe",
  });
  expect(
    verdictsOf({ kind: "change-type", table: "orders", column: "price", type: "bigint" }),
  ).toMatchObject({
    stage: "affected",
    top: "affected",
    counted: "safe",
  });
});

test("the reason names the place in the script", () => {
  const { statements, brokenTables, affectedTables } = impactOf(parser, sources(scripts), {
    kind: "drop-column",
    table: "orders",
    column: "price",
  });
  expect(statements[0]?.reasons).toEqual([
    {
      message: expect.stringContaining("price"),
      span: { start: 33, end: 38, line: 1, column: 34 },
    },
  ]);
  expect(statements[6]?.reasons).toEqual([
    { message: "stage is not there any more", span: expect.objectContaining({ line: 1 }) },
  ]);
  expect([...brokenTables].toSorted()).toEqual(["joined", "stage", "top"]);
  expect(affectedTables).toEqual(["wide"]);
});

test("a change of a table that a script makes is made behind it", () => {
  expect(verdictsOf({ kind: "drop-column", table: "stage", column: "id" })).toMatchObject({
    stage: "safe",
    joined: "broken",
    wide: "safe",
  });
});

test("a change of what is not there is refused, with the nearest name", () => {
  const impact = (change: SchemaChange) => (): unknown =>
    impactOf(parser, sources(scripts), change);
  expect(impact({ kind: "drop-column", table: "orders", column: "prize" })).toThrow(
    /did you mean price/,
  );
  expect(impact({ kind: "drop-table", table: "order" })).toThrow(/did you mean orders/);
  expect(impact({ kind: "rename-column", table: "orders", column: "price", to: "status" })).toThrow(
    /already/,
  );
});
