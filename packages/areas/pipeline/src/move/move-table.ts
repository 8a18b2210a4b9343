import { DxError, formatRelation, isDxError, relation, toRows, type TableName } from "@dx/core";
import { createTable, dropTable, renameTable, type Plan, type Statement } from "@dx/sql";
import type { Rejected } from "../contract/contract.ts";
import {
  findLoad,
  noteLoad,
  readCursor,
  takeNewTable,
  takeTable,
  type LoadRecord,
} from "../load/load-record.ts";
import { requireLoad, type LoadSpec } from "../load/load-spec.ts";
import { planLoad, type LoadPlanOptions, type LoadStatement } from "../load/plan-load.ts";
import { planRecordFields } from "../records/record-fields.ts";
import { planStateTables, stateTables } from "../load/state-tables.ts";
import { sameType } from "../schema/join-types.ts";
import { planEvolution } from "../schema/diff-schema.ts";
import type { TypedColumn } from "../schema/typed-column.ts";
import { planExtraction, type PlannedExtraction } from "./plan-extraction.ts";
import { findTaken, moveLists } from "./move-lists.ts";
import type { GivenRows, MoveSource, PipelineDatabase } from "./pipeline-database.ts";
import { noteNewFields } from "./plan-records.ts";
import { proveLoaded, requireKeys } from "./prove-loaded.ts";
import { readColumns } from "./read-columns.ts";
import { stageRows, type Staged } from "./stage-rows.ts";

/** What is moved so far. */
export interface MoveProgress {
  /** Rows that have come. */
  readonly rows: number;
  /** How large their values are; see `LoadRecord.bytes`. */
  readonly bytes: number;
}

/** How rows are moved. */
export interface MoveOptions {
  /** What makes it the same load if it is tried again: a load of this id is never done twice. */
  readonly loadId: string;
  /** When it is: ISO text. */
  readonly at: string;
  /** Milliseconds, for how long it takes. */
  readonly clock?: () => number;
  /** Is told how far it is. */
  readonly onProgress?: (progress: MoveProgress) => void;
}

/** What a move did. */
export interface MoveResult {
  /** `already-loaded` if the target knows a load of this id: nothing was done. */
  readonly status: "loaded" | "already-loaded";
  /** What the target notes of it. */
  readonly record: LoadRecord;
  /** Whether the table was made. */
  readonly created: boolean;
  /** The columns that it has now. */
  readonly columns: readonly TypedColumn[];
  /** Columns that came with this load, and those that are wider now. */
  readonly changed: readonly string[];
  /** What the contract did not let in; all of it is in `_dx_quarantine`. */
  readonly rejected: readonly Rejected[];
  /** What became of the lists in records, a table each. */
  readonly lists: readonly MoveResult[];
  /** The statements that were run in the target, besides the copying itself. */
  readonly plan: Plan;
}

/**
 * Moves rows of a source into a table: what is new, held against the contract, in one transaction of the target together
 * with the load's id and how far the source was read. Whenever it is killed, nothing or all of it is there; tried again
 * under the same id, it is done once. Staged rows and target are compared by key before the commit.
 * @throws DxError `DX_PIPELINE_LOAD`, `DX_PIPELINE_CURSOR`, `DX_PIPELINE_BACKWARDS`, `DX_PIPELINE_CONTRACT`,
 * `DX_PIPELINE_KEY`, `DX_PIPELINE_NAMES`, `DX_PIPELINE_RECONCILE`; nothing is loaded then
 */
// oxlint-disable-next-line max-params -- from where, to where, how, and as what
export async function moveTable(
  source: MoveSource,
  target: PipelineDatabase,
  spec: LoadSpec,
  options: MoveOptions,
): Promise<MoveResult> {
  requireLoad(spec);
  const began = options.clock?.();
  return target.transaction(async (tx) => {
    const on: Moving = { source, target, tx, spec, options, began };
    return move(on);
  });
}

