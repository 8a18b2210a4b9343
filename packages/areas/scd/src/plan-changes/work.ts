import { DxError, relation, toMicros } from "@dx/core";
import type { Relation, TableName, Time } from "@dx/core";
import { identifier, isNotDistinct, joinSql, sql, timestampLiteral, type Sql } from "@dx/sql";
import type { TypedColumn } from "../need-types.ts";
import { columnsOf, type HistoryColumns, type HistorySpec } from "../history-spec.ts";

/** How changes are put into a history. */
export interface PlanChangesOptions {
  /** What of the history is kept, and where. */
  readonly spec: HistorySpec;
  /** When this load is: what audit columns say. */
  readonly loadedAt: Time | Sql;
  /** The schema for its working tables, as `scratch` or `db.scratch`; without a word, that of the history. */
  readonly scratch?: string;
  /**
   * The columns with their types, as `columns` of a `TableSchema`: needed for `rowHash` and surrogate keys by hash, and
   * where the log is not there yet on a platform that cannot make a table of a query only where there is none (Redshift).
   */
  readonly columns?: readonly TypedColumn[];
}

/** What all parts of a plan share. */
export interface Work {
  readonly spec: HistorySpec;
  readonly columns: HistoryColumns;
  readonly types: readonly TypedColumn[] | undefined;
  readonly history: Relation;
  readonly log: Relation;
  readonly loadedAt: Sql;
  /** Attributes, and the hash of those of type 2 if there is one. */
  readonly payload: readonly string[];
  /** What tells versions apart: the hash, or all columns of type 2. */
  readonly compared: readonly string[];
  /** A working table. */
  readonly table: (name: WorkingTable) => Relation;
}

/** The working tables: times of snapshots, what came, the open rows that it meets, keys to do anew, with their old versions, events, points in time and new versions. */
export const workingTables = [
  "times",
  "stage",
  "met",
  "again",
  "old",
  "mine",
  "points",
  "versions",
  "stale",
  "mark",
] as const;

type WorkingTable = (typeof workingTables)[number];

/** What a row of the log is of. */
export const what = {
  /** An event of a key that no version shows. */
  event: "event",
  /** A snapshot, of all keys. */
  snapshot: "snapshot",
  /** The greatest surrogate key that was given. */
  surrogate: "surrogate",
  /** When a column of type 3 last had another value. */
  prior: (name: string): string => `prior ${name}`,
} as const;

/** The table with what the history cannot tell. */
export function logOf(history: TableName, spec: HistorySpec): Relation {
  const table = relation(history);
  return spec.log === undefined
    ? { ...table, name: extend(table.name, "_log") }
    : relation(spec.log);
}

/**
 * Prepares a plan.
 * @throws DxError `DX_SCD_SPEC` if a column begins with `dx_`, as those of working tables do
 */
export function prepareWork(
  history: TableName,
  { spec, loadedAt, scratch, columns: types }: PlanChangesOptions,
): Work {
  const table = relation(history);
  const columns = columnsOf(spec);
  const reserved = [...columns.key, ...columns.attributes].find((name) => /^"?dx_/i.test(name));
  if (reserved !== undefined)
    throw new DxError("DX_SCD_SPEC", `${reserved} begins with dx_`, {
      path: [reserved],
      hint: "working tables have columns of such names: give it another one in a view",
    });
  const { schema, catalog } = scratch === undefined ? table : relation(`${scratch}.any`);
  return {
    spec,
    columns,
    types,
    history: table,
    log: logOf(table, spec),
    loadedAt: timestampLiteral(loadedAt),
    payload:
      spec.rowHash === undefined ? columns.attributes : [...columns.attributes, spec.rowHash],
    compared: spec.rowHash === undefined ? columns.byType[2] : [spec.rowHash],
    table: (name) => ({
      kind: "relation",
      name: extend(table.name, `_dx_${name}`),
      ...(schema === undefined ? {} : { schema }),
      ...(catalog === undefined ? {} : { catalog }),
    }),
  };
}

function extend(name: string, ending: string): string {
  return name.startsWith('"') ? `${name.slice(0, -1)}${ending}"` : `${name}${ending}`;
}

/** Columns of an alias. */
export function columnsAt(alias: string, names: readonly string[]): readonly Sql[] {
  return names.map((name) => identifier(alias, name));
}

/** That two aliases have the same key. */
export function sameKey({ columns: { key } }: Work, left: string, right: string): Sql {
  return joinSql(
    key.map((name) => sql`${identifier(left, name)} = ${identifier(right, name)}`),
    " and ",
  );
}

/** That columns of two aliases are equal, NULL to NULL; nothing is equal to nothing. */
export function sameValues(left: string, right: string, names: readonly string[]): Sql {
  const each = names.map((name) => isNotDistinct(identifier(left, name), identifier(right, name)));
  return each.length === 0 ? sql`1 = 1` : joinSql(each, " and ");
}

/** That a version of the history is open. */
export function isOpen({ spec }: Work, alias: string): Sql {
  const to = identifier(alias, spec.validTo);
  return spec.openEnd === undefined
    ? sql`${to} is null`
    : sql`${to} = ${timestampLiteral(toMicros(spec.openEnd))}`;
}

/** A join that leaves out the keys that are made anew, and the condition that goes with it. */
export function notAgain(work: Work, alias: string): Readonly<Record<"join" | "where", Sql>> {
  const [first = ""] = work.columns.key;
  return {
    join: sql`left join ${work.table("again")} as x on ${sameKey(work, "x", alias)}`,
    where: sql`${identifier("x", first)} is null`,
  };
}
