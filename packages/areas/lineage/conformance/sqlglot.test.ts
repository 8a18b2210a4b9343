import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { openDatabase } from "@dx/database";
import { loadParser } from "@dx/sql-parser";
import { installPython } from "@dx/testing/python";
import { expect, test } from "vitest";
import { judgePerturbations } from "../src/index.ts";
import { shop, statements } from "../test/perturb-statements.ts";
import { watchStatement, type Watched } from "../test/perturb-watch.ts";
import { moved } from "./moved.ts";

/** For each query a list of outputs, each a list of `table.column`; `null` where it fails. */
type Answer = readonly (readonly (readonly string[])[] | null)[];

function askSqlglot(queries: readonly string[]): Answer {
  const folder = installPython(["sqlglot==30.17.0"]);
  const { stdout, stderr, status } = spawnSync(
    join(folder, "bin/python"),
    [join(import.meta.dirname, "sqlglot-lineage.py")],
    { input: JSON.stringify({ queries, schema: shop }), encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the script beside this writes
  return JSON.parse(stdout) as Answer;
}

const queries = statements.filter((sql) => !/^(?:create|values)/.test(sql));

/**
 * What dx names for an output and sqlglot does not, and the other way round. sqlglot is asked for values only; what decides on
 * all rows dx names apart.
 */
function differences(
  { lineage }: Watched,
  other: readonly (readonly string[])[],
): readonly (readonly [number, "dx" | "sqlglot", string])[] {
  return lineage.outputs.flatMap(({ sources }, ordinal) => {
    const own = new Set(sources.map(({ table, column }) => `${table}.${column}`));
    const their = new Set(other[ordinal]);
    return [
      ...[...own].filter((one) => !their.has(one)).map((one) => [ordinal, "dx", one] as const),
      ...[...their].filter((one) => !own.has(one)).map((one) => [ordinal, "sqlglot", one] as const),
    ];
  });
}

test("where sqlglot names other columns than dx, running the query decides for dx", async () => {
  const answers = askSqlglot(queries);
  const db = await openDatabase("duckdb:");
  const parser = await loadParser();
  const found: string[] = [];
  const sum = { queries: 0, failed: 0, same: 0, onlyDx: 0, onlySqlglot: 0 };
  for (const [index, sql] of queries.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, in one database
    const watched = await watchStatement(sql, { db, parser, schema: shop });
    const answer = answers[index] ?? null;
    sum.queries += 1;
    if (answer === null) {
      sum.failed += 1;
      continue;
    }
    expect(judgePerturbations(watched.lineage, watched.observations).misses).toEqual([]);
    const all = differences(watched, answer);
    if (all.length === 0) sum.same += 1;
    for (const [ordinal, who, column] of all) {
      const isMoved = moved(watched.observations, ordinal).has(column);
      const isOfRows = watched.lineage.rows.some((one) => `${one.table}.${one.column}` === column);
      if (who === "dx") sum.onlyDx += 1;
      else sum.onlySqlglot += 1;
      if (who === "dx" ? !isMoved : isMoved && !isOfRows)
        found.push(`only ${who}: ${ordinal} ${column} in ${sql}`);
    }
  }
  await db.close();
  expect(sum).toEqual({ queries: 53, failed: 2, same: 46, onlyDx: 6, onlySqlglot: 6 });
  expect(found).toEqual([]);
}, 120_000);
