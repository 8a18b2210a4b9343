import type { Names } from "@dx/core";

/** A column of a result: a column of a table it is made from, or what is made of it. */
export interface OutputColumn {
  /** The column; with a join, as `table.column`. `count` needs none. */
  readonly column?: string;
  /** Another type of the same values. */
  readonly cast?: "int64" | "float64" | "text" | "date" | "timestamp";
  /** What all rows of a group become. */
  readonly aggregate?: "sum" | "min" | "max" | "avg" | "count" | "count_distinct";
  /** Spaces at both ends are taken away, or letters are made small or large. */
  readonly text?: "trim" | "lower" | "upper";
  /** What stands for NULL: text. */
  readonly ifNull?: string;
}

/** Rows that are kept: all conditions must be true. */
export interface RowCondition {
  /** The column; with a join, as `table.column`. */
  readonly column: string;
  /** How it is compared. */
  readonly is: "=" | "<>" | "<" | "<=" | ">" | ">=" | "null" | "not null";
  /** With what: text and booleans as they are, numbers as numbers. */
  readonly value?: string | number | boolean;
}

/** Another table, each row of which is found by equal columns. */
export interface JoinedTable {
  /** A source or another transformation. */
  readonly table: string;
  /** Columns of the first table, and those of this one that are equal to them. */
  readonly on: Readonly<Record<string, string>>;
  /** Whether rows without a match are kept (`left`, without a word). */
  readonly kind?: "left" | "inner";
}

/** A table that is made of others. */
export interface Transformation {
  /** Its name. */
  readonly name: string;
  /** `staging` cleans, `intermediate` combines, `marts` is what people ask. */
  readonly layer: "staging" | "intermediate" | "marts";
  /** For people. */
  readonly description?: string;
  /** What tells its rows apart. */
  readonly key: Names;
  /** The source or transformation that it is made from; not with `sql`. */
  readonly from?: string;
  /** Others. */
  readonly joins?: readonly JoinedTable[];
  /** Its columns by name: a column's own name in short. With an aggregate, all others make the groups. */
  readonly columns?: Readonly<Record<string, string | OutputColumn>>;
  /** The rows that are kept. */
  readonly where?: readonly RowCondition[];
  /** A query in the SQL of the target, in which `{{ ref('name') }}` stands for a source or a transformation. */
  readonly sql?: string;
}
