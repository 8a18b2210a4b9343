import { DxError, nearest, parseName, relation } from "@dx/core";
import type { DataType, TableName, TableSchema, Time } from "@dx/core";
import { fingerprintRows, sql, type Fingerprint, type Query, type Sql } from "@dx/sql";
import { asOf } from "./as-of.ts";
import { columnsAs } from "./as-of-condition.ts";
import { findColumn } from "./check-columns.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/** Of what the hash is. */
export interface SnapshotHashOptions {
  /** Which columns keep the history. */
  readonly spec: HistorySpec;
  /** As of when a history is taken; without it, the table is a snapshot, taken as it is. */
  readonly at?: Time | Sql;
}

/**
 * Asks for what can be kept of a snapshot when its rows are gone: the fingerprint of key and columns of type 2. A
 * history as of the snapshot's time has the same one, as long as it is right: count and sum of hashes, of any
 * order, the same in every engine.
 * @param table - a snapshot, or with `at` a history
 * @param schema - that tells the types of the columns: of the snapshot or of the history
 * @throws DxError `DX_SCD_COLUMNS` if a column is not in the schema
 */
export function snapshotHash(
  table: TableName,
  schema: TableSchema,
  { spec, at }: SnapshotHashOptions,
): Query<Fingerprint> {
  const { key, byType } = columnsOf(spec);
  const names = [...key, ...byType[2]];
  const columns = names.map((name) => ({ name, type: typeOf(schema, name) }));
  const all = at === undefined ? sql`select * from ${relation(table)}` : asOf(table, spec, at);
  return fingerprintRows(sql`select ${columnsAs(names)} from (${all}) as snapshot`, columns);
}

function typeOf(schema: TableSchema, name: string): DataType {
  const column = findColumn(schema, name);
  if (column !== undefined) return column.type;
  const names = schema.columns.map((one) => one.name);
  const near = nearest(parseName(name).text, names);
  throw new DxError("DX_SCD_COLUMNS", `${schema.relation.name} has no column ${name}`, {
    path: [name],
    hint: near === undefined ? `the columns are ${names.join(", ")}` : `did you mean ${near}?`,
  });
}