/** A move under way. */
export interface Moving {
  readonly source: MoveSource | GivenRows;
  /** As it was given, to tell whether the source is in it. */
  readonly target: PipelineDatabase;
  /** Its transaction. */
  readonly tx: PipelineDatabase;
  readonly spec: LoadSpec;
  readonly options: MoveOptions;
  readonly began: number | undefined;
  /** Of a table of lists: that of the records. */
  readonly root?: TableName;
  /** See {@link LoadPlanOptions}. */
  readonly owners?: LoadPlanOptions["owners"];
}

async function move(on: Moving): Promise<MoveResult> {
  const { tx, spec, options } = on;
  const { table } = spec;
  const done: Statement[] = [];
  const apply = async (statements: readonly Statement[]): Promise<readonly (number | null)[]> => {
    done.push(...statements);
    const [counts = []] = statements.length === 0 ? [] : await tx.apply([statements]);
    return counts;
  };
  await apply([
    ...planStateTables(table).flat(),
    ...("records" in on.source ? planRecordFields(table).flat() : []),
  ]);
  const [taken] = await apply([takeTable(table, options.loadId)]);
  if (taken === 0) await apply([takeNewTable(table, options.loadId)]);
  const before = await describeIfThere(tx, table);
  const known = await tx.run(findLoad(table, options.loadId));
  if (known !== undefined) return alreadyLoaded(known, before ?? []);
  if (before === undefined && spec.contract?.tables === "freeze")
    throw new DxError(
      "DX_PIPELINE_CONTRACT",
      `there is no table ${formatRelation(relation(table))}`,
      {
        path: ["contract", "tables"],
        hint: "make it, or let `tables` of the contract evolve",
      },
    );
  const extraction = await planExtraction(on, { state: await tx.run(readCursor(table)), before });
  const staged = await stageRows(on, extraction, before);
  await requireKeys(on, staged);
  const roots = await findTaken(on, { staged, extraction, before });
  const isPut = isWhole(on, staged, before);
  const { columns, ...written } = isPut
    ? await putInPlace(on, { before, staged, apply })
    : await write(on, { before, staged, extraction, apply });
  const cursor = await extraction.next(isPut ? { ...staged, table: relation(table) } : staged);
  const record = noteOf(on, { staged, written, cursor });
  await apply([...noteLoad(record), ...noteNewFields(on, extraction)]);
  const lists = await moveLists(on, {
    lists: extraction.lists ?? [],
    roots,
    owners: isPut ? relation(table) : staged.table,
    move,
  });
  await quarantine(on, staged.rejected);
  await apply([
    ...(isPut ? [] : [{ purpose: "drop the staged rows", sql: dropTable(staged.table) }]),
    ...(staged.keys === undefined
      ? []
      : [{ purpose: "drop the keys", sql: dropTable(staged.keys) }]),
  ]);
  return {
    status: "loaded",
    record,
    created: before === undefined,
    columns,
    changed:
      before === undefined
        ? []
        : [...staged.evolution.added, ...staged.evolution.widened].map(({ name }) => name),
    rejected: staged.rejected,
    lists,
    plan: [done],
  };
}

function alreadyLoaded(record: LoadRecord, columns: readonly TypedColumn[]): MoveResult {
  const none = { created: false, changed: [], rejected: [], lists: [], plan: [] } as const;
  return { status: "already-loaded", record, columns, ...none };
}

/** How many rows became what. */
type Counts = Readonly<Record<Exclude<LoadStatement["counts"], "nothing">, number>>;

/** The same, and the columns that the table has then. */
type Written = Counts & { readonly columns: readonly TypedColumn[] };

type Apply = (statements: readonly Statement[]) => Promise<readonly (number | null)[]>;

/** Whether the staged rows can be the table itself: there is none, or it is swapped for one of the same columns. */
function isWhole(
  { spec }: Moving,
  { columns, hasMore }: Staged,
  before: readonly TypedColumn[] | undefined,
): boolean {
  if (hasMore) return false;
  if (before === undefined) return true;
  const isSame = ({ name, type }: TypedColumn, at: number): boolean => {
    const column = before[at];
    return column?.name === name && sameType(column.type, type);
  };
  return spec.replace === "swap" && columns.length === before.length && columns.every(isSame);
}

