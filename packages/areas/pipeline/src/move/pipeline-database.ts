import type { Dialect, Relation, Rows, TableName, TableSchema, TypeName } from "@dx/core";
import type { RecordSource } from "../records/record-source.ts";
import type { Inquiry, Plan, Sql } from "@dx/sql";
import type { GivenTable } from "./given-rows.ts";

/** What a table was filled with. */
export interface LoadedRows {
  /** How many rows came in. */
  readonly rows: number;
}

/** What moving rows needs of a database; a `Database` of `@dx/database` is one. */
export interface PipelineDatabase {
  /** Whose SQL it takes. */
  readonly dialect: Dialect;
  /** Answers an inquiry in one state of the data. */
  run<T>(inquiry: Inquiry<T>): Promise<T>;
  /** The rows of a query, some at a time, of one state of the data. */
  stream(sql: Sql): AsyncIterable<Rows>;
  /** Carries out a plan; gives how many rows each statement changed. */
  apply(plan: Plan): Promise<readonly (readonly (number | null)[])[]>;
  /** Fills a table. */
  load(
    table: TableName,
    source: AsyncIterable<Rows> | Iterable<Rows> | string,
    options?: {
      readonly mode?: "replace" | "append" | "create";
      readonly types?: Readonly<Record<string, TypeName>>;
      readonly rowNumber?: string;
    },
  ): Promise<LoadedRows>;
  /** What the catalogue says of a table. @throws DxError `DX_DATABASE_NO_TABLE` */
  describe(table: TableName): Promise<TableSchema>;
  /** Does several things in one transaction. */
  transaction<T>(body: (database: PipelineDatabase) => Promise<T>): Promise<T>;
}

/** A table or a query of a database. */
export interface DatabaseSource {
  /** Where it is: the very object of the target, if it is there. */
  readonly database: PipelineDatabase;
  /** The table or view; or a query. */
  readonly table: TableName | Sql;
}

/** A file that the target's database can read. */
export interface FileSource {
  /** Its path. */
  readonly file: string;
  /** A column of this name comes first: the place of each row in the file, from 1. */
  readonly rowNumber?: string;
}

/** Where rows come from. */
export type MoveSource = DatabaseSource | FileSource | RecordSource;

/** Rows that are at hand, as those of lists in records are. */
export interface GivenRows {
  /** The rows. */
  readonly rows: GivenTable;
  /** Columns that earlier loads had: what these rows lack of them is NULL. */
  readonly known: readonly string[];
}

/** A table of the items of lists, as it is loaded after its records. */
export interface ListRows extends GivenRows {
  readonly table: Relation;
}
