import { DxError, relation, toObjects, type Rows } from "@dx/core";
import { identifier, query, rowTransaction, sql, type Query, type Sql } from "@dx/sql";
import type {
  ColumnCursor,
  ColumnState,
  Cursor,
  CursorState,
  XidCursor,
} from "../extract/cursor.ts";
import { nextXidState, readHorizon, readLow, xidWindow } from "../extract/xid-window.ts";
import type { LoadPlanOptions } from "../load/plan-load.ts";
import type { TypedColumn } from "../schema/typed-column.ts";
import type { Moving } from "./move-table.ts";
import { inRange, type ColumnRange } from "../extract/backfill.ts";
import { byColumn, greatestOf } from "./by-column.ts";
import type { DatabaseSource, ListRows, PipelineDatabase } from "./pipeline-database.ts";
import type { GivenTable } from "./given-rows.ts";
import { planRecords } from "./plan-records.ts";
import { readColumns } from "./read-columns.ts";
import type { Staged } from "./stage-rows.ts";

/** The column of staged rows that has the number of their transaction. */
export const xidColumn = "_dx_xid";

/** What is read of a source, and what is known afterwards. */
export interface PlannedExtraction {
  /** The query of its rows; `undefined` for a file. */
  readonly select: Sql | undefined;
  /** What is read of, in a query; `undefined` for a file. */
  readonly from: Sql | undefined;
  /** Where it is asked: in the target's transaction, if it is in the target. */
  readonly database: PipelineDatabase;
  /** Its columns, under the target's names; `undefined` for a file. */
  readonly columns: readonly TypedColumn[] | undefined;
  /** For {@link planLoad}. */
  readonly reread: Pick<LoadPlanOptions, "reread">;
  /** The rows themselves, of a source of records. */
  readonly rows?: GivenTable;
  /** Columns that earlier loads of such a source had: what rows lack of them is NULL. */
  readonly known?: readonly string[];
  /** The rows of its lists. */
  readonly lists?: readonly ListRows[];
  /** Only staged rows for which it holds are loaded. */
  readonly within?: Sql;
  /** Only staged rows in it are loaded. */
  readonly range?: ColumnRange;
  /** How far it is read when the staged rows are in; JSON text, `null` without a cursor. */
  readonly next: (staged: Staged) => Promise<string | null>;
}

/** The database of a source: the target's transaction, if it is in the target. */
function databaseOf({ target, tx }: Moving, { database }: DatabaseSource): PipelineDatabase {
  return database === target ? tx : database;
}

/** Finds out what is to be read. */
export async function planExtraction(
  on: Moving,
  {
    state,
    before = [],
  }: {
    readonly state: CursorState | undefined;
    readonly before: readonly TypedColumn[] | undefined;
  },
): Promise<PlannedExtraction> {
  const { source, spec, tx } = on;
  const { cursor } = spec;
  requireSameCursor(cursor, state);
  if ("records" in source) return planRecords(on, source, { state, before });
  const none = { select: undefined, from: undefined, columns: undefined, database: tx };
  const once = { ...none, reread: {}, next: async () => null };
  if ("rows" in source) return { ...once, rows: source.rows, known: source.known };
  if ("file" in source) {
    if (cursor !== undefined)
      throw new DxError("DX_PIPELINE_CURSOR", "files are read whole", {
        path: ["cursor"],
        hint: "leave the cursor out; a file that was loaded is known by its load id",
      });
    return spec.range === undefined ? once : { ...once, range: spec.range };
  }
  return planDatabase(on, source, state);
}

function requireSameCursor(cursor: Cursor | undefined, state: CursorState | undefined): void {
  if (state === undefined || cursor === undefined || state.kind === cursor.kind) return;
  throw new DxError(
    "DX_PIPELINE_CURSOR",
    `the table was read by ${state.kind}, not by ${cursor.kind}`,
    {
      path: ["cursor"],
      hint: "read it whole once, by mode replace",
    },
  );
}

