import type { DataType } from "@dx/core";
import type { HolidayRule } from "./holidays.ts";

/**
 * What a row of a fact is: an event that does not change (`transaction`), the state of something at the end of a period
 * (`periodic-snapshot`), a process that passes milestones, whose row changes until it is done (`accumulating-snapshot`), or that
 * something happened, without anything measured (`factless`).
 * @see Kimball and Ross, "The Data Warehouse Toolkit" (3rd ed., 2013), chapter 2
 */
export type FactKind = "transaction" | "periodic-snapshot" | "accumulating-snapshot" | "factless";

/**
 * Over which dimensions a measure may be summed: all, all but time (`semi-additive`, as a balance), none (a ratio, a price), or
 * nobody has said.
 */
export type Additivity = "additive" | "semi-additive" | "non-additive" | "unknown";

/** The sum of all values. */
export interface SumRollUp {
  /** Tells it from others. */
  readonly kind: "sum";
}

/** The sum of the values of the last day that there is. */
export interface LastRollUp {
  /** Tells it from others. */
  readonly kind: "last";
  /** The role of the date that is meant. */
  readonly role: string;
}

/** The mean of the values, NULL left out. */
export interface AverageRollUp {
  /** Tells it from others. */
  readonly kind: "average";
}

/** No value for several rows is known to make sense. */
export interface NoRollUp {
  /** Tells it from others. */
  readonly kind: "none";
}

/** How the values of several rows become one. */
export type RollUp = SumRollUp | LastRollUp | AverageRollUp | NoRollUp;

/** A column of a table of the star, and where it comes from. */
export interface StarColumn {
  /** In the star. */
  readonly name: string;
  /** The column of the source table. */
  readonly source: string;
  /** Of an attribute that another table has: which of the dimension's `outer` ones. */
  readonly from?: string;
  /** Its type, here and there. */
  readonly type: DataType;
}

/** How a number of a header is shared out to its lines: the shares of each header add up to it. */
export interface Allocation {
  /** Which of the fact's headers has it. */
  readonly from: string;
  /** The column of the fact's source by which it is shared out; `null` for equal parts. */
  readonly by: string | null;
}

/** A number that a fact has. */
export interface Measure extends StarColumn {
  /** Of a number of a header: how it is shared out. */
  readonly allocation?: Allocation;
  /** Over what it may be summed. */
  readonly additivity: Additivity;
  /** By whom that was said: by the data, which refute a sum, by a person, or by nobody. */
  readonly saidBy: "data" | "person" | "nobody";
  /** How the values of several rows become one. */
  readonly rollUp: RollUp;
}

/** A reference of a fact to a dimension; never NULL, and to the unknown member where the source has none. */
export interface FactKey {
  /** In the fact, as `origin_key`. */
  readonly column: string;
  /** What the dimension is to the fact, as `origin`; several roles may play one dimension. */
  readonly role: string;
  /** The name of the dimension, or of that of days or times of day. */
  readonly dimension: string;
  /** The columns of the fact's source, in the order of the dimension's business key; of a day or time of day, one. */
  readonly source: readonly string[];
  /** Which of the fact's headers has the columns; without it, the fact's source does. */
  readonly from?: string;
  /** Of a dimension of type 2: the column of the fact's source, or of its header `from`, whose time chooses the version. */
  readonly asOf?: string;
  /** Which of the fact's headers has that column, if not `from`. */
  readonly asOfFrom?: string;
  /** Whether the day, the time of day, or the time that chooses a version, is of an instant, and is taken in UTC. */
  readonly utc?: boolean;
}

/** What one row is. */
export interface Grain {
  /** For people, as "one row per flight". */
  readonly sentence: string;
  /** The columns that tell rows apart; they are kept in the fact. */
  readonly key: readonly StarColumn[];
}

/** A fact. */
export interface FactTable {
  /** As `fct_flight`. */
  readonly name: string;
  /** What its rows are. */
  readonly kind: FactKind;
  /** The table that it is made of. */
  readonly source: string;
  /** What one row is. */
  readonly grain: Grain;
  /** Tables of which each row has one at most, as the order of a line, whose dimensions it has too. */
  readonly headers?: readonly OuterTable[];
  /** Its references. */
  readonly keys: readonly FactKey[];
  /** Its numbers. */
  readonly measures: readonly Measure[];
  /** What is kept in the fact because no table describes it: document numbers, codes, times. */
  readonly degenerate: readonly StarColumn[];
}

/** Levels of a dimension, the finest first: each value belongs to one value of the next level. */
export interface Hierarchy {
  /** For people. */
  readonly name: string;
  /** Attributes of the dimension. */
  readonly levels: readonly string[];
}

/** A table that describes what members of a dimension name, as the nation of a customer; its columns are attributes too. */
export interface OuterTable {
  /** What it is to the dimension, as `nation`. */
  readonly name: string;
  /** The table. */
  readonly source: string;
  /** Which other outer table names its rows; without it, the dimension's source does. */
  readonly through?: string;
  /** The columns that name a row. */
  readonly columns: readonly string[];
  /** The columns that tell its rows apart, in the same order. */
  readonly key: readonly string[];
}

