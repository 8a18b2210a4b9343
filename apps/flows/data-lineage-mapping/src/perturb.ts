import { messageOf } from "@dx/core";
import type { Database } from "@dx/database";
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
import { inLanes } from "./in-lanes.ts";
import { openRehearsal } from "./open-rehearsal.ts";

/** What was seen, and what was not looked at. */
export interface Perturbed {
  readonly observed: readonly ObservedStatement[];
  readonly not: readonly { readonly statement: number; readonly reason: string }[];
}

const queries: ReadonlySet<string> = new Set(["select", "create-table-as", "create-view"]);

/** Runs each query on data in which one column after the other changes, in DuckDBs of their own. */
export async function perturb(
  parser: SqlParser,
  lineage: Lineage,
  {
    schema,
    seed,
    tools,
  }: { readonly schema: LineageTables["schema"]; readonly seed: number; readonly tools: TaskTools },
): Promise<Perturbed> {
  const databases = await Promise.all(Array.from({ length: lanes }, openRehearsal));
  let done = 0;
  try {
    const all = await inLanes(lineage.statements, databases, async (one, database, statement) => {
      const seen = await lookInto(database, one, { parser, schema, seed });
      done += 1;
      tools.progress(done, lineage.statements.length, "statements");
      return { statement, ...seen };
    });
    return {
      observed: all.flatMap(({ statement, seen }) =>
        seen.map((observations) => ({ statement, observations })),
      ),
      not: all.flatMap(({ statement, reason }) => (reason === null ? [] : [{ statement, reason }])),
    };
  } finally {
    await Promise.all(databases.map(async (database) => database.close()));
  }
}

/** A DuckDB works for each, and there are hardly fewer processors than that. */
const lanes = 2;

interface LookedInto {
  readonly seen: readonly (readonly Observation[])[];
  /** Why nothing was seen; `null` if there was nothing to look at. */
  readonly reason: string | null;
}

function not(reason: string | null): LookedInto {
  return { seen: [], reason };
}

async function lookInto(
  database: Database,
  { sql, kind, reads, lineage }: Lineage["statements"][number],
  { parser, ...more }: Pick<Observed, "schema" | "seed"> & { readonly parser: SqlParser },
): Promise<LookedInto> {
  if (reads.length === 0) return not(null);
  if (!queries.has(kind)) return not(`of kind ${kind}, which is not run on changed data`);
  const [parsed] = parser.parse(sql, { dialect: "duckdb" }).statements;
  if (parsed === undefined) return not(null);
  try {
    const seen = await observe(database, { parsed, lineage, ...more });
    const [base] = seen[0] ?? [];
    if (base?.rows !== undefined && base.rows !== null) return { seen, reason: null };
    return not(base?.error ?? "the data that was made gives no row");
  } catch (error) {
    return not(messageOf(error).split("\n")[0] ?? "");
  }
}

interface Observed {
  readonly parsed: ParsedStatement;
  readonly schema: LineageTables["schema"];
  readonly seed: number;
  readonly lineage: StatementLineage;
}

const mostTries = 4;

/**
 * Runs a query on changed data; on other data again, as long as there are direct edges that were not seen to matter. Data on
 * which it gives no row are not among them.
 */
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
    const [base] = observations;
    if (base?.rows === 0) continue;
    seen.push(observations);
    if (base === undefined || base.rows === null) break;
    const moved = seen.map((one) =>
      judgePerturbations(lineage, one).idle.map((edge) => JSON.stringify(edge)),
    );
    idle = (moved[0] ?? []).filter((edge) => moved.every((one) => one.includes(edge))).length;
  }
  return seen;
}
