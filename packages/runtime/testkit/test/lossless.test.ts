import { formatValue, type Rows } from "@dx/core";
import { openDatabase } from "@dx/database";
import { testWithPostgres } from "@dx/testing";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect } from "vitest";
import { forEachDatabase } from "../src/index.ts";
import { anyRows } from "./any-rows.ts";

/** All values as canonical text, so that a difference can be read. */
function texts({ columns }: Rows): Readonly<Record<string, readonly (string | null)[]>> {
  return Object.fromEntries(
    columns.map((column) => [
      `${column.name} ${column.kind}`,
      Array.from({ length: column.values.length }, (_, index) => formatValue(column, index)),
    ]),
  );
}

async function collect(batches: AsyncIterable<Rows>): Promise<readonly Rows[]> {
  const all: Rows[] = [];
  for await (const rows of batches) all.push(rows);
  return all;
}

forEachDatabase("rows of all types come back as they were loaded", async ({ db }) => {
  const property = fc.asyncProperty(anyRows, async (rows) => {
    expect(await db.load("t", rows)).toEqual({ rows: rows.count });
    const read = await db.query("select * from t order by nth");
    expect(texts(read)).toEqual(texts(rows));
    const [streamed] = await collect(db.stream("select * from t order by nth"));
    expect(streamed).toEqual(read);
  });
  await fc.assert(property, budget(10, 15));
});

testWithPostgres("rows go from each engine to the other", async ({ postgresUrl }) => {
  const [duckdb, postgres] = await Promise.all([
    openDatabase("duckdb:"),
    openDatabase(postgresUrl),
  ]);
  const property = fc.asyncProperty(anyRows, async (rows) => {
    await duckdb.load("t", rows);
    await postgres.load("t", duckdb.stream("select * from t order by nth", { batchRows: 7 }));
    await duckdb.load("back", postgres.stream("select * from t order by nth", { batchRows: 3 }));
    expect(texts(await duckdb.query("select * from back order by nth"))).toEqual(texts(rows));
  });
  await fc.assert(property, budget(10, 15));
  await Promise.all([duckdb.close(), postgres.close()]);
});
