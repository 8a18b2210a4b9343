import { messageOf } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import {
  judgePerturbations,
  planPerturbation,
  type Lineage,
  type LineageTables,
  type Observation,
  type ObservedStatement,
  type StatementLineage,
} from "@dx/lineage";
import type { TaskTools } from "@dx/runner";
import type { ParsedStatement, SqlParser } from "@dx/sql-parser";

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
    for (const [statement, { sql, kind, reads, lineage: own }] of lineage.statements.entries()) {
      tools.progress(statement, lineage.statements.length, "statements");
      if (reads.length === 0) continue;
      if (!queries.has(kind)) {
        not.push({ statement, reason: `of kind ${kind}, which is not run on changed data` });
        continue;
      }
      const [parsed] = parser.parse(sql, { dialect: "duckdb" }).statements;
      if (parsed === undefined) continue;
      try {
        // oxlint-disable-next-line no-await-in-loop -- one after the other in one database
        const seen = await observe(database, { parsed, schema, seed, lineage: own });
        const [first] = seen;
        if ((first?.[0]?.rows ?? 0) > 0)
          observed.push(...seen.map((observations) => ({ statement, observations })));
        else
          not.push({
            statement,
            reason: first?.[0]?.error ?? "the data that was made gives no row",
          });
      } catch (error) {
        not.push({ statement, reason: messageOf(error).split("\n")[0] ?? "" });
      }
    }
    return { observed, not };
  } finally {
    await database.close();
  }
}

interface Observed {
  readonly parsed: ParsedStatement;
  readonly schema: LineageTables["schema"];
  readonly seed: number;
  readonly lineage: StatementLineage;
}

const mostTries = 4;

/** Runs a query on changed data; on other data again, as long as there are direct edges that were not seen to matter. */
async function observe(
  database: Database,
  { parsed, schema, seed, lineage }: Observed,
): Promise<readonly (readonly Observation[])[]> {
  const seen: (readonly Observation[])[] = [];
  let idle = Infinity;
  for (let attempt = 0; attempt < mostTries && idle > 0; attempt += 1) {
    const {
      setUp,
      observe: asked,
      tearDown,
    } = planPerturbation(parsed, { schema, seed: seed + attempt * 1000 });
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await database.apply(setUp);
    // oxlint-disable-next-line no-await-in-loop -- as above
    const observations = await database.run(asked);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await database.apply(tearDown);
    if ((observations[0]?.rows ?? 0) > 0 || seen.length === 0) seen.push(observations);
    const moved = seen.map((one) =>
      judgePerturbations(lineage, one).idle.map((edge) => JSON.stringify(edge)),
    );
    idle = (moved[0] ?? []).filter((edge) => moved.every((one) => one.includes(edge))).length;
    if (observations[0]?.rows === null) break;
  }
  return seen.length > 1 ? seen.filter(([base]) => (base?.rows ?? 0) > 0) : seen;
}
