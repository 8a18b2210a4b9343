import { DxError, isDxError, toMicros, type Finding, type Time } from "@dx/core";
import type { ParserDialect } from "@dx/sql-parser";
import type { LineageScript } from "../build/lineage.ts";
import { isFields, textOf } from "./fields.ts";
import { said, type ReadSources } from "./read-sources.ts";

/** A text that was run. */
export interface QueryLogEntry {
  /** Its text: one statement or several. */
  readonly sql: string;
  /** When it began; without it, the entry keeps its place behind the one before it. */
  readonly at?: Time;
  /** The session, which temporary tables belong to; entries without it are each a session of their own. */
  readonly session?: string;
  /** Whether it ran; those that `failed` are left out. Without it, it did. */
  readonly status?: "ok" | "failed";
  /** The schema of tables that are named without one. */
  readonly defaultSchema?: string;
}

/** How a log is read. */
export interface ReadQueryLogOptions {
  /** Whose SQL it is. */
  readonly dialect: ParserDialect;
  /** What the log is called; `log` without it. */
  readonly name?: string;
}

/**
 * The statements of a log in the order in which they ran, each a script of its session, so that temporary tables are composed
 * away. Statements that failed are left out, and said. A text that comes again is taken once, unless a table may have changed
 * in between. `use` and `set search_path` hold for what follows in their session.
 * @throws DxError `DX_LINEAGE_LOG` for an entry without text, or whose time is none
 * @example
 * ```ts
 * import { buildLineage, readQueryLog } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const { sources, findings } = readQueryLog([
 *   { session: "a", at: "2026-01-01T00:00:02Z", sql: "create table best as select x from t" },
 *   { session: "a", at: "2026-01-01T00:00:01Z", sql: "create temp table t as select x from orders" },
 *   { session: "b", at: "2026-01-01T00:00:03Z", sql: "create table best as select y from t", status: "failed" },
 * ], { dialect: "duckdb" });
 * const { edges } = buildLineage(await loadParser(), sources);
 * if (edges.length !== 1 || edges[0]?.from.table !== "orders" || findings.length !== 1) throw new Error();
 * ```
 */
export function readQueryLog(
  entries: readonly QueryLogEntry[],
  { dialect, name = "log" }: ReadQueryLogOptions,
): ReadSources {
  const isRepeated = createRepeats();
  const schemas = new Map<string, string>();
  const failed: number[] = [];
  const sources = inOrder(entries).flatMap(({ entry, index }): readonly LineageScript[] => {
    const { sql, session, status } = entry;
    if (status === "failed") {
      failed.push(index);
      return [];
    }
    const chosen = chosenSchema(sql, dialect);
    if (chosen !== undefined && session !== undefined) schemas.set(session, chosen);
    const defaultSchema = entry.defaultSchema ?? schemas.get(session ?? "");
    const script: LineageScript = {
      kind: "script",
      name: `${name}:${index + 1}`,
      sql,
      dialect,
      ...(session === undefined ? {} : { session }),
      ...(defaultSchema === undefined ? {} : { defaultSchema }),
    };
    return isRepeated(script) ? [] : [script];
  });
  return { sources, findings: saidFailed(failed, name) };
}

