import { openDatabase, type Database } from "@dx/database";
import { verbatimSql, type Sql } from "@dx/sql";
import { testWithPostgres } from "@dx/testing";
import { expect, test } from "vitest";

/** The databases of a test; `left` and `right` are one object where both sides are in one. */
export interface Sides {
  readonly left: Database;
  readonly right: Database;
}

/** Registers a test for both sides in DuckDB, both in Postgres, and one in each. */
export function forAllPairs(name: string, body: (sides: Sides) => Promise<void>): void {
  test(`${name} (duckdb)`, async () => {
    expect.hasAssertions();
    await withSides(["duckdb:"], body);
  });
  testWithPostgres(`${name} (postgres)`, async ({ postgresUrl }) => withSides([postgresUrl], body));
  testWithPostgres(`${name} (duckdb and postgres)`, async ({ postgresUrl }) =>
    withSides(["duckdb:", postgresUrl], body),
  );
}

/** Opens one or two databases for as long as a body runs. */
export async function withSides(
  urls: readonly string[],
  body: (sides: Sides) => Promise<void>,
): Promise<void> {
  const open = await Promise.all(urls.map(async (url) => openDatabase(url)));
  const [left, right = left] = open;
  if (left === undefined || right === undefined) throw new Error("no database");
  await body({ left, right }).finally(async () => Promise.all(open.map(async (db) => db.close())));
}

/** Runs a statement of the database's own SQL. */
export async function execute(database: Database, text: string): Promise<void> {
  await database.apply([[{ purpose: "set up", sql: verbatimSql(text) }]]);
}

/** A query in SQL that both engines share. */
export function shared(text: string): Sql {
  return verbatimSql(text);
}