/** A dimension. */
export interface Dimension {
  /** As `dim_airport`. */
  readonly name: string;
  /**
   * Of a junk dimension, whose members are the combinations of a fact's flags that there are: `source` is the fact's, the business key has all
   * flags, texts, whole numbers or booleans, each of which may be NULL, and there are no attributes. Its type is 1.
   * @see Kimball and Ross, "The Data Warehouse Toolkit" (3rd ed., 2013), chapter 6, junk dimensions
   */
  readonly kind?: "junk";
  /** The table that it is made of. */
  readonly source: string;
  /** An int64 that the star gives; that of the unknown member is -1. */
  readonly surrogateKey: string;
  /** What tells its members apart in the source; NULL in the unknown member only. */
  readonly businessKey: readonly StarColumn[];
  /** What describes them. */
  readonly attributes: readonly StarColumn[];
  /** Tables whose columns are among the attributes, each behind those that lead to it; not of type 2, whose history is of one table. */
  readonly outer?: readonly OuterTable[];
  /** Levels, if any were found. */
  readonly hierarchies: readonly Hierarchy[];
  /**
   * What a change does: nothing (0), the new value stands (1), a new version begins (2). Of type 2 the star's table is filled from
   * `<name>_history`, which another package keeps; it has the columns of {@link versionColumns} too.
   */
  readonly scdType: 0 | 1 | 2;
}

/** The calendar. */
export interface DateDimension {
  /** As `dim_date`. */
  readonly name: string;
  /** The first day, as ISO text. */
  readonly from: string;
  /** The last day, as ISO text, included. */
  readonly to: string;
  /** The month with which a fiscal year begins, 1 to 12. */
  readonly fiscalYearStartMonth: number;
  /** By which year a fiscal year is called: that of its first, or of its last day. */
  readonly fiscalYearLabel: "start" | "end";
  /** Days without business besides Saturday and Sunday. */
  readonly holidays: readonly HolidayRule[];
}

/** A table between a fact and a dimension where a fact has several members, as an account several holders, each with its share. */
export interface Bridge {
  /** As `brg_account_holder`. */
  readonly name: string;
  /** The table that has a row for each group and member. */
  readonly source: string;
  /** What names a group; facts have these columns too, as parts of their grain or as degenerate ones, or `through` has them as its business key. */
  readonly group: readonly StarColumn[];
  /** The dimension of the groups, if they are members of one that facts refer to, as accounts; the bridge has its surrogate key too. Not of type 2. */
  readonly through?: string;
  /** The dimension of the members; not of type 2. */
  readonly dimension: string;
  /** The source's columns that name a member, in the order of the dimension's business key. */
  readonly member: readonly string[];
  /** The source's column of a member's share; without it, all members of a group have the same. */
  readonly weight?: string;
}

/** A part of the day, as the morning; it lasts until the next one begins. */
export interface DayPart {
  /** As `morning`. */
  readonly name: string;
  /** When it begins, as `06:00`. */
  readonly from: string;
}

/** The times of day, beside the calendar: days times minutes would be too many rows for one table. */
export interface TimeDimension {
  /** As `dim_time_of_day`. */
  readonly name: string;
  /** What a row is: one of 1,440 minutes, or of 86,400 seconds. */
  readonly granularity: "minute" | "second";
  /** The parts of the day, in the order in which they begin; the last one lasts over midnight until the first. */
  readonly dayParts: readonly DayPart[];
}

/** What was decided, and why. */
export interface Decision {
  /** A table of the star, or `table.column`. */
  readonly subject: string;
  /** About what: `fact`, `grain`, `key`, `measure`, `additivity`, `dimension`, `attribute`, `degenerate`, `left out`, `type`. */
  readonly about: string;
  /** In a few words. */
  readonly decision: string;
  /** What speaks for it: what the inputs say, what the catalogue declares, what data show, or only names. */
  readonly by: "person" | "catalogue" | "data" | "names";
  /** In a sentence. */
  readonly reason: string;
}

/** A star: plain JSON, so that people can change it and hand it in again. */
export interface DimensionalModel {
  /** The business process. */
  readonly name: string;
  /** At least one. */
  readonly facts: readonly FactTable[];
  /** Without the calendar. */
  readonly dimensions: readonly Dimension[];
  /** The calendar, where facts have dates. */
  readonly date: DateDimension | null;
  /** The times of day, where facts have them. */
  readonly time?: TimeDimension;
  /** Between facts and dimensions of which they have several members. */
  readonly bridges?: readonly Bridge[];
  /** All that was decided. */
  readonly decisions: readonly Decision[];
}

/** The surrogate key of the unknown member of every dimension. */
export const unknownKey = -1n;

/** The text that unknown members have in place of names. */
export const unknownText = "(unknown)";

/** What versions of members of type 2 have besides attributes, as in `@dx/scd`: half-open intervals. */
export const versionColumns: {
  /** Timestamp from which a version is valid, included. */
  readonly validFrom: string;
  /** Timestamp to which it was valid, excluded; NULL for ever. */
  readonly validTo: string;
  /** Whether it is valid now. */
  readonly current: string;
} = { validFrom: "valid_from", validTo: "valid_to", current: "is_current" };

/** When a row of the star was made, and last changed. */
export const auditColumns: {
  /** Timestamp of the load that made the row. */
  readonly insertedAt: string;
  /** Timestamp of the load that last changed it. */
  readonly updatedAt: string;
} = {
  insertedAt: "inserted_at",
  updatedAt: "updated_at",
};

/** The column of a member's share in a bridge, a decimal of nine digits behind the point. */
export const weightColumn = "weight";

/** The key of the date dimension: `year * 10000 + month * 100 + day`. */
export const dateKey = "date_key";

/** The day itself, in the date dimension. */
export const dateColumn = "calendar_date";

/** The key of the time-of-day dimension: `hour * 100 + minute`, or `hour * 10000 + minute * 100 + second`. */
export const timeKey = "time_key";
