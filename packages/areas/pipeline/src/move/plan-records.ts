/* oxlint-disable no-await-in-loop -- records come one batch after the other */
import {
  DxError,
  findNamed,
  formatRelation,
  parseName,
  quoteName,
  relation,
  toNames,
  type Relation,
} from "@dx/core";
import { startOfWindow } from "../extract/column-window.ts";
import type { ColumnState, CursorState } from "../extract/cursor.ts";
import { createCollector } from "../records/collect-records.ts";
import { noteFields, readRecordTables } from "../records/record-fields.ts";
import type { ReadFrom, RecordSource } from "../records/record-source.ts";
import type { LoadSpec } from "../load/load-spec.ts";
import { columnsOfRows, type TypedColumn } from "../schema/typed-column.ts";
import { countGiven, noRows, writePart, type GivenTable, type RowsPart } from "./given-rows.ts";
import type { Moving } from "./move-table.ts";
import { byColumn } from "./by-column.ts";
import type { ListRows } from "./pipeline-database.ts";
import type { PlannedExtraction } from "./plan-extraction.ts";

/**
 * Reads the records of a source, from where it was read up to, and makes tables of them.
 * @throws DxError `DX_PIPELINE_LOAD` for options that records cannot have
 */
export async function planRecords(
  on: Moving,
  source: RecordSource,
  {
    state,
    before,
  }: { readonly state: CursorState | undefined; readonly before: readonly TypedColumn[] },
): Promise<PlannedExtraction> {
  const { spec, tx } = on;
  requireRecords(on, source);
  const root = relation(spec.table);
  const known = await tx.run(readRecordTables(root));
  const collected = await collect(on, source, state);
  const [own, ...lists] = collected;
  const columnsOf = (table: Relation): readonly string[] =>
    known.find((one) => one.table === formatRelation(table))?.columns ?? [];
  const rows = own?.given ?? noRows;
  const found = lists.map((one): ListRows => {
    const table = { ...root, name: nameLike(root, one.name) };
    return { table, rows: one.given, known: columnsOf(table) };
  });
  const missing = known.filter(
    ({ table }) =>
      table !== formatRelation(root) && !found.some((one) => formatRelation(one.table) === table),
  );
  const base = {
    from: undefined,
    database: tx,
    columns: columnsOfRows(rows.rows, tx.dialect),
    select: undefined,
    rows,
    known: columnsOf(root),
    lists: [
      ...found,
      ...missing.map(({ table, columns }) => ({
        table: relation(table),
        rows: noRows,
        known: columns,
      })),
    ],
  };
  if (spec.cursor?.kind !== "column")
    return {
      ...base,
      ...(spec.range === undefined ? {} : { range: spec.range }),
      reread: {},
      next: async () => null,
    };
  const { cursor } = spec;
  if (rows.rows.columns.length === 0 || countGiven(rows) === 0)
    return {
      ...base,
      reread: {},
      next: async () => (state === undefined ? null : JSON.stringify(state)),
    };
  return {
    ...base,
    ...byColumn(on, {
      columns: [...before, ...base.columns],
      cursor: { ...cursor, backwards: "keep" },
      state: stateOf(state),
      greatestInSource: async () => null,
    }),
  };
}

function stateOf(state: CursorState | undefined): ColumnState | undefined {
  return state?.kind === "column" ? state : undefined;
}

/** The name of a list's table, protected as that of the records is. */
function nameLike(root: Relation, name: string): string {
  return parseName(root.name).exact ? quoteName(name) : name;
}

/** Rows of one of the tables of records. */
interface GivenList {
  readonly name: string;
  readonly given: GivenTable;
}

async function collect(
  on: Moving,
  source: RecordSource,
  state: CursorState | undefined,
): Promise<readonly GivenList[]> {
  const { spec, options } = on;
  const { cursor, mode } = spec;
  const { mostValues = 1_000_000 } = source;
  const isReread = mode === "append" && cursor?.kind === "column";
  const idOf = idColumns(spec, isReread ? [cursor.column] : []);
  const collector = createCollector({
    ...source,
    name: parseName(relation(spec.table).name).text,
    ...(idOf === undefined ? {} : { idOf, isKey: mode === "merge" }),
    salt: mode === "append" && !isReread ? options.loadId : "",
  });
  let read = 0;
  const written: { readonly name: string; readonly part: RowsPart }[] = [];
  for await (const records of source.records(startOf(spec, state))) {
    collector.add(records);
    if (collector.held() > mostValues)
      for (const { name, rows } of collector.take())
        written.push({ name, part: await writePart(on, rows, written.length) });
    read += records.length;
    options.onProgress?.({ rows: read, bytes: 0 });
  }
  return collector.tables().map(({ name, rows }) => ({
    name,
    given: { rows, parts: written.flatMap((one) => (one.name === name ? [one.part] : [])) },
  }));
}

/** From where on records are asked for. */
function startOf({ cursor }: LoadSpec, state: CursorState | undefined): ReadFrom | undefined {
  return state?.kind === "column" && cursor?.kind === "column"
    ? startOfWindow(cursor, state)
    : undefined;
}

/** What tells a record apart: its key, in a log besides when it was so; `undefined`: all it has. */
function idColumns(
  { mode, key }: LoadSpec,
  more: readonly string[],
): readonly string[] | undefined {
  if (key === undefined || mode === "replace" || (mode === "append" && more.length === 0))
    return undefined;
  return [...toNames(key, "key"), ...more];
}

function refuse(name: string, message: string, hint: string): never {
  throw new DxError("DX_PIPELINE_LOAD", message, { path: [name], hint });
}

function requireRecords({ spec }: Moving, { nested }: RecordSource): void {
  const { cursor, deletes, merge, mode, range } = spec;
  if (cursor?.kind === "xid-window")
    refuse("cursor", "records do not tell their transactions", "take a column that grows");
  if (cursor?.kind === "column" && cursor.backwards === "refuse")
    refuse(
      "cursor",
      "what gives records from a value on does not tell its greatest one",
      "leave `backwards` out",
    );
  if ((cursor !== undefined || range !== undefined) && deletes === "by-keys")
    refuse("deletes", "records of a span do not tell what is gone", "read all of them");
  if (nested === "tables" && range !== undefined && mode === "replace")
    refuse("range", "the lists of a span cannot be replaced", "take the mode merge");
  if (nested === "tables" && merge === "insert-only")
    refuse(
      "merge",
      "lists cannot be inserted only",
      "take upsert or delete-insert, or `nested: json`",
    );
}

/** The statements that note columns that records have for the first time. */
export function noteNewFields(
  { spec, root }: Pick<Moving, "spec" | "root">,
  { rows, known = [] }: Pick<PlannedExtraction, "rows" | "known">,
): ReturnType<typeof noteFields> {
  if (rows === undefined) return [];
  const names = rows.rows.columns.map(({ name }) => name);
  const added = names.filter(
    (name) =>
      findNamed(
        known.map((one) => ({ name: one })),
        name,
      ) === undefined,
  );
  return noteFields(root ?? spec.table, { table: spec.table, columns: added });
}
