import {
  describeChange,
  impactOf,
  proposeChanges,
  type ImpactReport,
  type Lineage,
  type LineageTables,
  type SchemaChange,
  type TriedStatement,
} from "@dx/lineage";
import type { TaskTools } from "@dx/runner";
import { tableName, type SqlParser } from "@dx/sql-parser";
import type { Made } from "./outputs.ts";
import { rehearse, sourcesOf, type Rehearsal } from "./rehearsal.ts";
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
export async function tryChanges(
  parser: SqlParser,
  { read, sources, lineage, rehearsal, changes, tools }: Ground,
): Promise<{ readonly impact: Made["impact"]; readonly tried: readonly TriedStatement[] }> {
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
  const impact: Made["impact"] = [];
  const tried: TriedStatement[] = [];
  const before = new Map(rehearsal.ran.map((one) => [one.statement, one]));
  const all = changes ?? proposed;
  for (const [index, change] of all.entries()) {
    tools.progress(index, all.length, "changes");
    const report = impactOf(parser, sourcesOf(read, sources), change);
    const name = describeChange(change);
    const changedTable = tableName(change.table, { dialect: "duckdb" });
    // oxlint-disable-next-line no-await-in-loop -- one copy at a time
    const after = await rehearse(read, { lineage, change, compared: safeOf(report) });
    const now = new Map(after.ran.map((one) => [one.statement, one]));
    for (const { statement, target, verdict } of after.isChanged ? report.statements : []) {
      const [old, other] = [before.get(statement), now.get(statement)];
      if (old === undefined || other === undefined || old.error !== null || target === null)
        continue;
      if (verdict === "safe" && target === changedTable) continue;
      const ran = other.error === null;
      tried.push({
        change: name,
        statement,
        target,
        verdict,
        ran,
        same: ran && verdict === "safe" ? old.rows === other.rows : null,
      });
    }
    const safe = report.statements.filter(
      ({ verdict, target }) => verdict === "safe" && target !== null,
    ).length;
    const reasons = report.statements.flatMap((one) =>
      one.reasons
        .slice(0, 1)
        .map(
          ({ message, span }) =>
            `${one.script}:${span.line}:${span.column} ${one.verdict}: ${message}`,
        ),
    );
    impact.push({
      change: name,
      broken: [...report.brokenTables],
      affected: [...report.affectedTables],
      safe,
      reasons: reasons.slice(0, 20),
    });
  }
  return { impact, tried };
}

function safeOf({ statements }: ImpactReport): ReadonlySet<number> {
  return new Set(
    statements.flatMap(({ statement, verdict }) => (verdict === "safe" ? [statement] : [])),
  );
}
