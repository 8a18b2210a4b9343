import { createRandom } from "@dx/core";
import { openDatabase } from "@dx/database";
import { loadParser, type Schema } from "@dx/sql-parser";
import { plain, randomQuery } from "../test/perturb-generate.ts";
import { shop, statements } from "../test/perturb-statements.ts";
import { judgeStatement } from "../test/perturb-watch.ts";

const generated = Array.from({ length: 200 }, (_, seed) => randomQuery(createRandom(seed)));
const db = await openDatabase("duckdb:");
const parser = await loadParser();

async function report(title: string, all: readonly string[], schema: Schema): Promise<void> {
  const sum = { statements: 0, empty: 0, misses: 0, direct: 0, exercised: 0, noticed: 0 };
  for (const sql of all) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, in one database
    const judged = await judgeStatement(sql, { db, parser, schema }, 10);
    const { misses, exercised, idle, noticed, rows } = judged;
    sum.statements += 1;
    sum.empty += rows === 0 ? 1 : 0;
    sum.misses += misses.length;
    sum.direct += exercised.length + idle.length;
    sum.exercised += exercised.length;
    sum.noticed += noticed.length;
  }
  // oxlint-disable-next-line no-console -- the figures
  console.log(title, JSON.stringify(sum));
}

await report("written by hand", statements, shop);
await report("generated", generated, plain);
await db.close();
