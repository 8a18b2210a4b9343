import {
  describeChange,
  proposeChanges,
  type ImpactReport,
  type Lineage,
  type LineageTables,
  type SchemaChange,
  type TriedStatement,
} from "@dx/lineage";
import type { TaskTools } from "@dx/runner";
import { tableName } from "@dx/sql-parser";
import { inLanes } from "./in-lanes.ts";
import { builder } from "./lineage-of.ts";
import type { Made } from "./outputs.ts";
import { rehearseChanged, sourcesOf, type Changed, type Rehearsal } from "./rehearsal.ts";
import type { Read } from "./systems.ts";

/** What changes are tried on. */
interface Ground {
  readonly read: Read;
  readonly sources: LineageTables;
  readonly lineage: Lineage;
  readonly rehearsal: Rehearsal;
  /** Those of the inputs. */
  readonly changes: readonly SchemaChange[] | undefined;
  readonly tools: TaskTools;
}

/** Thinks each change through, and tries it on a copy: all statements run again with the change made. */
export async function tryChanges({
  read,
  sources,
  lineage,
  rehearsal,
  changes,
  tools,
}: Ground): Promise<{
  readonly impact: Made["impact"];
  readonly tried: readonly TriedStatement[];
}> {
  const known = new Set([
    ...Object.keys(sources.schema),
    ...rehearsal.catalog.map(({ table }) => table),
  ]);
  const views = new Set(
    lineage.tables.flatMap(({ name, kind }) => (kind === "view" ? [name] : [])),
  );
  const proposed = proposeChanges(lineage, 50)
    .filter(({ table }) => known.has(table) && !views.has(table))
    .slice(0, lineage.statements.length > 60 ? 4 : 8);
  const before = new Map(rehearsal.ran.map((one) => [one.statement, one]));
  const all = changes ?? proposed;
  const maker = await builder();
  const reports = all.map((change) => maker.impactOf(sourcesOf(read, sources), change));
  let done = 0;
  const copies = await inLanes(reports, lanes, async (report) => {
    const { change } = report;
    const after = await rehearseChanged(read, {
      lineage,
      change,
      compared: safeOf(report),
      before: rehearsal,
    });
    done += 1;
    tools.progress(done, all.length, "changes");
    return triedOf(report, { before, after });
  });
  return { impact: reports.map(impactOfReport), tried: copies.flat() };
}

/** A DuckDB works in each, and there are hardly fewer processors than that. */
const lanes = ["first", "second"] as const;

/** What was seen of statements that ran without the change. */
function triedOf(
  { change, statements }: ImpactReport,
  {
    before,
    after,
  }: {
    readonly before: ReadonlyMap<number, Rehearsal["ran"][number]>;
    readonly after: Changed;
  },
): readonly TriedStatement[] {
  const now = new Map(after.ran.map((one) => [one.statement, one]));
  const changedTable = tableName(change.table, { dialect: "duckdb" });
  return (after.isChanged ? statements : []).flatMap(({ statement, target, verdict }) => {
    const [old, other] = [before.get(statement), now.get(statement)];
    if (old === undefined || other === undefined || old.error !== null || target === null)
      return [];
    if (verdict === "safe" && target === changedTable) return [];
    const ran = other.error === null;
    const same = ran && verdict === "safe" ? old.rows === other.rows : null;
    return [{ change: describeChange(change), statement, target, verdict, ran, same }];
  });
}

function impactOfReport({
  change,
  statements,
  brokenTables,
  affectedTables,
}: ImpactReport): Made["impact"][number] {
  const safe = statements.filter(
    ({ verdict, target }) => verdict === "safe" && target !== null,
  ).length;
  const reasons = statements.flatMap((one) =>
    one.reasons
      .slice(0, 1)
      .map(
        ({ message, span }) =>
          `${one.script}:${span.line}:${span.column} ${one.verdict}: ${message}`,
      ),
  );
  return {
    change: describeChange(change),
    broken: [...brokenTables],
    affected: [...affectedTables],
    safe,
    reasons: reasons.slice(0, 20),
  };
}

function safeOf({ statements }: ImpactReport): ReadonlySet<number> {
  return new Set(
    statements.flatMap(({ statement, verdict }) => (verdict === "safe" ? [statement] : [])),
  );
}
