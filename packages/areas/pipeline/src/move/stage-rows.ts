import { findNamed, relation, toNames, type DataType, type Relation, type Rows } from "@dx/core";
import { castAs, countRows, dropTable, identifier, sql, type Sql } from "@dx/sql";
import { conformRows } from "../contract/conform-rows.ts";
import type { Rejected } from "../contract/contract.ts";
import { judgeSchema, type CheckedColumn, type JudgedSchema } from "../contract/judge-schema.ts";
import { nameBeside } from "../internal/name-beside.ts";
import { diffSchema } from "../schema/diff-schema.ts";
import { sameType } from "../schema/join-types.ts";
import { columnsOfRows, type TypedColumn } from "../schema/typed-column.ts";
import { keyColumns } from "../load/load-spec.ts";
import { inRange } from "../extract/backfill.ts";
import { fillRows } from "./fill-rows.ts";
import { findVariants } from "./find-variants.ts";
import { readGiven, type GivenTable } from "./given-rows.ts";
import type { Moving } from "./move-table.ts";
import type { PipelineDatabase } from "./pipeline-database.ts";
import { xidColumn, type PlannedExtraction } from "./plan-extraction.ts";
import { readColumns } from "./read-columns.ts";
import { sizeOfRows } from "./size-of-rows.ts";

/** Rows beside their target, as they will be in it. */
export interface Staged {
  /** Where they are. */
  readonly table: Relation;
  /** The columns that are loaded of it. */
  readonly columns: readonly TypedColumn[];
  /** The table of all keys of the source, if deletes are to be told from it. */
  readonly keys: Relation | undefined;
  /** How many rows were read. */
  readonly read: number;
  /** See `LoadRecord.bytes`. */
  readonly bytes: number | null;
  /** Whether the table has columns besides those. */
  readonly hasMore: boolean;
  /** What the target must get. */
  readonly evolution: JudgedSchema["evolution"];
  /** What was not let in. */
  readonly rejected: readonly Rejected[];
}

/** Brings a source's rows beside their target, held against the contract. */
export async function stageRows(
  on: Moving,
  extraction: PlannedExtraction,
  before: readonly TypedColumn[] | undefined,
): Promise<Staged> {
  const { tx, spec } = on;
  const table = nameBeside(relation(spec.table), "dx_staging");
  const counts = { read: 0, bytes: 0 };
  const rejected: Rejected[] = [];
  const given =
    extraction.rows === undefined
      ? undefined
      : openGiven(on, extraction.rows, fillRows(on, extraction, before));
  const stream = given ?? streamOf(on, extraction);
  if (stream === undefined) counts.read = await stageInTarget(on, table, extraction);
  const judged = judge(on, stream?.columns ?? (await stagedColumns(on, table)), before);
  const { checked } = judged;
  const conform = (rows: AsyncIterable<Rows> | Iterable<Rows>): AsyncIterable<Rows> =>
    conformAll(on, { rows, checked, target: before ?? [], counts, rejected });
  if (given !== undefined) await loadInTurn(tx, table, conform(given.rows));
  else if (stream !== undefined) await tx.load(table, conform(stream.rows));
  else if (checked.length > 0) {
    counts.read = 0;
    const kept: Rows[] = [];
    for await (const rows of conform(tx.stream(sql`select * from ${table}`))) kept.push(rows);
    await tx.load(table, kept);
  }
  const { evolution, empty } = await findVariants(on, { table, judged, before });
  const cast = await castRows(on, { table, before, evolution });
  const { range } = extraction;
  const within = range === undefined ? extraction.within : inRange(range, cast.columns);
  return {
    table: cast.table,
    columns: cast.columns.filter(({ name }) => !empty.includes(name)),
    keys: await stageKeys(on, extraction),
    read: within === undefined ? counts.read : await keepWithin(on, cast.table, within),
    hasMore: spec.cursor?.kind === "xid-window" || empty.length > 0,
    bytes: stream === undefined ? null : counts.bytes,
    evolution,
    rejected,
  };
}

/** Rows that are at hand, and their columns. */
function openGiven(
  { tx }: Moving,
  given: GivenTable,
  fill: (rows: Rows) => Rows,
): { readonly rows: AsyncIterable<Rows>; readonly columns: readonly TypedColumn[] } {
  async function* filled(): AsyncGenerator<Rows> {
    for await (const rows of readGiven(tx, given)) yield fill(rows);
  }
  return { rows: filled(), columns: columnsOfRows(fill(given.rows), tx.dialect) };
}

/** Fills a table by rows that come out of the same transaction: each after the other. */
async function loadInTurn(
  tx: PipelineDatabase,
  table: Relation,
  batches: AsyncIterable<Rows>,
): Promise<void> {
  let mode: "replace" | "append" = "replace";
  for await (const rows of batches) {
    await tx.load(table, [rows], { mode });
    mode = "append";
  }
}

/** The rows of a source that is not in the target, and their columns. */
function streamOf(
  { tx }: Moving,
  { select, database, columns = [] }: PlannedExtraction,
): { readonly rows: AsyncIterable<Rows>; readonly columns: readonly TypedColumn[] } | undefined {
  return select === undefined || database === tx
    ? undefined
    : { rows: database.stream(select), columns };
}

