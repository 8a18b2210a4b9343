import type { Dialect, Names, TableName } from "@dx/core";
import type { Inquiry, Sql } from "@dx/sql";

/** What a comparison needs of a database; a `Database` of `@dx/database` is one. */
export interface DiffDatabase {
  /** Whose SQL it takes. */
  readonly dialect: Dialect;
  /** Answers an inquiry, each round of questions in one state of the data. */
  run<T>(inquiry: Inquiry<T>): Promise<T>;
}

/** One of two tables to compare. */
export interface DiffSide {
  /** Where it is; one object for both sides if they are in one database. */
  readonly database: DiffDatabase;
  /** Its name, or a query. */
  readonly table: TableName | Sql;
}

/** How far numbers may be apart: `absolute + relative * max(|left|, |right|)`; both are 0 if not given. */
export interface ToleranceParts {
  /** In the column's own unit. */
  readonly absolute?: number;
  /** As a proportion; for floating-point columns only. */
  readonly relative?: number;
}

/** An absolute tolerance, or its parts. */
export type Tolerance = number | ToleranceParts;

/** Which columns are compared, and what counts as equal. */
export interface CompareOptions {
  /** What tells rows apart; NULL equals NULL, and a key may have several rows. */
  readonly key: Names;
  /** What is compared besides the key; all columns, which must then be the same on both sides, if not given. */
  readonly columns?: Names;
  /** How far numbers may be apart, by column; the key has none. */
  readonly tolerance?: Readonly<Record<string, Tolerance>>;
  /** Text columns whose trailing spaces do not count, as those of CHAR. */
  readonly trimEnd?: Names;
  /** The zone, as `UTC`, of timestamps that are compared with instants. */
  readonly timeZone?: string;
  /** Boolean columns that are compared with numbers, true being 1 and false 0. */
  readonly booleanAsNumber?: Names;
  /** Columns that are compared as the text that each engine makes of them, whatever their types. */
  readonly asText?: Names;
  /** Columns of JSON text that are equal if they mean the same: spaces and the order of names do not count. */
  readonly asJson?: Names;
}

/** Where a comparison is. */
export interface DiffProgress {
  /** What was just done. */
  readonly step: "columns" | "joined" | "summed" | "pulled";
  /** Segments whose sums were compared so far. */
  readonly segments: number;
  /** Of these, those that differ. */
  readonly differing: number;
  /** Rows that were brought here so far. */
  readonly pulled: number;
}

/** An `AbortSignal` is one. */
export interface DiffSignal {
  /** Whether to stop. */
  readonly aborted: boolean;
  /** Why. */
  readonly reason?: unknown;
}

/** How to compare. */
export interface DiffOptions extends CompareOptions {
  /** `joined` needs one database for both sides, and is chosen there; otherwise `bisected`. */
  readonly method?: "joined" | "bisected";
  /** Compares the hash of every row instead of sums of them; all of them are pulled. */
  readonly exact?: boolean;
  /** Into how many segments the tables are divided at first; 8192 if not given. */
  readonly segments?: number;
  /** Segments of no more rows are brought here, larger ones divided again; 1024 if not given. */
  readonly segmentRows?: number;
  /** How many differences `diffTables` keeps; 20 if not given. */
  readonly samples?: number;
  /** Stops after so many differences; no bound if not given. */
  readonly maxDifferences?: number;
  /** Brings at most so many rows of both sides here; 1,000,000 if not given. */
  readonly maxPulledRows?: number;
  /** Is told of each step. */
  readonly onProgress?: (progress: DiffProgress) => void;
  /** Stops between two questions. */
  readonly signal?: DiffSignal;
}
