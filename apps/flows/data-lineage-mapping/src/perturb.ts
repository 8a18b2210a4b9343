import { messageOf } from "@dx/core";
import { openDatabase } from "@dx/database";
import {
  planPerturbation,
  type Lineage,
  type LineageTables,
  type ObservedStatement,
} from "@dx/lineage";
import type { TaskTools } from "@dx/runner";
import type { SqlParser } from "@dx/sql-parser";

/** What was seen, and what was not looked at. */
export interface Perturbed {
  readonly observed: readonly ObservedStatement[];
  readonly not: readonly { readonly statement: number; readonly reason: string }[];
}

const queries: ReadonlySet<string> = new Set(["select", "create-table-as", "create-view"]);

/** Runs each query on data in which one column after the other changes, in a DuckDB of its own. */
export async function perturb(
  parser: SqlParser,
  lineage: Lineage,
  {
    schema,
    seed,
    tools,
  }: { readonly schema: LineageTables["schema"]; readonly seed: number; readonly tools: TaskTools },
): Promise<Perturbed> {
  const database = await openDatabase("duckdb:");
  const observed: ObservedStatement[] = [];
  const not: { statement: number; reason: string }[] = [];
  try {
    for (const [statement, { sql, kind, reads }] of lineage.statements.entries()) {
      tools.progress(statement, lineage.statements.length, "statements");
      if (reads.length === 0) continue;
      if (!queries.has(kind)) {
        not.push({ statement, reason: `of kind ${kind}, which is not run on changed data` });
        continue;
      }
      const [parsed] = parser.parse(sql, { dialect: "duckdb" }).statements;
      if (parsed === undefined) continue;
      try {
        const { setUp, observe, tearDown } = planPerturbation(parsed, {
          schema,
          seed,
        });
        // oxlint-disable-next-line no-await-in-loop -- one after the other in one database
        await database.apply(setUp);
        // oxlint-disable-next-line no-await-in-loop -- as above
        const observations = await database.run(observe);
        // oxlint-disable-next-line no-await-in-loop -- as above
        await database.apply(tearDown);
        const [base] = observations;
        if ((base?.rows ?? 0) > 0) observed.push({ statement, observations });
        else not.push({ statement, reason: base?.error ?? "the data that was made gives no row" });
      } catch (error) {
        not.push({ statement, reason: messageOf(error).split("\n")[0] ?? "" });
      }
    }
    return { observed, not };
  } finally {
    await database.close();
  }
}
