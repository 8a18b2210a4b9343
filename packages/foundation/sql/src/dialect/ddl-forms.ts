import { DxError, type Dialect } from "@dx/core";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";

/** In what dialects differ where objects are made, changed and removed. */
export interface DdlForms {
  /** What stands behind a key; `null` where keys cannot be declared. */
  readonly key: string | null;
  /** Whether keys besides the primary one can be declared. */
  readonly uniqueKeys: boolean;
  /** Whether a table can take the place of another one in one statement. */
  readonly replaceTable: boolean;
  /** Whether what depends on a table, or on a view, can be dropped with it. */
  readonly cascade: { readonly table: boolean; readonly view: boolean };
  /** Whether a schema is dropped with all that is in it, whether or not `cascade` is said. */
  readonly dropsSchemaWhole: boolean;
  /** Whether a new name without a schema would move a table to the connection's default. */
  readonly qualifiedNewName: boolean;
  /** Whether a column that is added can have a default. */
  readonly addDefault: boolean;
  /** Whether there are indexes. */
  readonly indexes: boolean;
  /** Keeps rows by columns: `cluster by`, or a sort key; `null` where it is not said with the table. */
  readonly clusterBy: ((columns: Sql) => Sql) | null;
  /** Whether tables are partitioned by a clause alone. */
  readonly partitions: boolean;
  /** Whether rows are put on nodes by a clause. */
  readonly distributes: boolean;
  /** What stands before the new type of a column; `null` where tables must be made anew. */
  readonly columnType: string | null;
  /** Puts a comment on a table. */
  readonly commentTable: (table: Sql, comment: Sql) => Sql;
  /** Puts a comment on a column. */
  readonly commentColumn: (target: CommentedColumn, comment: Sql) => Sql;
}

/** A column that gets a comment. */
interface CommentedColumn {
  /** Its table. */
  readonly table: Sql;
  /** Itself. */
  readonly column: Sql;
}

const commentOn: Pick<DdlForms, "commentTable" | "commentColumn"> = {
  commentTable: (table, comment) => sql`comment on table ${table} is ${comment}`,
  commentColumn: ({ table, column }, comment) =>
    sql`comment on column ${table}.${column} is ${comment}`,
};

const clusterBy = (columns: Sql): Sql => sql` cluster by (${columns})`;

const postgres: DdlForms = {
  key: "",
  uniqueKeys: true,
  replaceTable: false,
  cascade: { table: true, view: true },
  dropsSchemaWhole: false,
  qualifiedNewName: false,
  addDefault: true,
  indexes: true,
  clusterBy: null,
  partitions: false,
  distributes: false,
  columnType: "type",
  ...commentOn,
};

/**
 * The forms of each dialect.
 * @see DuckDB, "Statements"; PostgreSQL, "SQL Commands"; Snowflake, "DROP SCHEMA", "ALTER TABLE" and "Overview of
 * Constraints"; BigQuery, "Data definition language (DDL) statements in GoogleSQL"; Amazon Redshift, "SQL commands";
 * Apache Spark, "Data Definition Statements"
 */
