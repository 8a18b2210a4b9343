import type { Database } from "@dx/database";
import type { ParsedStatement, Schema, SqlParser } from "@dx/sql-parser";
import {
  analyzeStatement,
  planPerturbation,
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
