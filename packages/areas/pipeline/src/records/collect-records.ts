import type { Rows } from "@dx/core";
import type { Reading } from "../schema/kinds-of-text.ts";
import { createNames, normalizeName, type Naming } from "./naming.ts";
import { createItemIds, createRecordIds } from "./record-ids.ts";
import { readColumnsOf } from "./read-columns-of.ts";
import type { RecordOptions } from "./record-source.ts";
import {
  columnOf,
  createBuilder,
  put,
  rowsOf,
  takeRows,
  type ColumnBuilder,
  type TableBuilder,
} from "./table-builder.ts";

/** The columns that tables of nested records have besides: what a row is, what it is part of, and which place it has there. */
export const nestedColumns: NestedColumns = {
  id: "_dx_id",
  parent: "_dx_parent_id",
  root: "_dx_root_id",
  index: "_dx_index",
};

/** See {@link nestedColumns}. */
export interface NestedColumns {
  /** Of each row: the same each time. */
  readonly id: string;
  /** The id of the row that has the list. */
  readonly parent: string;
  /** The id of the source's record. */
  readonly root: string;
  /** The place in the list, from 0. */
  readonly index: string;
}

/** How records are told apart. */
export interface CollectOptions extends RecordOptions {
  /** The name of their table. */
  readonly name: string;
  /** The columns whose values make the id of a record; without them, all it has and how often that was there before. */
  readonly idOf?: readonly string[];
  /** Part of each id. */
  readonly salt?: string;
  /** Whether no two records have the same values in `idOf`, which is tested elsewhere: then none is kept in mind. */
  readonly isKey?: boolean;
}

/** Rows of one of the tables. */
export interface CollectedTable {
  /** Its name: that of the table that has the lists, `__`, and the field. */
  readonly name: string;
  /** Its rows; columns without a value are left out. */
  readonly rows: Rows;
}

/** Takes records in, and gives tables. */
export interface Collector {
  /** Takes some more. */
  readonly add: (records: readonly unknown[]) => void;
  /** The table of the records, then those of their lists, with the rows that are held, in the types of all that were. */
  readonly tables: () => readonly CollectedTable[];
  /** How many values are held. */
  readonly held: () => number;
  /**
   * The rows that are held, which it lets go of, in types that keep each value as it was written; `retypeRows` gives them
   * those of {@link tables}. Tables without rows are left out.
   */
  readonly take: () => readonly CollectedTable[];
}

/** Where fields of objects go. */
interface Scope {
  readonly table: TableBuilder;
  /** Names of the fields above, in the table. */
  readonly prefix: string;
  /** The same as they are in the source. */
  readonly path: string;
  readonly levels: number;
  readonly slots: Map<string, Slot>;
}

/** What is known of a field. */
interface Slot {
  readonly name: string;
  readonly field: string;
  column?: ColumnBuilder;
  object?: Scope;
  list?: ListTable;
}

interface ListTable {
  readonly number: number;
  readonly scope: Scope;
  readonly id: ColumnBuilder;
  readonly parent: ColumnBuilder;
  readonly root: ColumnBuilder;
  readonly index: ColumnBuilder;
}

/** The row that is being written. */
interface Owner {
  readonly id: string;
  readonly root: string;
}

/**
 * Makes tables of records in one pass: fields of objects are columns (`a__b`), items of lists rows of a table of their
 * own. NULL items are rows too; empty objects and lists leave nothing.
 * @throws DxError `DX_PIPELINE_NAMES` if two fields get one name
 */
export function createCollector(options: CollectOptions): Collector {
  const { name, nested = "json", mostLevels = 8, naming = "as-is", text = "dates" } = options;
  const isNested = nested === "tables";
  const levels = isNested ? mostLevels : 0;
  const context: Context = {
    naming,
    text,
    tables: [],
    tableNames: createNames("this load"),
  };
  const { idOf, salt = "", isKey = false } = options;
  const idOfRecord = createRecordIds(idOf === undefined ? undefined : readColumnsOf(idOf, naming), {
    salt,
    isCounted: !isKey,
  });
  const root = newTable(context, { name, path: name, levels });
  const id = isNested ? columnOf(root.table, ownColumn(nestedColumns.id)) : undefined;
  return {
    add: (records) => {
      for (const one of records) {
        const record = isObject(one) ? one : { value: one };
        root.table.count += 1;
        if (id === undefined) addFields(context, root, { record, owner: none });
        else {
          const own = idOfRecord(record);
          put(root.table, id, own);
          addFields(context, root, { record, owner: { id: own, root: own } });
        }
      }
    },
    tables: () => context.tables.map((table) => ({ name: table.name, rows: rowsOf(table) })),
    held: () => context.tables.reduce((sum, { count, columns }) => sum + count * columns.size, 0),
    take: () =>
      context.tables
        .filter(({ count }) => count > 0)
        .map((table) => ({ name: table.name, rows: takeRows(table) })),
  };
}