/** Makes staged rows the table itself: nothing is copied, so there is nothing to compare. */
async function putInPlace(
  { spec }: Moving,
  { before, staged, apply }: Omit<Writing, "extraction">,
): Promise<Written> {
  const table = relation(spec.table);
  const called = formatRelation(table);
  await apply([
    ...(before === undefined ? [] : [{ purpose: `take ${called} away`, sql: dropTable(table) }]),
    {
      purpose: `make the staged rows ${called}`,
      sql: renameTable(staged.table, table.name),
    },
  ]);
  const gone = new Set(
    staged.rejected.flatMap(({ discarded, row }) => (discarded === "row" ? [row] : [])),
  );
  const { columns, read } = staged;
  return { inserted: read - gone.size, updated: 0, deleted: 0, columns };
}

interface Writing {
  readonly before: readonly TypedColumn[] | undefined;
  readonly staged: Staged;
  readonly extraction: PlannedExtraction;
  readonly apply: Apply;
}

/** Gives the table what it lacks, writes staged rows to it, and compares. */
async function write(on: Moving, { before, staged, extraction, apply }: Writing): Promise<Written> {
  const { tx, spec } = on;
  const { table } = spec;
  if (before === undefined)
    await apply([
      {
        purpose: `make ${formatRelation(relation(table))}`,
        sql: createTable(table, staged.columns),
      },
    ]);
  else await apply(planEvolution(table, staged.evolution).flat());
  const columns = await tx.run(readColumns(relation(table), tx.dialect));
  const statements = planLoad(spec, {
    staging: staged.table,
    columns: staged.columns,
    target: columns,
    ...(staged.keys === undefined ? {} : { keys: staged.keys }),
    ...(on.owners === undefined ? {} : { owners: on.owners }),
    ...extraction.reread,
  });
  const counts = await apply(statements);
  await proveLoaded(on, staged);
  const sum = (what: LoadStatement["counts"]): number =>
    statements.reduce((all, one, at) => all + (one.counts === what ? (counts[at] ?? 0) : 0), 0);
  return { inserted: sum("inserted"), updated: sum("updated"), deleted: sum("deleted"), columns };
}

function noteOf(
  { spec, options, began }: Moving,
  {
    staged,
    written,
    cursor,
  }: { readonly staged: Staged; readonly written: Counts; readonly cursor: string | null },
): LoadRecord {
  const now = options.clock?.();
  return {
    table: formatRelation(relation(spec.table)),
    loadId: options.loadId,
    at: options.at,
    mode: spec.mode,
    read: staged.read,
    ...written,
    rejected: staged.rejected.length,
    bytes: staged.bytes,
    seconds: now === undefined || began === undefined ? null : (now - began) / 1000,
    cursor,
  };
}

async function quarantine(
  { tx, spec, options }: Moving,
  rejected: readonly Rejected[],
): Promise<void> {
  if (rejected.length === 0) return;
  const rows = rejected.map((one) => ({
    table_name: formatRelation(relation(spec.table)),
    load_id: options.loadId,
    row_number: one.row,
    column_name: one.column,
    reason: one.reason,
    discarded: one.discarded,
    value: one.value,
    record: one.record,
  }));
  await tx.load(stateTables(spec.table).quarantine, [toRows(rows, { row_number: "int64" })], {
    mode: "append",
  });
}

/** The columns of a table; `undefined` if it is not there. */
async function describeIfThere(
  database: PipelineDatabase,
  table: TableName,
): Promise<readonly TypedColumn[] | undefined> {
  try {
    return (await database.describe(table)).columns;
  } catch (error) {
    if (isDxError(error) && error.code === "DX_DATABASE_NO_TABLE") return undefined;
    throw error;
  }
}
