import { formatRelation, relation, type TableName } from "@dx/core";
import {
  castAs,
  createTable,
  deleteUsing,
  dropTable,
  exceptAll,
  identifier,
  isNotDistinct,
  joinSql,
  renameTable,
  sql,
  updateFrom,
  type Sql,
  type Statement,
} from "@dx/sql";
import { inRange } from "../extract/backfill.ts";
import type { TypedColumn } from "../schema/typed-column.ts";
import { nameBeside } from "../internal/name-beside.ts";
import { keyColumns, type LoadSpec } from "./load-spec.ts";

/** A statement, and what the rows are that it changes. */
export interface LoadStatement extends Statement {
  /** As which they count. */
  readonly counts: "inserted" | "updated" | "deleted" | "nothing";
}

/** Which rows may have been loaded before. */
export interface Reread {
  /** The cursor's column. */
  readonly column: string;
  /** Those with this value or a greater one. */
  readonly from: Sql;
}

/** What rows belong to. */
export interface RowOwners {
  /** The table of the owners. */
  readonly table: TableName;
  /** Its column of ids. */
  readonly id: string;
  /** The column of the rows that has the id of their owner. */
  readonly column: string;
}

/** Where the rows are that are to be loaded. */
export interface LoadPlanOptions {
  /** Their table. */
  readonly staging: TableName;
  /** The columns that it has, in the target's types. */
  readonly columns: readonly TypedColumn[];
  /** All columns of the target; those that are not staged become NULL. */
  readonly target: readonly TypedColumn[];
  /** The table of all keys that the source has, for deletes; without it, `staging` is all there is. */
  readonly keys?: TableName;
  /** Of a merge, only rows that belong to others in a table are deleted: those whose column has one of their ids. */
  readonly owners?: RowOwners;
  /** From which value of the cursor on rows may have been loaded before: an append leaves those out. */
  readonly reread?: Reread;
}

/**
 * The statements that bring staged rows into their target, for one transaction, together with what notes the load.
 * Rows that are equal already are not touched: JSON is compared as text. Statements that count tell what changed.
 * @throws DxError `DX_PIPELINE_LOAD` for a key that is not there
 * @see dlt, "Incremental loading" and "Full loading", for the names of the strategies
 */
export function planLoad(spec: LoadSpec, options: LoadPlanOptions): readonly LoadStatement[] {
  switch (spec.mode) {
    case "append":
      return [append(spec, options)];
    case "replace":
      return replace(spec, options);
    case "merge":
      return merge(spec, options);
  }
}

/** What statements call the staged rows, the target where they look at it besides, and what rows belong to. */
const [staged, old, owner] = ["dx_staged", "dx_old", "dx_owner"];

const names = (columns: readonly TypedColumn[]): readonly Sql[] =>
  columns.map(({ name }) => identifier(name));

function append(spec: LoadSpec, { staging, columns, reread }: LoadPlanOptions): LoadStatement {
  const [table, from] = [relation(spec.table), relation(staging)];
  const own = table.name;
  const insert = (rows: Sql): LoadStatement => ({
    purpose: `append rows to ${formatRelation(table)}`,
    sql: sql`insert into ${table} (${names(columns)}) ${rows}`,
    counts: "inserted",
  });
  const all = sql`select ${names(columns)} from ${from}`;
  if (reread === undefined) return insert(all);
  const cursor = identifier(reread.column);
  const known = sql`select ${names(columns)} from ${table} where ${cursor} >= ${reread.from}`;
  if (spec.key === undefined)
    return insert(
      exceptAll(
        all,
        known,
        columns.map(({ name }) => name),
      ),
    );
  const same = [...keyColumns(spec.key, columns).map(({ name }) => name), reread.column].map(
    (name) => sql`${identifier(own, name)} = ${identifier(staged, name)}`,
  );
  return insert(
    sql`select ${columns.map(({ name }) => identifier(staged, name))} from ${from} as ${identifier(staged)} where not exists (select 1 from ${table} as ${identifier(own)} where ${joinSql(same, " and ")})`,
  );
}

