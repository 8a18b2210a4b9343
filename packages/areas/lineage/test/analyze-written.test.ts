import { dialects, relation, type Dialect } from "@dx/core";
import {
  createTable,
  createTableAs,
  createView,
  deleteUsing,
  identifier,
  merge,
  renameTable,
  renderSql,
  sql,
  updateFrom,
  type Sql,
} from "@dx/sql";
import { loadParser, normalizeIdentifier } from "@dx/sql-parser";
import { expect, test } from "vitest";
import { analyzeStatement, type StatementLineage } from "../src/index.ts";

const parser = await loadParser();

const column = (alias: string, name: string, dialect: Dialect): Sql =>
  identifier(alias, normalizeIdentifier(name, dialect));

type Case = readonly [string, (dialect: Dialect) => Sql, readonly string[]];

/** What dx writes itself, in each dialect. */
const cases: readonly Case[] = [
  [
    "merge",
    (dialect) =>
      merge({
        into: "shop.t",
        as: "h",
        using: sql`${relation("shop.u")} as s`,
        on: sql`${column("h", "a", dialect)} = ${column("s", "a", dialect)}`,
        branches: [
          { update: { b: column("s", "c", dialect) }, and: sql`${column("s", "c", dialect)} > 1` },
          { insert: { a: column("s", "a", dialect), b: sql`0` } },
        ],
      }),
    ["a: identity u.a", "b: conditional u.c, identity u.c", "rows: filter u.c, join t.a, join u.a"],
  ],
  [
    "updateFrom",
    (dialect) =>
      updateFrom({
        table: "shop.t",
        as: "h",
        set: { b: sql`${column("s", "c", dialect)} + ${column("h", "b", dialect)}` },
        from: sql`${relation("shop.u")} as s`,
        on: sql`${column("h", "a", dialect)} = ${column("s", "a", dialect)}`,
      }),
    ["b: transformation t.b, transformation u.c"],
  ],
  [
    "deleteUsing",
    (dialect) =>
      deleteUsing({
        table: "shop.t",
        as: "h",
        from: sql`${relation("shop.u")} as s`,
        on: sql`${column("h", "a", dialect)} = ${column("s", "a", dialect)}`,
      }),
    [],
  ],
  [
    "createView",
    () =>
      createView("shop.v", sql`select ${identifier("a")} from ${relation("shop.t")}`, {
        columns: "z",
      }),
    ["z: identity t.a"],
  ],
  [
    "createTableAs",
    () => createTableAs("shop.z", sql`select * from ${relation("shop.t")}`),
    ["a: identity t.a", "b: identity t.b"],
  ],
  ["createTable", () => createTable("shop.z", [{ name: "a", type: "int64" }]), ["a: "]],
  ["renameTable", () => renameTable("shop.t", "z"), ["a: identity t.a", "b: identity t.b"]],
];

function lines({ outputs, rows }: StatementLineage): readonly string[] {
  const list = (sources: StatementLineage["rows"]): string =>
    sources
      .map(({ kind, table, column: name }) => `${kind} ${table.replace(/^shop\./i, "")}.${name}`)
      .toSorted()
      .join(", ");
  return [
    ...outputs.map(({ name, sources }) => `${name}: ${list(sources)}`),
    `rows: ${list(rows)}`,
  ].map((line) => line.toLowerCase());
}

const written = dialects.flatMap((dialect) =>
  cases.map(([name, write, wanted]) => [dialect, name, write, wanted] as const),
);

test.each(
  written.filter(
    ([dialect, name]) => dialect !== "redshift" || (name !== "merge" && name !== "deleteUsing"),
  ),
)("%s: %s", (...[dialect, , write, wanted]) => {
  const { text } = renderSql(write(dialect), dialect);
  const schema = { "shop.t": { a: "bigint", b: "bigint" }, "shop.u": { a: "bigint", c: "bigint" } };
  const lineage = analyzeStatement(parser, text, { dialect, schema });
  expect({ text, findings: lineage.findings }).toEqual({ text, findings: [] });
  expect(lines(lineage)).toEqual(expect.arrayContaining([...wanted]));
});