async function planDatabase(
  on: Moving,
  source: DatabaseSource,
  state: CursorState | undefined,
): Promise<PlannedExtraction> {
  const { spec, tx } = on;
  const { cursor, range } = spec;
  const database = databaseOf(on, source);
  const { from, name } = placeOf(source);
  const columns = await database.run(readColumns(from, tx.dialect));
  const base = { from, database, columns };
  if (cursor === undefined)
    return {
      ...base,
      select:
        range === undefined
          ? sql`select * from ${from}`
          : sql`select * from ${from} where ${inRange(range, columns)}`,
      reread: {},
      next: async () => null,
    };
  return cursor.kind === "column"
    ? {
        ...base,
        ...selectByColumn(on, {
          ...base,
          cursor,
          state: state?.kind === "column" ? state : undefined,
        }),
      }
    : byXid(on, { ...base, cursor, name, state: state?.kind === "xid-window" ? state : undefined });
}

function placeOf({ table }: DatabaseSource): {
  readonly from: Sql;
  readonly name: string | undefined;
} {
  if (typeof table === "object" && table.kind === "sql")
    return { from: sql`(${table}) as dx_source`, name: undefined };
  const named = relation(table);
  return { from: sql`${named}`, name: named.name };
}

type Base = Pick<PlannedExtraction, "database"> & {
  readonly from: Sql;
  readonly columns: readonly TypedColumn[];
};

function selectByColumn(
  on: Moving,
  {
    from,
    database,
    ...given
  }: Base & {
    readonly cursor: ColumnCursor;
    readonly state: ColumnState | undefined;
  },
): Pick<PlannedExtraction, "select" | "reread" | "next"> {
  const { within, ...window } = byColumn(on, {
    ...given,
    greatestInSource: async () =>
      (await database.run(greatestOf(from, identifier(given.cursor.column)))).greatest,
  });
  const select =
    within === undefined ? sql`select * from ${from}` : sql`select * from ${from} where ${within}`;
  return { ...window, select };
}

async function byXid(
  { spec, tx }: Moving,
  {
    cursor,
    name,
    state,
    ...base
  }: Base & {
    readonly cursor: XidCursor;
    readonly name: string | undefined;
    readonly state: Extract<CursorState, { readonly kind: "xid-window" }> | undefined;
  },
): Promise<PlannedExtraction> {
  const { from, database } = base;
  if (name === undefined || database.dialect !== "postgres")
    throw new DxError(
      "DX_PIPELINE_CURSOR",
      "only tables of Postgres tell the transactions of their rows",
      {
        path: ["cursor"],
        hint: "name a table of a Postgres, or read by a column; late commits are not seen then",
      },
    );
  const low = cursor.changedAt === undefined ? null : await database.run(readLow);
  const horizon = await database.run(readHorizon);
  if (spec.mode === "append" && horizon.xmax >= 2n ** 32n)
    throw new DxError("DX_PIPELINE_CURSOR", "the source has had more than 2 ** 32 transactions", {
      path: ["cursor"],
      hint: "old rows cannot be told from new ones: take the mode merge, where reading a row twice does no harm",
    });
  const where = xidWindow(cursor, name, { state, horizon });
  const all = sql`select ${rowTransaction(name)} as ${identifier(xidColumn)}, ${identifier(name)}.* from ${from}`;
  return {
    ...base,
    select: where === undefined ? all : sql`${all} where ${where}`,
    reread: {},
    next: async ({ table }) => {
      const found = await tx.run(readXids(table, horizon.xmin));
      return JSON.stringify(nextXidState({ state, horizon, low, found }));
    },
  };
}

function readXids(staging: Staged["table"], from: bigint): Query<readonly bigint[]> {
  const xid = identifier(xidColumn);
  const read = (rows: Rows): readonly bigint[] =>
    toObjects(rows, "text").map((row) => BigInt(row[xidColumn]?.value ?? 0));
  return query("xids", sql`select distinct ${xid} from ${staging} where ${xid} >= ${from}`, read);
}
