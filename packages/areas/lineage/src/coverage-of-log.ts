import type { Lineage } from "./build/lineage.ts";
import type { QueryLogEntry } from "./read/read-query-log.ts";

/** Why an entry of a log brought no lineage. */
export type LogGapReason = "failed" | "not-understood" | "moves-no-data";

/** An entry of a log without lineage. */
export interface LogGap {
  /** Its place in the log, from 0. */
  readonly entry: number;
  /** Why. */
  readonly reason: LogGapReason;
  /** In one sentence. */
  readonly message: string;
}

/** How much of a log lineage speaks of. */
export interface LogCoverage {
  /** Entries of the log. */
  readonly totalEntries: number;
  /** Entries whose statements were all read and bound, and one of which reads a table. */
  readonly entriesWithLineage: number;
  /** Each entry without lineage. */
  readonly gaps: readonly LogGap[];
}

/**
 * How many entries of a log have lineage, with a reason for each that has none. The total is that of the log, never that of the
 * statements that were understood. An entry whose text was there before is judged by the first one. O(entries + statements).
 * @param name - what the log was called when it was read; `log` without it
 * @example
 * ```ts
 * import { buildLineage, coverageOfLog, readQueryLog } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const log = [
 *   { sql: "create table b as select x from a" }, { sql: "create table b as select x from a" },
 *   { sql: "select from where" }, { sql: "vacuum" }, { sql: "drop table a", status: "failed" },
 * ] as const;
 * const lineage = buildLineage(await loadParser(), readQueryLog(log, { dialect: "duckdb" }).sources);
 * const { totalEntries, entriesWithLineage, gaps } = coverageOfLog(lineage, log);
 * if (totalEntries !== 5 || entriesWithLineage !== 2) throw new Error();
 * if (gaps.map(({ reason }) => reason).join() !== "not-understood,moves-no-data,failed") throw new Error();
 * ```
 */
export function coverageOfLog(
  lineage: Lineage,
  entries: readonly QueryLogEntry[],
  name = "log",
): LogCoverage {
  const broken = new Map(
    lineage.findings.flatMap(({ subject, severity, message }) =>
      severity === "error" ? [[subject, message] as const] : [],
    ),
  );
  const reading = new Set(
    lineage.statements.flatMap(({ script, reads }) => (reads.length > 0 ? [script] : [])),
  );
  const first = new Map<string, number>();
  const gaps = entries.flatMap((entry, index): readonly LogGap[] => {
    if (entry.status === "failed")
      return [{ entry: index, reason: "failed", message: "it failed when it ran" }];
    const known = first.get(entry.sql) ?? index;
    first.set(entry.sql, known);
    const [own, same] = [`${name}:${index + 1}`, `${name}:${known + 1}`];
    const fault = broken.get(own) ?? broken.get(same);
    if (fault !== undefined) return [{ entry: index, reason: "not-understood", message: fault }];
    if (reading.has(own) || reading.has(same)) return [];
    return [{ entry: index, reason: "moves-no-data", message: "its statements read no table" }];
  });
  return {
    totalEntries: entries.length,
    entriesWithLineage: entries.length - gaps.length,
    gaps,
  };
}
