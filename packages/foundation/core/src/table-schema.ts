import type { DataType } from "./data-type.ts";
import type { Relation } from "./relation.ts";

/** A column as the catalogue describes it. */
export interface ColumnSchema {
  /** As in the catalogue. */
  readonly name: string;
  /** As dx reads it. */
  readonly type: DataType;
  /** As the engine calls it, with its parameters. */
  readonly native: string;
  /** Whether it may be NULL. */
  readonly nullable: boolean;
  /** The expression of its default, in the engine's SQL. */
  readonly default?: string;
  /** What people wrote of it. */
  readonly comment?: string;
}

/** That columns name a row of another table. */
export interface ForeignKey {
  /** Of this table, in the order of those that they name. */
  readonly columns: readonly string[];
  /** The table that they name a row of. */
  readonly references: Relation;
  /** Its columns. */
  readonly referenced: readonly string[];
}

/** A table or view as the catalogue describes it; areas exchange these. */
export interface TableSchema {
  /** Its full name. */
  readonly relation: Relation;
  /** What it is. */
  readonly kind: "table" | "view";
  /** In their order. */
  readonly columns: readonly ColumnSchema[];
  /** What tells rows apart, if that is declared. */
  readonly primaryKey?: readonly string[];
  /** Other declared keys. */
  readonly uniqueKeys: readonly (readonly string[])[];
  /** Declared references to other tables. */
  readonly foreignKeys: readonly ForeignKey[];
  /** What people wrote of it. */
  readonly comment?: string;
  /** How many rows the catalogue thinks there are; without a figure, it has no idea. */
  readonly estimatedRows?: number;
}
