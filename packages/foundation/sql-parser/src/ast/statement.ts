import type { Expression, Identifier } from "./expression.ts";
import type { FromItem, Query, TableItem, TableReference, WithClause } from "./query.ts";

/** A query by itself; with `into`, it makes a table. */
export interface QueryStatement {
  /** Tells it from its like. */
  readonly kind: "select";
  /** The query. */
  readonly query: Query;
}

/** `create table ... as` or `create view`. */
export interface CreateAsStatement {
  /** Tells it from its like. */
  readonly kind: "create-table-as" | "create-view";
  /** The table that it is about. */
  readonly target: TableReference;
  /** Names for the columns; empty if they keep their own. */
  readonly columns: readonly Identifier[];
  /** The query. */
  readonly query: Query;
  /** Whether it is gone with the session. */
  readonly temporary: boolean;
}

/** A column that is given a value; without a name, by its place. */
export interface Assignment {
  /** The column. */
  readonly column: Identifier | null;
  /** The place in the row that the value is, from 0, as in `(a, b) = (select c, d ...)`; not there if it is one value. */
  readonly place?: number;
  /** The value. */
  readonly value: Expression;
}

/** What an insert does where the row is there already. */
export interface ConflictClause {
  /** Which columns get which values. */
  readonly assignments: readonly Assignment[];
  /** Which rows; `null` for all. */
  readonly where: Expression | null;
}

/** `insert`. */
export interface InsertStatement {
  /** Tells it from its like. */
  readonly kind: "insert";
  /** The table that it is about. */
  readonly target: TableReference;
  /** The name that it is given; `null` if none. */
  readonly alias: Identifier | null;
  /** The columns that are filled; empty for all in their order. */
  readonly columns: readonly Identifier[];
  /** The query. */
  readonly query: Query | null;
  /** Whether columns meet by their names. */
  readonly byName: boolean;
  /** What is done where the row is there already. */
  readonly conflict: ConflictClause | null;
}

/** `update`. */
export interface UpdateStatement {
  /** Tells it from its like. */
  readonly kind: "update";
  /** Common tables; `null` if it has none. */
  readonly with: WithClause | null;
  /** The table that it is about. */
  readonly target: TableItem;
  /** Which columns get which values. */
  readonly assignments: readonly Assignment[];
  /** What it reads besides. */
  readonly from: readonly FromItem[];
  /** Which rows; `null` for all. */
  readonly where: Expression | null;
}

/** `delete`. */
export interface DeleteStatement {
  /** Tells it from its like. */
  readonly kind: "delete";
  /** Common tables; `null` if it has none. */
  readonly with: WithClause | null;
  /** The table that it is about. */
  readonly target: TableItem;
  /** What it reads besides. */
  readonly from: readonly FromItem[];
  /** Which rows; `null` for all. */
  readonly where: Expression | null;
}

/** One `when` of a merge. */
export interface MergeBranch {
  /** Rows of which side it is for. */
  readonly when: "matched" | "not-matched" | "not-matched-by-source";
  /** For which rows; `null` for all. */
  readonly condition: Expression | null;
  /** What is done. */
  readonly action: "update" | "insert" | "delete" | "nothing";
  /** Of an insert without column list, by place. */
  readonly assignments: readonly Assignment[];
  /** Whether all columns are taken by name: `update set *`, `insert *`. */
  readonly star: boolean;
}

/** `merge`. */
export interface MergeStatement {
  /** Tells it from its like. */
  readonly kind: "merge";
  /** Common tables; `null` if it has none. */
  readonly with: WithClause | null;
  /** The table that it is about. */
  readonly target: TableItem;
  /** What gives the rows. */
  readonly source: FromItem;
  /** The condition; `null` if none. */
  readonly on: Expression | null;
  /** Tried in order. */
  readonly branches: readonly MergeBranch[];
}

/** A column of a table that is made. */
export interface CreatedColumn {
  /** The name. */
  readonly name: Identifier;
  /** In lower case, without parameters where the parser drops them. */
  readonly type: string;
}

/** `create table` with columns, or like another. */
export interface CreateTableStatement {
  /** Tells it from its like. */
  readonly kind: "create-table";
  /** The table that it is about. */
  readonly target: TableReference;
  /** The columns, in order. */
  readonly columns: readonly CreatedColumn[];
  /** The table whose columns it takes over. */
  readonly like: TableReference | null;
  /** Whether it takes over the rows, too. */
  readonly clone: boolean;
  /** Whether it is gone with the session. */
  readonly temporary: boolean;
}

/** `drop table` or `drop view`. */
export interface DropStatement {
  /** Tells it from its like. */
  readonly kind: "drop";
  /** The tables. */
  readonly targets: readonly TableReference[];
}

/** `alter table ... rename to`. */
export interface RenameStatement {
  /** Tells it from its like. */
  readonly kind: "rename";
  /** The table that it is about. */
  readonly target: TableReference;
  /** The new name. */
  readonly to: TableReference;
}

/** Rows written to a file, or read from one. */
export interface CopyStatement {
  /** Tells it from its like. */
  readonly kind: "copy";
  /** The table that is filled; `null` if a file is. */
  readonly target: TableReference | null;
  /** The file, folder or stage at the other end, as a table that is called so; `null` if it is none, as standard output. */
  readonly file: TableReference | null;
  /** The columns that are filled; empty for all. */
  readonly columns: readonly Identifier[];
  /** What is written, or computed from what is read; `null` if rows are taken as they are in a file. */
  readonly query: Query | null;
}

/** Anything else: it has no columns of its own. */
export interface OtherStatement {
  /** Tells it from its like. */
  readonly kind: "other";
  /** What the parser calls it. */
  readonly name: string;
  /** The table that it changes, if it names one. */
  readonly target: TableReference | null;
}

/** What a statement says. */
export type StatementTree =
  | CopyStatement
  | QueryStatement
  | CreateAsStatement
  | InsertStatement
  | UpdateStatement
  | DeleteStatement
  | MergeStatement
  | CreateTableStatement
  | DropStatement
  | RenameStatement
  | OtherStatement;