/** Stages what the target's engine reads itself: a file, or what is in it; gives how many rows there are. */
async function stageInTarget(
  { tx, source }: Moving,
  table: Relation,
  { select }: PlannedExtraction,
): Promise<number> {
  if ("file" in source) {
    const { file, rowNumber } = source;
    return (await tx.load(table, file, rowNumber === undefined ? {} : { rowNumber })).rows;
  }
  await tx.apply([
    [
      { purpose: "make room", sql: sql`drop table if exists ${table}` },
      { purpose: "stage the source's rows", sql: sql`create table ${table} as ${select ?? sql``}` },
    ],
  ]);
  return tx.run(countRows(table));
}

/** Takes out staged rows that were read before, or are not wanted; gives how many are left. */
async function keepWithin({ tx }: Moving, table: Relation, within: Sql): Promise<number> {
  await tx.apply([
    [
      {
        purpose: "leave out what was not asked for",
        sql: sql`delete from ${table} where case when ${within} then 0 else 1 end = 1`,
      },
    ],
  ]);
  return tx.run(countRows(table));
}

function judge(
  { spec }: Moving,
  columns: readonly TypedColumn[],
  before: readonly TypedColumn[] | undefined,
): JudgedSchema {
  if (before === undefined) return { evolution: { added: [], widened: [] }, checked: [] };
  const judged = judgeSchema(diffSchema(before, columns), spec.contract);
  if (spec.key === undefined) return judged;
  const key = keyColumns(spec.key, before);
  const isKey = (name: string): boolean => findNamed(key, name) !== undefined;
  const checked = judged.checked.map((one): CheckedColumn =>
    one.otherwise === "variant" && isKey(one.name)
      ? { name: one.name, reason: one.reason, otherwise: "refuse" }
      : one,
  );
  return { ...judged, checked };
}

async function stagedColumns({ tx }: Moving, table: Relation): Promise<readonly TypedColumn[]> {
  const columns = await tx.run(readColumns(table, tx.dialect));
  return columns.filter(({ name }) => name !== xidColumn);
}

/** Rows in the target's types, where they came in others that all fit. */
async function castRows(
  on: Moving,
  {
    table,
    before,
    evolution,
  }: Pick<Staged, "table" | "evolution"> & { readonly before: readonly TypedColumn[] | undefined },
): Promise<Pick<Staged, "table" | "columns">> {
  const all = await on.tx.run(readColumns(table, on.tx.dialect));
  const columns = all.filter(({ name }) => name !== xidColumn);
  if (before === undefined) return { table, columns };
  const wanted = ({ name }: TypedColumn): DataType | undefined =>
    findNamed(evolution.widened, name)?.to ?? findNamed(before, name)?.type;
  const cast = all.map((column) => {
    const type = wanted(column);
    const name = identifier(column.name);
    if (type === undefined || sameType(type, column.type)) return { sql: name, isCast: false };
    return { sql: sql`${castAs(name, type)} as ${name}`, isCast: true };
  });
  if (!cast.some(({ isCast }) => isCast)) return { table, columns };
  const made = nameBeside(relation(on.spec.table), "dx_cast");
  await on.tx.apply([
    [
      { purpose: "make room", sql: sql`drop table if exists ${made}` },
      {
        purpose: "give the staged rows the target's types",
        sql: sql`create table ${made} as select ${cast.map((one) => one.sql)} from ${table}`,
      },
      { purpose: "drop the staged rows", sql: dropTable(table) },
    ],
  ]);
  return { table: made, columns: await stagedColumns(on, made) };
}

interface Conforming {
  readonly rows: AsyncIterable<Rows> | Iterable<Rows>;
  readonly checked: readonly CheckedColumn[];
  readonly target: readonly TypedColumn[];
  readonly counts: { read: number; bytes: number };
  readonly rejected: Rejected[];
}

async function* conformAll(
  { tx, options }: Moving,
  { rows: batches, checked, target, counts, rejected }: Conforming,
): AsyncGenerator<Rows> {
  for await (const batch of batches) {
    const conformed = conformRows(batch, {
      target,
      checked,
      dialect: tx.dialect,
      before: counts.read,
    });
    counts.read += batch.count;
    counts.bytes += sizeOfRows(batch);
    rejected.push(...conformed.rejected);
    yield conformed.rows;
    options.onProgress?.({ rows: counts.read, bytes: counts.bytes });
  }
}

/** All keys that the source has, after its rows were read: what was inserted since is only not yet in the target. */
async function stageKeys(
  { tx, spec }: Moving,
  { from, database }: PlannedExtraction,
): Promise<Relation | undefined> {
  const isPart = spec.cursor !== undefined || spec.range !== undefined;
  if (spec.deletes !== "by-keys" || !isPart || from === undefined) return undefined;
  const table = nameBeside(relation(spec.table), "dx_keys");
  const names: readonly Sql[] = toNames(spec.key ?? [], "key").map((name) => identifier(name));
  const select = sql`select ${names} from ${from}`;
  if (database === tx)
    await tx.apply([
      [
        { purpose: "make room", sql: sql`drop table if exists ${table}` },
        { purpose: "stage the source's keys", sql: sql`create table ${table} as ${select}` },
      ],
    ]);
  else await tx.load(table, database.stream(select));
  return table;
}