function replace(
  spec: LoadSpec,
  { staging, columns, target }: LoadPlanOptions,
): readonly LoadStatement[] {
  const [table, from] = [relation(spec.table), relation(staging)];
  const called = formatRelation(table);
  const fill = (into: typeof table): LoadStatement => ({
    purpose: `fill ${called} with the source's rows`,
    sql: sql`insert into ${into} (${names(columns)}) select ${names(columns)} from ${from}`,
    counts: "inserted",
  });
  if (spec.replace !== "swap")
    return [
      {
        purpose: spec.range === undefined ? `empty ${called}` : `take the range out of ${called}`,
        sql: sql`delete from ${table} where ${spec.range === undefined ? sql`1 = 1` : inRange(spec.range, target)}`,
        counts: "deleted",
      },
      fill(table),
    ];
  const next = nameBeside(table, "dx_new");
  return [
    {
      purpose: "make the table that comes in its place",
      sql: createTable(next, target),
      counts: "nothing",
    },
    fill(next),
    { purpose: `take ${called} away`, sql: dropTable(table), counts: "nothing" },
    {
      purpose: "put the new table in its place",
      sql: renameTable(next, table.name),
      counts: "nothing",
    },
  ];
}

function merge(spec: LoadSpec, options: LoadPlanOptions): readonly LoadStatement[] {
  const { staging, columns, keys = staging } = options;
  const [table, from] = [relation(spec.table), relation(staging)];
  const own = table.name;
  const called = formatRelation(table);
  const key = keyColumns(spec.key ?? [], columns);
  const others = columns.filter((column) => !key.includes(column));
  const on = (one: string, other: string): Sql =>
    joinSql(
      key.map(({ name }) => sql`${identifier(one, name)} = ${identifier(other, name)}`),
      " and ",
    );
  const differs = joinSql(
    others.map((column) => differing(column, own)),
    " or ",
  );
  const changed = sql`(select ${identifier(staged)}.* from ${from} as ${identifier(staged)} join ${table} as ${identifier(old)} on ${on(old, staged)} where ${joinSql(
    others.map((column) => differing(column, old)),
    " or ",
  )}) as ${identifier(staged)}`;
  const change: readonly LoadStatement[] =
    others.length === 0 || spec.merge === "insert-only"
      ? []
      : spec.merge === "delete-insert"
        ? [
            {
              purpose: `take rows that changed out of ${called}`,
              sql: deleteUsing({ table, as: own, from: changed, on: on(own, staged) }),
              counts: "deleted",
            },
          ]
        : [
            {
              purpose: `change rows of ${called}`,
              sql: updateFrom({
                table,
                as: own,
                set: Object.fromEntries(others.map(({ name }) => [name, identifier(staged, name)])),
                from: sql`${from} as ${identifier(staged)}`,
                on: sql`${on(own, staged)} and (${differs})`,
              }),
              counts: "updated",
            },
          ];
  const { owners, target } = options;
  const ranged = spec.range === undefined ? sql`` : sql` and ${inRange(spec.range, target, old)}`;
  const owned =
    owners === undefined
      ? sql``
      : sql` and exists (select 1 from ${relation(owners.table)} as ${identifier(owner)} where ${identifier(owner, owners.id)} = ${identifier(old, owners.column)})`;
  const gone = sql`(select ${key.map(({ name }) => identifier(old, name))} from ${table} as ${identifier(old)} where not exists (select 1 from ${relation(keys)} as ${identifier(staged)} where ${on(old, staged)})${owned}${ranged}) as ${identifier(staged)}`;
  const remove: readonly LoadStatement[] =
    spec.deletes === "by-keys"
      ? [
          {
            purpose: `delete from ${called} what the source does not have any more`,
            sql: deleteUsing({ table, as: own, from: gone, on: on(own, staged) }),
            counts: "deleted",
          },
        ]
      : [];
  const insert: LoadStatement = {
    purpose: `put new rows into ${called}`,
    sql: sql`insert into ${table} (${names(columns)}) select ${columns.map(({ name }) => identifier(staged, name))} from ${from} as ${identifier(staged)} where not exists (select 1 from ${table} as ${identifier(own)} where ${on(own, staged)})`,
    counts: "inserted",
  };
  return [...change, insert, ...remove];
}

function differing({ name, type }: TypedColumn, of: string): Sql {
  const side = (whose: string): Sql =>
    type.kind === "json" ? castAs(identifier(whose, name), "text") : identifier(whose, name);
  return sql`not ${isNotDistinct(side(of), side(staged))}`;
}
