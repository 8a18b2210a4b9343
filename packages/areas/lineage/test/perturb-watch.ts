import type { Database } from "@dx/database";
import type { ParsedStatement, Schema, SqlParser } from "@dx/sql-parser";
import {
  analyzeStatement,
  combineJudgements,
  judgePerturbations,
  planPerturbation,
  type Judgement,
  type Observation,
  type StatementLineage,
} from "../src/index.ts";

/** A lineage, and what was observed of its statement. */
export interface Watched {
  readonly lineage: StatementLineage;
  readonly observations: readonly Observation[];
}

/** Where statements are watched. */
export interface Watcher {
  readonly db: Database;
  readonly parser: SqlParser;
  readonly schema: Schema;
  readonly seed?: number;
  /** After so long no further data are tried; no end without a word. */
  readonly milliseconds?: number;
}

/** What a statement's runs say together: with other data as long as an edge is idle, at most so many times. */
export async function judgeStatement(
  sql: string,
  watcher: Watcher,
  most: number,
): Promise<Judgement> {
  const found: Judgement[] = [];
  const first = watcher.seed ?? 1;
  const end = performance.now() + (watcher.milliseconds ?? Infinity);
  for (let run = 0; run < most; run += 1) {
    // oxlint-disable-next-line no-await-in-loop -- whether there is a next one, the last one says
    const { lineage, observations } = await watchStatement(sql, {
      ...watcher,
      seed: first + 7919 * run,
    });
    found.push(judgePerturbations(lineage, observations));
    const { idle, rows } = combineJudgements(found);
    if ((rows > 0 && idle.length === 0) || performance.now() > end) break;
  }
  return combineJudgements(found);
}

/** The only statement of a text. */
export function parseOne(parser: SqlParser, sql: string): ParsedStatement {
  const [statement] = parser.parse(sql, { dialect: "duckdb" }).statements;
  if (statement === undefined) throw new Error(`does not parse: ${sql}`);
  return statement;
}

/** Runs a statement on all variants of its data. */
export async function watchStatement(
  sql: string,
  { db, parser, schema, seed = 1 }: Watcher,
): Promise<Watched> {
  const statement = parseOne(parser, sql);
  const { setUp, observe, tearDown } = planPerturbation(statement, { schema, seed });
  await db.apply(setUp);
  const observations = await db.run(observe);
  await db.apply(tearDown);
  const lineage = analyzeStatement(parser, statement, { dialect: "duckdb", schema });
  return { lineage, observations };
}
