import type { DataType } from "@dx/core";
import type { Additivity, DateDimension, Decision, TimeDimension } from "../model.ts";

/** A column of a source. */
export interface DesignColumn {
  /** Its name, as introspection gives it. */
  readonly name: string;
  /** Its type. */
  readonly type: DataType;
}

/** What tells rows of a source apart. */
export interface DesignKey {
  /** Its columns. */
  readonly columns: readonly string[];
  /** Who says so. */
  readonly by: Exclude<Decision["by"], "names">;
}

/** What was counted of a column. */
export interface DesignFigures {
  /** How many rows have NULL. */
  readonly nulls?: number;
  /** How many different values there are. */
  readonly distinct?: number;
  /** The least value in canonical text. */
  readonly min?: string | null;
  /** The greatest. */
  readonly max?: string | null;
  /** Of times: how many rows are not at midnight. */
  readonly timed?: number;
  /** Of times: how many rows are not at a full minute. */
  readonly withSeconds?: number;
}

/** A table of the source. */
export interface DesignTable {
  /** As the model calls it. */
  readonly name: string;
  /** In their order. */
  readonly columns: readonly DesignColumn[];
  /** What tells its rows apart, the best first. */
  readonly keys: readonly DesignKey[];
  /** How many rows it has, if that is known. */
  readonly rows?: number;
  /** Figures by the names of columns, if they are known. */
  readonly figures?: Readonly<Record<string, DesignFigures>>;
  /** Which columns tell others, as a city its country, for hierarchies; see `functionalDependencies`. */
  readonly dependencies?: readonly DesignDependency[];
}

/** That a column tells another one. */
export interface DesignDependency {
  /** What tells. */
  readonly determinant: string;
  /** How many different values it has. */
  readonly groups: number;
  /** What is told. */
  readonly dependent: string;
}

/** That columns of a table refer to rows of another one. */
export interface DesignReference {
  /** The table that refers. */
  readonly child: string;
  /** Its columns. */
  readonly childColumns: readonly string[];
  /** The table that is referred to. */
  readonly parent: string;
  /** The columns that tell its rows apart, in the same order. */
  readonly parentColumns: readonly string[];
  /** Who says so. */
  readonly by: Exclude<Decision["by"], "names">;
  /** Why it is taken for one. */
  readonly reason: string;
}

/** What a star is designed from. */
export interface DesignSource {
  /** The tables. */
  readonly tables: readonly DesignTable[];
  /** How they refer to each other. */
  readonly references: readonly DesignReference[];
}

/** What one row of a fact is, by a person's word. */
export interface DesignGrain {
  /** For people. */
  readonly sentence?: string;
  /** The columns that tell rows apart. */
  readonly key?: readonly string[];
}

/** What people ask of a star; what they say counts more than what is found. */
export interface DesignRequirements {
  /** The business process. */
  readonly process: string;
  /** The tables that become facts; without a word, by the references between them. */
  readonly facts?: readonly string[];
  /** The grain of the only fact: a sentence, and the columns that tell rows apart. */
  readonly grain?: DesignGrain;
  /** The dimensions that are wanted, by table, as `airport`, or as `dim_airport`; `date` is the calendar, `time` the times of day. Empty or without a word, all. */
  readonly dimensions?: readonly string[];
  /** The columns that are measures, as `delay` or `flights.delay`; empty or without a word, all numbers that are no keys. */
  readonly measures?: readonly string[];
  /** What changes of dimensions do, by the same names as `dimensions`; without a word, new values stand (1). */
  readonly scdTypes?: Readonly<Record<string, 0 | 1 | 2>>;
  /** Over what measures may be summed, by a person's word; by the same names as `measures`. */
  readonly additivity?: Readonly<Record<string, Exclude<Additivity, "unknown">>>;
  /** Columns that are kept in the fact as they are, as `flights.date` for its time of day. */
  readonly degenerate?: readonly string[];
  /**
   * Columns of facts whose combinations become a junk dimension of the fact, as `orders.is_gift`; `false` for none. Without a word, texts,
   * booleans and flags of few values that no table describes.
   */
  readonly junk?: readonly string[] | false;
  /**
   * Tables that link facts, or members that facts name, to several members of a dimension, each with its column of shares, or `null` if all have the same;
   * `false` for none. Without a word, those whose key is two references, with nothing else but a share.
   */
  readonly bridges?: Readonly<Record<string, string | null>> | false;
  /**
   * Tables whose dimensions their lines have too, as those of `orders`; `false` for none. Without a word, facts that others are lines of: by their
   * names, as `order_items`, or since their key begins with that of the header.
   */
  readonly headers?: readonly string[] | false;
  /** Measures of headers that are shared out to their lines, as `orders.freight`, by a column of the lines, or `equally`; others stay where they are. */
  readonly allocate?: Readonly<Record<string, string>>;
  /** The calendar; without `from` and `to`, the whole years that the facts' dates are in. */
  readonly date?: Partial<Omit<DateDimension, "name">>;
  /**
   * The times of day of the facts' timestamps, or `false` for none. Without a word, those that are not all at midnight, by minutes where none has
   * seconds; those that nothing is known of, only where `dimensions` names `time` or this is given.
   */
  readonly time?: Partial<Omit<TimeDimension, "name">> | false;
}
