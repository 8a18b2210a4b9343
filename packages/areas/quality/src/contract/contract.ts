import type { DataTypeKind } from "@dx/core";
import type { Check } from "../check.ts";

/** What a producer promises of tables, and consumers may rely on. */
export interface DataContract {
  /** Stable. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Major, minor and patch: see `diffContract`. */
  readonly version: string;
  /** Where in its life it is. */
  readonly status: "proposed" | "draft" | "active" | "deprecated" | "retired";
  /** The part of the business. */
  readonly domain?: string;
  /** What it is for. */
  readonly purpose?: string;
  /** Who answers for it. */
  readonly owner?: string;
  /** What is promised. */
  readonly tables: readonly ContractTable[];
  /** How soon and how reliably. */
  readonly serviceLevels?: readonly ServiceLevel[];
}

/** A table of a contract. */
export interface ContractTable {
  /** In the grammar of names. */
  readonly name: string;
  /** What a row is. */
  readonly description?: string;
  /** Its columns, in order. */
  readonly columns: readonly ContractColumn[];
  /** What else is true of it; each check's table is this one. */
  readonly checks?: readonly Check[];
}

/** A column of a contract. */
export interface ContractColumn {
  /** In the grammar of names. */
  readonly name: string;
  /** What kind of values it has. */
  readonly type: DataTypeKind;
  /** The engine's name of the type. */
  readonly nativeType?: string;
  /** Whether it is never NULL. */
  readonly required?: boolean;
  /** Whether no value comes twice. */
  readonly unique?: boolean;
  /** Its place in the primary key, from 1. */
  readonly primaryKey?: number;
  /** The column in which each value is found. */
  readonly references?: ColumnReference;
  /** What it means. */
  readonly description?: string;
}

/** A column of another table. */
export interface ColumnReference {
  /** The table. */
  readonly table: string;
  /** The column. */
  readonly column: string;
}

/** A promise about time or availability. */
export interface ServiceLevel {
  /** As `freshness`, `latency`, `availability`, `retention`. */
  readonly property: string;
  /** How much. */
  readonly value: number | string;
  /** As `m`, `h`, `d`, `percent`. */
  readonly unit?: string;
  /** `table.column` that it is measured by. */
  readonly element?: string;
  /** For people. */
  readonly description?: string;
}
