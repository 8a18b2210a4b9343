import { toObjects } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { testWithPostgres } from "@dx/testing";
import { expect } from "vitest";
import { moveTable, readCursor, type LoadSpec } from "../src/index.ts";

const spec: LoadSpec = { table: "orders", mode: "merge", key: "id" };
const as = (loadId: string) => ({ loadId, at: "2026-01-01" });

async function failure(source: Database, target: Database, wanted = spec) {
  const error: unknown = await moveTable(
    { database: source, table: "orders" },
    target,
    wanted,
    as("x"),
  ).catch((thrown: unknown) => thrown);
  return String(error);
}

testWithPostgres(
  "a source that cannot be opened, read or found is named, and the target stays as it was",
  async ({ postgres, postgresUrl }) => {
    const name = new URL(postgresUrl).pathname.slice(1);
    const reader = `reader_${name}`;
    await postgres.query(`create role ${reader} login password 's3cr3t'`);
    await postgres.query("create table orders as select 1 as id, 5 as v");
    const url = new URL(postgresUrl);
    const target = await openDatabase("duckdb:");
    const source = await openDatabase(postgresUrl);
    const cursor = { kind: "column", column: "v" } as const;
    await moveTable({ database: source, table: "orders" }, target, { ...spec, cursor }, as("1"));
    const state = async () => [
      toObjects(await target.query("select * from orders"), "js"),
      await target.run(readCursor("orders")),
      (await target.tables()).map((one) => one.name).toSorted(),
    ];
    const before = await state();

    url.username = "nobody_here";
    url.password = "s3cr3t";
    const unknown: unknown = await openDatabase(url.href)
      .then(async (db) => failure(db, target))
      .catch((error: unknown) => String(error));
    expect(unknown).toContain("nobody_here");
    expect(unknown).not.toContain("s3cr3t");

    url.username = reader;
    const without = await openDatabase(url.href);
    expect(await failure(without, target)).toContain("permission denied for table orders");
    await without.close();

    await postgres.query("alter table orders alter v type text using 'five'");
    expect(await failure(source, target)).toContain('"five" does not fit v');
    await postgres.query("drop table orders");
    expect(await failure(source, target, { ...spec, cursor })).toMatch(/orders.* does not exist/s);
    expect(await state()).toEqual(before);
    await source.close();
    await target.close();
    await postgres.query(`drop role ${reader}`);
  },
);