/** Tells whether a script says nothing new: the same text was there, and no table has changed its columns since. */
function createRepeats(): (script: LineageScript) => boolean {
  const seen = new Map<string, number>();
  const withTemporary = new Set<string>();
  let changes = 0;
  return ({ sql, session = "", defaultSchema = "" }) => {
    if (/\btemp(?:orary)?\b|#/i.test(sql)) withTemporary.add(session);
    const key = JSON.stringify([defaultSchema, sql]);
    const isKnown = !withTemporary.has(session) && seen.get(key) === changes;
    if (mayChangeColumns(sql)) changes += 1;
    seen.set(key, changes);
    return isKnown;
  };
}

function mayChangeColumns(sql: string): boolean {
  return /\b(?:create|alter|drop|rename|swap|exchange)\b|\bselect\b[^;]*\binto\b/i.test(sql);
}

/** Where `use x` chooses a schema; elsewhere it chooses a database. */
const useIsSchema: ReadonlySet<ParserDialect> = new Set([
  "duckdb",
  "mysql",
  "hive",
  "spark",
  "databricks",
  "clickhouse",
]);

/** The schema that a statement chooses for tables that are named without one. */
function chosenSchema(sql: string, dialect: ParserDialect): string | undefined {
  const set =
    /^\s*(?:use\s+schema|set\s+(?:search_path|schema)(?:\s*=|\s+to)?)\s+(?<name>[^\s,;]+)/i.exec(
      sql,
    );
  const use = /^\s*use\s+(?<name>[^\s,;]+)\s*;?\s*$/i.exec(sql);
  const name =
    set?.groups?.["name"] ?? (useIsSchema.has(dialect) ? use?.groups?.["name"] : undefined);
  return name?.replaceAll(/^'|'$/g, "").replaceAll("`", '"');
}

interface Placed {
  readonly entry: QueryLogEntry;
  readonly index: number;
  readonly time: bigint;
}

/** By their times; those of one time, and those without, in the order of the list. */
function inOrder(entries: readonly QueryLogEntry[]): readonly Placed[] {
  let last = 0n;
  const placed = entries.map((entry, index): Placed => {
    if (typeof entry.sql !== "string" || entry.sql.trim() === "")
      throw wrong(index, "it has no text of SQL", "sql");
    const time = entry.at === undefined ? undefined : timeOf(entry.at, index);
    if (time !== undefined) last = time;
    return { entry, index, time: time ?? last };
  });
  return placed.toSorted((a, b) =>
    a.time < b.time ? -1 : a.time > b.time ? 1 : a.index - b.index,
  );
}

function timeOf(at: Time, index: number): bigint {
  try {
    return toMicros(at);
  } catch (error) {
    if (!isDxError(error)) throw error;
    throw wrong(
      index,
      `its time ${typeof at === "string" ? JSON.stringify(at) : ""} is none`,
      "at",
    );
  }
}

function wrong(index: number, reason: string, field: string): DxError {
  return new DxError("DX_LINEAGE_LOG", `entry ${index + 1} of the log: ${reason}`, {
    path: ["entries", index, field],
    hint: 'give { sql, at?, session?, status?, defaultSchema? }, at as "2026-01-31T12:00:00Z"',
  });
}

function saidFailed(failed: readonly number[], name: string): readonly Finding[] {
  const [first] = failed;
  if (first === undefined) return [];
  const message = `${failed.length} statements failed when they ran, and are left out; the first is entry ${first + 1}`;
  return [said("DX_LINEAGE_LOG_FAILED", `${name}:${first + 1}`, { message, count: failed.length })];
}

/**
 * The entries of a log that was kept as JSON, checked.
 * @throws DxError `DX_LINEAGE_LOG` for a field that is not known, or is none
 * @example
 * ```ts
 * import { toQueryLog } from "@dx/lineage";
 * if (toQueryLog([{ sql: "select 1", session: "a" }])[0]?.session !== "a") throw new Error();
 * ```
 */
export function toQueryLog(values: readonly unknown[]): readonly QueryLogEntry[] {
  return values.map((value, index) => {
    if (!isFields(value)) throw wrong(index, "it is no JSON object", "sql");
    for (const [name, field] of Object.entries(value)) {
      if (!fields.has(name)) throw wrong(index, `it has a field ${name}`, name);
      if (typeof field !== "string") throw wrong(index, `its ${name} is no text`, name);
    }
    const { sql, at, session, status, defaultSchema } = value;
    if (status !== undefined && status !== "ok" && status !== "failed")
      throw wrong(index, "its status is neither ok nor failed", "status");
    return {
      sql: textOf(sql) ?? "",
      ...(typeof at === "string" ? { at } : {}),
      ...(typeof session === "string" ? { session } : {}),
      ...(status === undefined ? {} : { status }),
      ...(typeof defaultSchema === "string" ? { defaultSchema } : {}),
    };
  });
}

const fields: ReadonlySet<string> = new Set(["sql", "at", "session", "status", "defaultSchema"]);
