/** One end of the values of a column. */
export interface End {
  /** In canonical text, or as the engine writes a literal of the column's type. */
  readonly text: string;
  /** Whether it is itself not reached. */
  readonly isStrict: boolean;
}

/** What is known of each value of a column, NULL aside, without reading it. */
export interface ColumnFacts {
  /** Whether there is no NULL. */
  readonly isNotNull: boolean;
  /** How many NULLs there are, where footers say so. */
  readonly nulls?: number;
  /** Lower ends; each of them holds. */
  readonly mins: readonly End[];
  /** Upper ends; each of them holds. */
  readonly maxs: readonly End[];
  /** The only values that there may be. */
  readonly values?: readonly string[];
}

/** That a column never compares otherwise with another, where both have values. */
export interface ComparedColumns {
  readonly left: string;
  readonly is: string;
  readonly right: string;
}

/** What is known of a table without reading it. */
export interface KnownFacts {
  /** Who says so, as a sentence begins. */
  readonly from: string;
  /** By the names that the engine gives. */
  readonly columns: ReadonlyMap<string, ColumnFacts>;
  /** Columns of which no two rows have the same values, NULL aside. */
  readonly keys: readonly (readonly string[])[];
  readonly compared: readonly ComparedColumns[];
  /** How many rows there are, where footers say so. */
  readonly rows?: number;
  /** About how many rows there are, as the engine keeps it; it may be out of date. */
  readonly about?: number;
  /** Why its rows are costly to read. */
  readonly costly?: string;
}

/** Nothing is known. */
export const nothingKnown: KnownFacts = { from: "", columns: new Map(), keys: [], compared: [] };
