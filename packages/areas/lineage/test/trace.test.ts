import { expect, test } from "vitest";
import {
  blastRadius,
  diffLineage,
  downstream,
  readLineageGraph,
  rollbackOrder,
  toLineageGraph,
  tracePaths,
  upstream,
} from "../src/index.ts";
import { edgeTexts, lineageOf } from "./shop.ts";

const lineage = lineageOf([
  "create table stage as select id, price, customer_id from orders where status = 'paid'",
  "create table mart as select c.name, sum(s.price) as total from stage s join customers c on c.id = s.customer_id group by c.name",
  "create view board as select total from mart",
]);
const texts = (
  found: readonly { readonly table: string; readonly column: string; readonly depth: number }[],
) => found.map(({ table, column, depth }) => `${depth} ${table}.${column}`).toSorted();

test("upstream: what values come from, and what decides", () => {
  const total = { table: "board", column: "total" };
  expect(texts(upstream(lineage, total, { only: "direct" }))).toEqual([
    "1 mart.total",
    "2 stage.price",
    "3 orders.price",
  ]);
  expect(texts(upstream(lineage, total))).toEqual([
    "1 mart.total",
    "2 customers.id",
    "2 customers.name",
    "2 stage.customer_id",
    "2 stage.price",
    "3 orders.customer_id",
    "3 orders.price",
    "3 orders.status",
  ]);
  expect(texts(upstream(lineage, total, { maxDepth: 1 }))).toEqual(["1 mart.total"]);
});

test("downstream: a filter has an influence on all columns, but no value goes there", () => {
  const status = { table: "orders", column: "status" };
  expect(texts(downstream(lineage, status))).toEqual([
    "1 stage.customer_id",
    "1 stage.id",
    "1 stage.price",
    "2 mart.name",
    "2 mart.total",
    "3 board.total",
  ]);
  expect(downstream(lineage, status, { only: "direct" })).toEqual([]);
  expect(texts(downstream(lineage, status, { maxDepth: 1 }))).toHaveLength(3);
});

test("paths name each statement on the way", () => {
  const { paths, complete } = tracePaths(
    lineage,
    { table: "orders", column: "price" },
    { to: { table: "board", column: "total" } },
  );
  expect(complete).toBe(true);
  expect(paths.map((path) => path.map(({ statement, kind }) => `${statement} ${kind}`))).toEqual([
    ["0 identity", "1 aggregation", "2 identity"],
  ]);
});

test("an unknown column or table is refused with the nearest name", () => {
  expect(() => upstream(lineage, { table: "mart", column: "totl" })).toThrow(/did you mean total/);
  expect(() => upstream(lineage, { table: "marts", column: "total" })).toThrow(/did you mean mart/);
  expect(() => blastRadius(lineage, "stag")).toThrow(
    expect.objectContaining({ code: "DX_LINEAGE_TABLE" }),
  );
});

test("what hangs on a table, and in which order it is made again", () => {
  expect(blastRadius(lineage, "orders", { board: 5 })).toEqual({
    tables: [
      { table: "stage", depth: 1, columns: 3, weight: 1 },
      { table: "mart", depth: 2, columns: 2, weight: 1 },
      { table: "board", depth: 3, columns: 1, weight: 5 },
    ],
    columns: 6,
    score: 7,
  });
  expect(rollbackOrder(lineage, "orders")).toEqual([
    { tables: ["stage"], statements: [0] },
    { tables: ["mart"], statements: [1] },
    { tables: ["board"], statements: [2] },
  ]);
  expect(rollbackOrder(lineage, "board")).toEqual([]);
});

test("tables that fill each other are one step", () => {
  const circle = lineageOf([
    "create table a as select id from orders",
    "create table b as select id from a",
    "insert into a select id from b",
  ]);
  expect(rollbackOrder(circle, "orders")).toEqual([{ tables: ["a", "b"], statements: [0, 1, 2] }]);
});

