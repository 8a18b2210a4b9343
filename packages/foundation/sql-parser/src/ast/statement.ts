import type { Expression, Identifier } from "./expression.ts";
import type { FromItem, Query, TableItem, TableReference, WithClause } from "./query.ts";

/** A query by itself; with `into`, it makes a table. */
export interface QueryStatement {
  readonly kind: "select";
  readonly query: Query;
}

/** `create table ... as` or `create view`. */
export interface CreateAsStatement {
  readonly kind: "create-table-as" | "create-view";
  readonly target: TableReference;
  /** Names for the columns; empty if they keep their own. */
  readonly columns: readonly Identifier[];
  readonly query: Query;
  readonly temporary: boolean;
}

/** A column that is given a value; without a name, by its place. */
export interface Assignment {
  readonly column: Identifier | null;
  readonly value: Expression;
}

/** What an insert does where the row is there already. */
export interface ConflictClause {
  readonly assignments: readonly Assignment[];
  readonly where: Expression | null;
}

/** `insert`. */
export interface InsertStatement {
  readonly kind: "insert";
  readonly target: TableReference;
  readonly alias: Identifier | null;
  /** The columns that are filled; empty for all in their order. */
  readonly columns: readonly Identifier[];
  readonly query: Query | null;
  readonly byName: boolean;
  readonly conflict: ConflictClause | null;
}

/** `update`. */
export interface UpdateStatement {
  readonly kind: "update";
  readonly with: WithClause | null;
  readonly target: TableItem;
  readonly assignments: readonly Assignment[];
  readonly from: readonly FromItem[];
  readonly where: Expression | null;
}

/** `delete`. */
export interface DeleteStatement {
  readonly kind: "delete";
  readonly with: WithClause | null;
  readonly target: TableItem;
  readonly from: readonly FromItem[];
  readonly where: Expression | null;
}

/** One `when` of a merge. */
export interface MergeBranch {
  /** Rows of which side it is for. */
  readonly when: "matched" | "not-matched" | "not-matched-by-source";
  readonly condition: Expression | null;
  readonly action: "update" | "insert" | "delete" | "nothing";
  /** Of an insert without column list, by place. */
  readonly assignments: readonly Assignment[];
  /** Whether all columns are taken by name: `update set *`, `insert *`. */
  readonly star: boolean;
}

/** `merge`. */
export interface MergeStatement {
  readonly kind: "merge";
  readonly with: WithClause | null;
  readonly target: TableItem;
  readonly source: FromItem;
  readonly on: Expression | null;
  readonly branches: readonly MergeBranch[];
}

/** A column of a table that is made. */
export interface CreatedColumn {
  readonly name: Identifier;
  /** In lower case, without parameters where the parser drops them. */
  readonly type: string;
}

/** `create table` with columns, or like another. */
export interface CreateTableStatement {
  readonly kind: "create-table";
  readonly target: TableReference;
  readonly columns: readonly CreatedColumn[];
  /** The table whose columns it takes over. */
  readonly like: TableReference | null;
  /** Whether it takes over the rows, too. */
  readonly clone: boolean;
  readonly temporary: boolean;
}

/** `drop table` or `drop view`. */
export interface DropStatement {
  readonly kind: "drop";
  readonly targets: readonly TableReference[];
}

/** `alter table ... rename to`. */
export interface RenameStatement {
  readonly kind: "rename";
  readonly target: TableReference;
  readonly to: TableReference;
}

/** Anything else: it has no columns of its own. */
export interface OtherStatement {
  readonly kind: "other";
  /** What the parser calls it. */
  readonly name: string;
  /** The table that it changes, if it names one. */
  readonly target: TableReference | null;
}

/** What a statement says. */
export type StatementTree =
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
