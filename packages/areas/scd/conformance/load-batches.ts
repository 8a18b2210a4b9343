import { toObjects } from "@dx/core";
import type { Database } from "@dx/database";
import { verbatimSql, type Plan } from "@dx/sql";
import {
  planChanges,
  planHistoryTable,
  type ChangeSource,
  type HistorySpec,
} from "../src/index.ts";
import { execute } from "./dbt-batches.ts";

/** What is loaded, from a table `incoming` that is made anew for each run of dbt. */
export interface Batches {
  /** Which columns keep the history. */
  readonly spec: HistorySpec;
  /** The source of a run that began then. */
  readonly source: (at: string) => ChangeSource;
  /** The query for its rows. */
  readonly rowsOf: (run: number) => string;
}

/** Loads into a new history of dx, run by run, what dbt saw. */
export async function loadBatches(
  db: Database,
  history: string,
  { spec, source, rowsOf }: Batches,
): Promise<void> {
  const fill = (run: number): string => `create or replace table incoming as ${rowsOf(run)}`;
  await execute(db, fill(1));
  const runs = verbatimSql("select batch, started_at as at from runs order by batch");
  const began = toObjects(await db.query(runs), "js");
  const plans = began.flatMap(({ batch, at }): Plan => {
    const filled: Plan = [[{ purpose: "fill incoming", sql: verbatimSql(fill(Number(batch))) }]];
    return filled.concat(planChanges(history, source(String(at)), { spec, loadedAt: String(at) }));
  });
  await db.apply([...planHistoryTable(history, "incoming", spec), ...plans]);
}