test("a difference tells what came and went, and nothing of what moved", () => {
  const one = [
    "create table a as select id from orders",
    "create table b as select id from a where id > 1",
  ];
  expect(diffLineage(lineageOf(one), lineageOf([`-- moved\n${one[0]}`, one[1] ?? ""]))).toEqual({
    addedTables: [],
    removedTables: [],
    addedColumns: [],
    removedColumns: [],
    addedEdges: [],
    removedEdges: [],
    addedTableEdges: [],
    removedTableEdges: [],
    touchedColumns: [],
  });
  const diff = diffLineage(
    lineageOf(one),
    lineageOf(["create table a as select id from customers"]),
  );
  expect(diff.removedTables).toEqual(["b"]);
  expect(diff.addedEdges).toMatchObject([{ from: { table: "customers" } }]);
  expect(diff.removedEdges).toHaveLength(3);
});

test("a difference names columns, ways of tables, and all that is behind a change", () => {
  const rest = [
    "create table b as select id, n from a",
    "create view c as select id from b where n > 1",
    "create table far as select id from customers",
  ];
  const diff = diffLineage(
    lineageOf(["create table a as select id, 1 as n, price from orders", ...rest]),
    lineageOf(["create table a as select id, o.price as n, 2 as m from orders o", ...rest]),
  );
  expect(diff.addedColumns).toEqual([{ table: "a", column: "m" }]);
  expect(diff.removedColumns).toEqual([{ table: "a", column: "price" }]);
  expect([...diff.addedTableEdges, ...diff.removedTableEdges]).toEqual([]);
  expect(diff.addedEdges.map(({ from }) => from.column)).toEqual(["price"]);
  expect(diff.touchedColumns.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual([
    "a.n",
    "b.n",
    "c.id",
  ]);
  const other = diffLineage(
    lineageOf(rest.slice(2)),
    lineageOf(["create table far as select o.id from orders o"]),
  );
  expect(other.addedTableEdges).toMatchObject([{ from: "orders", to: "far" }]);
  expect(other.removedTableEdges).toMatchObject([{ from: "customers", to: "far" }]);
});

test("without a goal, paths lead to wherever a column ends up; masked ones can be left out", () => {
  const tagged = lineageOf([
    "create table a as select email, md5(email) as h, id from customers",
    "create table b as select email, h from a",
    "create table c as select h from b",
    "insert into a select email, '', 1 from b",
    "create table seen as select id from orders where status in (select email from a)",
  ]);
  const from = { table: "customers", column: "email" };
  const ends = (options: Parameters<typeof tracePaths>[2]): readonly string[] =>
    tracePaths(tagged, from, options)
      .paths.map((path) => {
        const to = path.at(-1)?.to;
        return typeof to === "string" ? to : `${to?.table}.${to?.column}`;
      })
      .toSorted();
  expect(ends({ only: "direct" })).toEqual(["a.email", "b.email", "c.h"]);
  expect(ends({ only: "direct", skipMasked: true })).toEqual(["a.email", "b.email"]);
  expect(ends({})).toEqual(["b.email", "c.h", "seen"]);
  const few = tracePaths(tagged, from, { limit: 2 });
  expect([few.paths.length, few.complete]).toEqual([2, false]);
  expect(tracePaths(tagged, { table: "customers", column: "name" }).paths).toEqual([]);
});

test("a lineage is kept as JSON and read again; what is none is refused with its place", () => {
  const kept: unknown = JSON.parse(JSON.stringify(toLineageGraph(lineage)));
  const read = readLineageGraph(kept);
  expect(edgeTexts(read)).toEqual(edgeTexts(lineage));
  expect(read.tables).toEqual(lineage.tables);
  const { touchedColumns, ...diff } = diffLineage(read, lineage);
  expect(Object.values(diff).flat()).toEqual([]);
  expect(touchedColumns).toEqual([]);
  for (const wrong of [
    { tables: [{ name: "a", kind: "heap" }] },
    { edges: [{ from: { table: "a" } }] },
    { rows: [{ from: { table: "a", column: "b" }, kind: "magic", to: "c" }] },
    { tableEdges: "none" },
  ])
    expect(() => readLineageGraph(Object.assign({}, kept, wrong))).toThrow(
      expect.objectContaining({ code: "DX_LINEAGE_GRAPH", path: Object.keys(wrong) }),
    );
});
