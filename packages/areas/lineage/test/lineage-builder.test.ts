import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { buildLineage, LineageBuilder, type LineageSource } from "../src/index.ts";
import { watchCatalog } from "../src/build/watched-catalog.ts";
import { edgeTexts, parser, sources } from "./shop.ts";

const inSession = (name: string, session: string | undefined, sql: string): LineageSource => ({
  kind: "script",
  name,
  sql,
  dialect: "duckdb",
  ...(session === undefined ? {} : { session }),
});

test("scripts of one session share its temporary tables, and no other session sees them", () => {
  const lineage = buildLineage(parser, [
    ...sources([]),
    inSession("1", "ann", "create temp table t as select id, price from orders"),
    inSession("2", "bob", "create temp table t as select id, name from customers"),
    inSession("3", "ann", "create table a as select * from t"),
    inSession("4", "bob", "create table b as select * from t"),
    inSession("5", undefined, "create table c as select id from t"),
    inSession("6", "ann", "drop table t; create table d as select id from t"),
  ]);
  expect(edgeTexts(lineage)).toEqual([
    "customers.id identity b.id",
    "customers.name identity b.name",
    "orders.id identity a.id",
    "orders.price identity a.price",
    "t.id identity c.id",
    "t.id identity d.id",
  ]);
});

test("a temporary table hides a table of its name, until it goes or its session ends", () => {
  const temp = "create temp table orders as select name from customers";
  const read = (table: string): string => `create table ${table} as select * from orders`;
  const lineage = buildLineage(
    parser,
    sources([`${temp}; ${read("a")}; drop table orders; ${read("b")}`, temp, read("c")]),
  );
  const columnsOf = (name: string): readonly string[] =>
    lineage.tables.find((one) => one.name === name)?.columns.map((one) => one.name) ?? [];
  expect(columnsOf("a")).toEqual(["name"]);
  expect(columnsOf("b")).toEqual(["id", "customer_id", "price", "status"]);
  expect(columnsOf("c")).toEqual(columnsOf("b"));
});

const table = fc.constantFrom("t0", "t1", "t2");
const read = fc.constantFrom("orders", "customers", "t0", "t1", "t2");
const text = fc
  .record({
    into: table,
    from: read,
    form: fc.constantFrom("all", "narrow", "temp", "insert", "drop", "view", "wrong"),
  })
  .map(({ into, from, form }) => {
    switch (form) {
      case "all":
        return `create or replace table ${into} as select * from ${from}`;
      case "narrow":
        return `create or replace table ${into} as select id, id + 1 as other from ${from} where id > 1`;
      case "temp":
        return `create or replace temp table ${into} as select * from ${from}`;
      case "insert":
        return `insert into ${into} select * from ${from}`;
      case "drop":
        return `drop table if exists ${into}`;
      case "view":
        return `create or replace view ${into}_view as select * from ${from}`;
      default:
        return `create table ${into} as select nowhere.x from ${from} where`;
    }
  });
const script = fc.record({
  statements: fc.array(text, { minLength: 1, maxLength: 3 }),
  session: fc.constantFrom(undefined, "ann", "bob"),
});
type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;
interface State {
  readonly scripts: readonly Script[];
  readonly isWide: boolean;
}
const edit = fc.oneof(
  fc.record({ at: fc.nat(9), script: fc.option(script, { nil: undefined }) }),
  fc.constant("widen" as const),
);

function change(
  { scripts, isWide }: State,
  made: typeof edit extends fc.Arbitrary<infer T> ? T : never,
): State {
  if (made === "widen") return { scripts, isWide: !isWide };
  const at = made.at % scripts.length;
  const more = made.script === undefined ? [] : [made.script];
  return { scripts: [...scripts.slice(0, at), ...more, ...scripts.slice(at + 1)], isWide };
}

/** The sources of a state; tables that are given may have another column. */
function sourcesOf({ scripts, isWide }: State): readonly LineageSource[] {
  const customers = { id: "integer", name: "varchar", ...(isWide ? { town: "varchar" } : {}) };
  const tables = { orders: { id: "integer", price: "integer" }, customers };
  return [
    { kind: "tables", dialect: "duckdb", schema: tables } as const,
    ...scripts.map(({ statements, session }, index) =>
      inSession(`${index}.sql`, session, statements.join(";\n")),
    ),
  ];
}

test("a refresh gives what making it anew gives, whatever was made before", () => {
  fc.assert(
    fc.property(
      fc.array(script, { minLength: 3, maxLength: 6 }),
      fc.array(edit, { minLength: 2, maxLength: 5 }),
      (scripts, edits) => {
        const builder = new LineageBuilder(parser);
        let now: State = { scripts, isWide: false };
        for (const made of [undefined, ...edits]) {
          if (made !== undefined && now.scripts.length > 0) now = change(now, made);
          expect(builder.build(sourcesOf(now))).toEqual(buildLineage(parser, sourcesOf(now)));
        }
      },
    ),
    budget(12, 25),
  );
});

test("a refresh analyses what has changed, and what reads a table whose columns have", () => {
  const builder = new LineageBuilder(parser);
  const chain = (first: string): readonly LineageSource[] =>
    sources([
      `create table c0 as ${first}`,
      ...Array.from({ length: 49 }, (_, n) => `create table c${n + 1} as select * from c${n}`),
    ]);
  const analyzed = (made: readonly LineageSource[]): number => {
    const before = builder.analyzed;
    expect(builder.build(made)).toEqual(buildLineage(parser, made));
    return builder.analyzed - before;
  };
  expect(analyzed(chain("select id from orders"))).toBe(50);
  expect(analyzed(chain("select id from orders"))).toBe(0);
  expect(analyzed(chain("select id from customers"))).toBe(1);
  expect(analyzed(chain("select id, email from customers"))).toBe(50);
});

test("impact is the same with a memory, and statements that do not read the table are analysed once", () => {
  const builder = new LineageBuilder(parser);
  const all = sources([
    "create table a as select id from orders",
    "create table b as select id from customers",
  ]);
  builder.build(all);
  const { brokenTables } = builder.impactOf(all, {
    kind: "drop-column",
    table: "orders",
    column: "id",
  });
  expect(brokenTables).toEqual(["a"]);
  expect(builder.analyzed).toBe(3);
});

test("a catalogue that is watched answers as the other one does", () => {
  const columns = [{ written: "A", name: "a", type: "" }];
  const { watching, watched } = watchCatalog(new Map([["t", columns]]));
  expect([watching.get("t"), watching.get("u"), watching.has("t")]).toEqual([
    columns,
    undefined,
    true,
  ]);
  expect([...watched.asked]).toEqual([
    ["t", columns],
    ["u", undefined],
  ]);
  expect(watched.isWhole).toBe(false);
  const seen: string[] = [];
  for (const [name] of watching) seen.push(name);
  watching.forEach((_, name) => seen.push(name));
  expect([seen, watching.size, [...watching.keys()], [...watching.values()]]).toEqual([
    ["t", "t"],
    1,
    ["t"],
    [columns],
  ]);
  expect(watched.isWhole).toBe(true);
});