interface Context {
  readonly naming: Naming;
  readonly text: Reading;
  readonly tables: TableBuilder[];
  readonly tableNames: ReturnType<typeof createNames>;
}

const none: Owner = { id: "", root: "" };

function newTable(
  { tables, tableNames }: Context,
  { name, path, levels }: { readonly name: string; readonly path: string; readonly levels: number },
): Scope {
  const table = createBuilder(tableNames.take(name, path));
  tables.push(table);
  return { table, prefix: "", path: "", levels, slots: new Map() };
}

function ownColumn(name: string): {
  readonly name: string;
  readonly field: string;
  readonly reading: Reading;
} {
  return { name, field: `dx's own ${name}`, reading: "none" };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === null ||
    prototype === Object.prototype ||
    !("getTime" in value || value instanceof Uint8Array)
  );
}

function addFields(
  context: Context,
  scope: Scope,
  { record, owner }: { readonly record: Readonly<Record<string, unknown>>; readonly owner: Owner },
): void {
  for (const field of Object.keys(record)) {
    const value = record[field];
    if (value === null || value === undefined) continue;
    const slot = scope.slots.get(field) ?? newSlot(context, scope, field);
    if (typeof value !== "object" || scope.levels === 0) putField(context, scope, { slot, value });
    else if (Array.isArray(value)) addItems(context, scope, { slot, items: value, owner });
    else if (isObject(value)) {
      slot.object ??= {
        table: scope.table,
        prefix: `${slot.name}__`,
        path: `${slot.field}.`,
        levels: scope.levels - 1,
        slots: new Map(),
      };
      addFields(context, slot.object, { record: value, owner });
    } else putField(context, scope, { slot, value });
  }
}

function newSlot({ naming }: Context, scope: Scope, field: string): Slot {
  const own = normalizeName(field, naming);
  const name = scope.prefix === "" ? own : normalizeName(`${scope.prefix}${own}`, "as-is");
  const slot = { name, field: `${scope.path}${field}` };
  scope.slots.set(field, slot);
  return slot;
}

function putField(
  { text }: Context,
  { table }: Scope,
  { slot, value }: { readonly slot: Slot; readonly value: unknown },
): void {
  slot.column ??= columnOf(table, { name: slot.name, field: slot.field, reading: text });
  put(table, slot.column, value);
}

function addItems(
  context: Context,
  scope: Scope,
  {
    slot,
    items,
    owner,
  }: { readonly slot: Slot; readonly items: readonly unknown[]; readonly owner: Owner },
): void {
  if (items.length === 0) return;
  const list = (slot.list ??= newList(context, scope, slot));
  const { table } = list.scope;
  const idOf = createItemIds(owner.id, list.number);
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    const id = idOf(index);
    table.count += 1;
    put(table, list.id, id);
    put(table, list.parent, owner.id);
    put(table, list.root, owner.root);
    put(table, list.index, index);
    const record = isObject(item) ? item : { [Array.isArray(item) ? "list" : "value"]: item };
    addFields(context, list.scope, { record, owner: { id, root: owner.root } });
  }
}

function newList(context: Context, { table, levels }: Scope, slot: Slot): ListTable {
  const name = normalizeName(`${table.name}__${slot.name}`, "as-is");
  const scope = newTable(context, {
    name,
    path: `${table.name}.${slot.field}`,
    levels: levels - 1,
  });
  const column = (own: string): ColumnBuilder => columnOf(scope.table, ownColumn(own));
  return {
    number: numberOf(slot.field),
    scope,
    id: column(nestedColumns.id),
    parent: column(nestedColumns.parent),
    root: column(nestedColumns.root),
    index: column(nestedColumns.index),
  };
}

/** Of a list among those of its row, by its name alone, so that ids are the same in each load. */
function numberOf(field: string): number {
  let hash = 0;
  for (let at = 0; at < field.length; at += 1)
    hash = (Math.imul(hash, 31) + field.charCodeAt(at)) | 0;
  return hash;
}
