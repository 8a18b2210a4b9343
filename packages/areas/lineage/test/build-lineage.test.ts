import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { buildLineage, composeKinds, type EdgeKind } from "../src/index.ts";
import { edgeTexts, lineageOf, parser, schema, sources } from "./shop.ts";

const tableTexts = (scripts: readonly string[]): readonly string[] =>
  lineageOf(scripts)
    .tableEdges.map(({ from, to }) => `${from}>${to}`)
    .toSorted();

test("tables that a script makes are known to those behind it, through `*` too", () => {
  const lineage = lineageOf([
    "create table stage as select * exclude (status) from orders",
    "create view mart as select s.*, c.name from stage s join customers c on c.id = s.customer_id",
  ]);
  expect(edgeTexts(lineage)).toEqual([
    "customers.id join mart",
    "customers.name identity mart.name",
    "orders.customer_id identity stage.customer_id",
    "orders.id identity stage.id",
    "orders.price identity stage.price",
    "stage.customer_id identity mart.customer_id",
    "stage.customer_id join mart",
    "stage.id identity mart.id",
    "stage.price identity mart.price",
  ]);
  expect(lineage.tables.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
    "source orders",
    "source customers",
    "table stage",
    "view mart",
  ]);
  expect(lineage.findings).toEqual([]);
});

test("a temporary table is taken out; each reader sees what was in it then", () => {
  const script = `create temp table t as select price from orders where status = 'a';
    create table first as select price + 1 as p from t;
    drop table t;
    create temporary table t as select id from customers;
    create table second as select max(id) as m from t;
    insert into t select customer_id from orders;
    create table third as select * from t;`;
  const lineage = lineageOf([script]);
  expect(edgeTexts(lineage)).toEqual([
    "customers.id aggregation second.m",
    "customers.id identity third.id",
    "orders.customer_id identity third.id",
    "orders.price transformation first.p",
    "orders.status filter first",
  ]);
  expect(lineage.edges[0]).toMatchObject({ via: ["t"], statement: 1 });
  expect(lineage.tables.map(({ name }) => name)).not.toContain("t");
  expect(tableTexts([script])).toEqual([
    "customers>second",
    "customers>third",
    "orders>first",
    "orders>third",
  ]);
});

test("temporary tables end with their script, and T-SQL's are known by their sign", () => {
  const two = [
    "create temp table t as select id from orders",
    "create table u as select id from t",
  ];
  expect(edgeTexts(lineageOf(two))).toEqual(["t.id identity u.id"]);
  const tsql = "select id into #t from customers; select id as x into kept from #t";
  expect(edgeTexts(lineageOf([tsql], "tsql"))).toEqual(["customers.id identity kept.x"]);
});

test("a table that is made under another name and renamed is known by its last name", () => {
  const lineage = lineageOf([
    "create table mart__new as select id, price from orders where price > 0; alter table mart__new rename to mart",
    "create view top as select id from mart",
  ]);
  expect(edgeTexts(lineage)).toEqual([
    "mart.id identity top.id",
    "orders.id identity mart.id",
    "orders.price filter mart",
    "orders.price identity mart.price",
  ]);
  expect(lineage.tables.map(({ name }) => name)).toEqual(["orders", "customers", "mart", "top"]);
});

test("inserts, updates, merges and deletes fill the table that is there", () => {
  const lineage = lineageOf([
    `create table stock (id integer, amount integer);
     insert into stock select id, price from orders;
     update stock set amount = amount + 1 where id > 3;
     delete from stock using customers c where c.id = stock.id`,
  ]);
  expect(edgeTexts(lineage)).toEqual(
    expect.arrayContaining([
      "orders.id identity stock.id",
      "orders.price identity stock.amount",
      "stock.amount transformation stock.amount",
      "stock.id filter stock",
      "customers.id filter stock",
    ]),
  );
  expect(lineage.tables.find(({ name }) => name === "stock")).toEqual({
    name: "stock",
    kind: "table",
    columns: [
      { name: "id", type: expect.stringMatching(/^int/) },
      { name: "amount", type: expect.stringMatching(/^int/) },
    ],
  });
});

test("a broken statement loses itself alone, and says where", () => {
  const lineage = lineageOf([
    "create table a as select id from orders;\nselect from where;\ncreate table b as select id from a",
  ]);
  expect(edgeTexts(lineage)).toEqual(["a.id identity b.id", "orders.id identity a.id"]);
  expect(lineage.findings).toHaveLength(1);
  expect(lineage.findings[0]).toMatchObject({
    subject: "0.sql",
    severity: "error",
    example: { line: 2 },
  });
});

test("without a schema, `*` is an edge of its own; with it, all columns are there", () => {
  const script = {
    kind: "script",
    name: "s",
    sql: "create table a as select * from somewhere",
    dialect: "duckdb",
  } as const;
  expect(edgeTexts(buildLineage(parser, [script]))).toEqual(["somewhere.* identity a.*"]);
  const tables = {
    kind: "tables",
    dialect: "duckdb",
    schema: { somewhere: { x: "int" } },
  } as const;
  expect(edgeTexts(buildLineage(parser, [script, tables]))).toEqual(["somewhere.x identity a.x"]);
});

