import type { Names } from "@dx/core";

/** A column of a result: a column of a table it is made from, or what is made of it. */
export interface OutputColumn {
  /** The column; with a join, as `table.column`. `count` needs none. */
  readonly column?: string | undefined;
  /** Another type of the result. */
  readonly cast?: "int64" | "float64" | "text" | "date" | "timestamp" | undefined;
  /** What all rows of a group become. */
  readonly aggregate?: "sum" | "min" | "max" | "avg" | "count" | "count_distinct" | undefined;
  /** Spaces at both ends are taken away, or letters are made small or large. */
  readonly text?: "trim" | "lower" | "upper" | undefined;
  /** What stands for NULL: text. */
  readonly ifNull?: string | undefined;
}

/** Rows that are kept: all conditions must be true. */
export interface RowCondition {
  /** The column; with a join, as `table.column`. */
  readonly column: string;
  /** How it is compared. */
  readonly is: "=" | "<>" | "<" | "<=" | ">" | ">=" | "null" | "not null";
  /** With what: text and booleans as they are, numbers as numbers. */
  readonly value?: string | number | boolean | undefined;
}

/** Another table, each row of which is found by equal columns. */
export interface JoinedTable {
  /** A source or another transformation. */
  readonly table: string;
  /** Columns of the first table, and those of this one that are equal to them. */
  readonly on: Readonly<Record<string, string>>;
  /** Whether rows without a match are kept (`left`, without a word). */
  readonly kind?: "left" | "inner" | undefined;
}

/** A table that is made of others. */
export interface Transformation {
  /** Its name. */
  readonly name: string;
  /** `staging` cleans, `intermediate` combines, `marts` is what people ask. */
  readonly layer: "staging" | "intermediate" | "marts";
  /** For people. */
  readonly description?: string | undefined;
  /** What tells its rows apart. */
  readonly key: Names;
  /** The source or transformation that it is made from; not with `sql`. */
  readonly from?: string | undefined;
  /** Others. */
  readonly joins?: readonly JoinedTable[] | undefined;
  /** Its columns by name: a column's own name in short. With an aggregate, all others make the groups. */
  readonly columns?: Readonly<Record<string, string | OutputColumn>> | undefined;
  /** The rows that are kept. */
  readonly where?: readonly RowCondition[] | undefined;
  /** A query in the SQL of the target, in which `{{ ref('name') }}` stands for a source or a transformation. */
  readonly sql?: string | undefined;
}
