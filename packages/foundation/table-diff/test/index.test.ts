import { randomUUID } from "node:crypto";
import { openDatabase, type Database } from "@dx/database";
import { testWithPostgres } from "@dx/testing";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { diffTables, type DiffOptions } from "../src/index.ts";
import { expectedOf, pairs, rowsAsSql, type Pair } from "./random-tables.ts";

const ways: readonly Partial<DiffOptions>[] = [
  {},
  { method: "bisected" },
  { method: "bisected", segments: 16, segmentRows: 1 },
  { method: "bisected", exact: true, segments: 4 },
];

async function agrees(pair: Pair, left: Database, right: Database): Promise<void> {
  const expected = expectedOf(pair);
  const sum = Object.values(expected).reduce((total, count) => total + count, 0);
  for (const way of ways) {
    // oxlint-disable-next-line no-await-in-loop -- one way after the other
    const diff = await diffTables(
      { database: left, table: rowsAsSql(pair, pair.left) },
      { database: right, table: rowsAsSql(pair, pair.right) },
      { key: pair.key, ...way, samples: 1000 },
    );
    const label = JSON.stringify({ ...way, method: diff.method, samples: diff.samples });
    expect(diff, label).toMatchObject({
      ...expected,
      equal: sum === 0,
      complete: true,
      left: pair.left.length,
      right: pair.right.length,
    });
    expect(diff.samples, label).toHaveLength(sum);
    for (const { kind, columns } of diff.samples)
      expect(columns.length > 0, label).toBe(kind === "changed");
  }
}

async function withBoth(
  urls: readonly [string, string],
  body: (left: Database, right: Database) => Promise<void>,
): Promise<void> {
  const left = await openDatabase(urls[0]);
  const right = urls[0] === urls[1] ? left : await openDatabase(urls[1]);
  await body(left, right).finally(async () => {
    await left.close();
    if (right !== left) await right.close();
  });
}

const property = (left: Database, right: Database) =>
  fc.assert(
    fc.asyncProperty(pairs, async (pair) => {
      await agrees(pair, left, right);
    }),
    budget(17),
  );

test("random pairs, both in DuckDB", async () => withBoth(["duckdb:", "duckdb:"], property));
testWithPostgres("random pairs, both in Postgres", async ({ postgresUrl }) =>
  withBoth([postgresUrl, postgresUrl], property),
);
testWithPostgres("random pairs, one in each", async ({ postgresUrl }) =>
  withBoth(["duckdb:", postgresUrl], property),
);
void randomUUID;