test("names are folded as the dialect does, and columns in quotes stay apart", () => {
  const sql =
    'create table "Mart" as select ID as "Id", id as low from ORDERS; create view v as select "Id", LOW from "Mart"';
  const tables = { orders: { id: "integer" } };
  const lineage = buildLineage(parser, sources([sql], { dialect: "postgres", tables }));
  expect(edgeTexts(lineage)).toEqual([
    '"Mart"."Id" identity v."Id"',
    '"Mart".low identity v.low',
    'orders.id identity "Mart"."Id"',
    'orders.id identity "Mart".low',
  ]);
});

test("edges that are given by hand are there, with their tables", () => {
  const given = {
    kind: "edges",
    name: "dashboard",
    edges: [
      { from: { table: "mart", column: "total" }, to: { table: "board", column: "revenue" } },
    ],
  } as const;
  const lineage = buildLineage(parser, [
    ...sources(["create table mart as select sum(price) as total from orders"]),
    given,
  ]);
  expect(edgeTexts(lineage)).toContain("mart.total transformation board.revenue");
  expect(lineage.edges.at(-1)).toMatchObject({ reason: "given", statement: null, span: null });
  expect(lineage.tableEdges).toContainEqual({ from: "mart", to: "board", statements: [] });
  expect(lineage.findings).toEqual([]);
});

test("influences on rows, on tables alone and on exposures are given by hand; a wrong column is said", () => {
  const from = { table: "orders", column: "prise" };
  const lineage = buildLineage(parser, [
    {
      kind: "edges",
      name: "board",
      edges: [{ from, to: { table: "board", column: "x" }, kind: "identity", isMasking: true }],
      rows: [{ from: { table: "orders", column: "status" }, to: "board", kind: "filter" }],
      tableEdges: [{ from: "customers", to: "board" }],
      fills: "exposures",
    },
    ...sources([]),
  ]);
  expect(edgeTexts(lineage)).toEqual([
    "orders.prise identity masked board.x",
    "orders.status filter board",
  ]);
  expect(lineage.tableEdges.map((one) => one.from).toSorted()).toEqual(["customers", "orders"]);
  expect(lineage.tables.find(({ name }) => name === "board")?.kind).toBe("exposure");
  expect(lineage.findings).toMatchObject([
    { code: "DX_LINEAGE_GIVEN_COLUMN", message: expect.stringContaining("did you mean price?") },
  ]);
});

test("a table that fills itself, and two views of each other, hang nothing", () => {
  const lineage = lineageOf([
    "create table a as select x from b",
    "create or replace table b as select x from a",
  ]);
  expect(edgeTexts(lineage)).toEqual(["a.x identity b.x", "b.x identity a.x"]);
});

const kinds: readonly EdgeKind[] = [
  "identity",
  "transformation",
  "aggregation",
  "join",
  "filter",
  "group-by",
  "sort",
  "window",
  "conditional",
];

test("kinds compose alike however the steps are taken together", () => {
  const kind = fc.constantFrom(...kinds);
  fc.assert(
    fc.property(kind, kind, kind, (a, b, c) => {
      expect(composeKinds(composeKinds(a, b), c)).toBe(composeKinds(a, composeKinds(b, c)));
    }),
    budget(50, 100),
  );
});

const read = fc.constantFrom("orders", "customers", "t0", "t1", "t2");
const statement = fc
  .record({
    into: fc.constantFrom("t0", "t1", "t2", "t3"),
    from: read,
    other: read,
    temp: fc.boolean(),
    form: fc.constantFrom("all", "join", "union", "sub", "insert"),
  })
  .map(({ into, from, other, temp, form }) => {
    if (form === "insert") return `insert into ${into} (id) select id from ${from}`;
    const make = `create or replace ${temp ? "temp " : ""}table ${into} as`;
    if (form === "all") return `${make} select * from ${from}`;
    if (form === "join")
      return `${make} select a.id, b.id as other from ${from} a join ${other} b on a.id = b.id`;
    if (form === "union") return `${make} select id from ${from} union all select id from ${other}`;
    return `${make} select id from ${from} where id in (select id from ${other})`;
  });

test("edges of tables contain those of columns, and no temporary table is left", () => {
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 8 }), (statements) => {
      const lineage = buildLineage(parser, sources([statements.join(";\n")]));
      const known = new Set(lineage.tableEdges.map(({ from, to }) => `${from}>${to}`));
      const projected = [
        ...lineage.edges.map(({ from, to }) => `${from.table}>${to.table}`),
        ...lineage.rows.map(({ from, to }) => `${from.table}>${to}`),
      ];
      expect(projected.filter((one) => !known.has(one))).toEqual([]);
      const tables = new Set(lineage.tables.map(({ name }) => name));
      const ends = lineage.tableEdges.flatMap(({ from, to }) => [from, to]);
      expect(ends.filter((one) => !tables.has(one))).toEqual([]);
      const isTemporary = (table: string): boolean =>
        lineage.statements.every(({ target, isTemporary: temp }) => target !== table || temp);
      const made = new Set(lineage.statements.flatMap(({ target }) => target ?? []));
      expect(
        lineage.tables.filter(
          ({ name, kind }) => made.has(name) && kind === "table" && isTemporary(name),
        ),
      ).toEqual([]);
    }),
    budget(15, 30),
  );
});

test("the tables that are given stay, whatever scripts do", () => {
  expect(lineageOf([]).tables.map(({ name }) => name)).toEqual(Object.keys(schema));
});