export const ddlForms: Readonly<Record<Dialect, DdlForms>> = {
  duckdb: { ...postgres, replaceTable: true },
  postgres,
  snowflake: {
    ...postgres,
    key: " not enforced",
    replaceTable: true,
    cascade: { table: true, view: false },
    dropsSchemaWhole: true,
    qualifiedNewName: true,
    indexes: false,
    clusterBy,
    columnType: "set data type",
  },
  bigquery: {
    key: " not enforced",
    uniqueKeys: false,
    replaceTable: true,
    cascade: { table: false, view: false },
    dropsSchemaWhole: false,
    qualifiedNewName: false,
    addDefault: false,
    indexes: false,
    clusterBy: (columns) => sql` cluster by ${columns}`,
    partitions: true,
    distributes: false,
    columnType: "set data type",
    commentTable: (table, comment) =>
      sql`alter table ${table} set options (description = ${comment})`,
    commentColumn: ({ table, column }, comment) =>
      sql`alter table ${table} alter column ${column} set options (description = ${comment})`,
  },
  redshift: {
    ...postgres,
    indexes: false,
    clusterBy: (columns) => sql` compound sortkey (${columns})`,
    distributes: true,
    columnType: null,
  },
  spark: {
    key: null,
    uniqueKeys: false,
    replaceTable: true,
    cascade: { table: false, view: false },
    dropsSchemaWhole: false,
    qualifiedNewName: true,
    addDefault: false,
    indexes: false,
    clusterBy,
    partitions: false,
    distributes: false,
    columnType: null,
    commentTable: commentOn.commentTable,
    commentColumn: ({ table, column }, comment) =>
      sql`alter table ${table} alter column ${column} comment ${comment}`,
  },
};

type DdlFunction = (given: readonly Sql[], forms: DdlForms, dialect: Dialect) => Sql;

const text = (value: string): Sql => ({ kind: "sql", pieces: [{ kind: "text", text: value }] });
const empty = text("");

function refuse(dialect: Dialect, what: string, hint?: string): never {
  throw new DxError(
    "DX_SQL_UNSUPPORTED",
    `${dialect} has no ${what}`,
    hint === undefined ? {} : { hint },
  );
}

/** The parts of statements that define objects, by the names that `dialectCall` takes. */
export const ddlFunctions: Readonly<Record<string, DdlFunction>> = {
  key: (_, { key }, dialect) => (key === null ? refuse(dialect, "keys") : text(key)),
  unique: ([names = empty], { key, uniqueKeys }, dialect) =>
    uniqueKeys
      ? sql`unique (${names})${text(key ?? "")}`
      : refuse(dialect, "unique keys", "leave them out, and check them by a claim"),
  "replace-table": (_, { replaceTable }, dialect) =>
    replaceTable
      ? text("or replace ")
      : refuse(
          dialect,
          "tables that take the place of others",
          "drop the table before, in the same transaction",
        ),
  "cascade-table": (_, { cascade }, dialect) =>
    cascade.table ? text(" cascade") : refuse(dialect, "cascade for tables"),
  "cascade-view": (_, { cascade }, dialect) =>
    cascade.view ? text(" cascade") : refuse(dialect, "cascade for views"),
  "keep-schema": (_, { dropsSchemaWhole }, dialect) =>
    dropsSchemaWhole
      ? refuse(
          dialect,
          "way to drop a schema only if it is empty",
          "say `cascade`: all that is in it goes with it",
        )
      : empty,
  rename: ([from = empty, plain = empty, qualified = empty], { qualifiedNewName }) =>
    sql`alter table ${from} rename to ${qualifiedNewName ? qualified : plain}`,
  "add-default": ([value = empty], { addDefault }, dialect) =>
    addDefault ? value : refuse(dialect, "default for a column that is added"),
  "column-type": ([table = empty, column = empty, type = empty], { columnType }, dialect) =>
    columnType === null
      ? refuse(
          dialect,
          "new types for columns that are there",
          "make the table anew, with all its rows",
        )
      : sql`alter table ${table} alter column ${column} ${text(columnType)} ${type}`,
  "cluster-by": ([columns = empty], { clusterBy: form }) => form?.(columns) ?? empty,
  "partition-by": ([value = empty], { partitions }) =>
    partitions ? sql` partition by ${value}` : empty,
  distribute: ([style = empty], { distributes }) => (distributes ? sql` ${style}` : empty),
  index: ([statement = empty], { indexes }, dialect) =>
    indexes ? statement : refuse(dialect, "indexes"),
  "comment-table": ([table = empty, comment = empty], { commentTable }) =>
    commentTable(table, comment),
  "comment-column": ([table = empty, column = empty, comment = empty], { commentColumn }) =>
    commentColumn({ table, column }, comment),
};
