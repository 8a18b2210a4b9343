import type { Names, TableName } from "@dx/core";

/**
 * How a measure is brought together where rows are. `average` is the mean of the values of single facts, NULL left out; `last`, of what is semi-additive, the
 * last value of each member in a period, summed over members; `none` is refused there, as an average of averages would be.
 */
export type RollUp = "sum" | "min" | "max" | "average" | "last" | "none";

/** A column of the fact that is measured. */
export interface ObtMeasure {
  /** In the fact. */
  readonly column: string;
  /** What a coarser grain makes of it. */
  readonly rollUp: RollUp;
  /** Of `last`: what has one value at a time, as the account of a balance; the last one of each within a period is summed. */
  readonly per?: Names;
  /** Whether it is a float: then sums are of decimals with nine digits behind the point, so that their order makes no difference. */
  readonly isFloat?: boolean;
}

/** Attributes of a dimension as they are now, whatever version the fact names. */
export interface CurrentVersion {
  /** What all versions of a member share. */
  readonly businessKey: Names;
  /** A boolean column that is true in current versions; or else `validTo`. */
  readonly flag?: string;
  /** The end of a version; NULL in current ones. */
  readonly validTo?: string;
}

/** Versions that are found by time: from `validFrom`, before `validTo`. */
export interface AsOf {
  /** The begin of a version, which belongs to it. */
  readonly validFrom: string;
  /** Its end, which does not; NULL where it is open. */
  readonly validTo: string;
  /** The time in the fact. */
  readonly at: string;
}

/** A dimension that is joined, once for each role that it plays. */
export interface ObtDimension {
  /** Its table. */
  readonly table: TableName;
  /** The columns of the fact that name its rows. */
  readonly joinKey: Names;
  /** Their counterparts in the dimension; without them, of the same names. */
  readonly dimensionKey?: Names;
  /** What is taken. */
  readonly attributes: Names;
  /** What its columns begin with; without it, the join key without its ending, as `origin` of `origin_key`. */
  readonly role?: string;
  /** Takes the attributes of today's version. */
  readonly current?: CurrentVersion;
  /** Finds the version of the fact's time. */
  readonly asOf?: AsOf;
}

/** A column that is computed of others. */
export interface CalculatedField {
  /** What it is called. */
  readonly name: string;
  /** In the language of `parseFormula`, of columns of the wide table and calculated fields before it. */
  readonly formula: string;
}

/** One row for each fact. */
export interface DetailLevel {
  /** Tells it from others. */
  readonly kind: "detail";
}

/** One row for each day or month, and all attributes alike. */
export interface PeriodLevel {
  /** How long a period is. */
  readonly kind: "daily" | "monthly";
  /** A date or timestamp of the fact. */
  readonly time: string;
  /** What the column of the day, or of the month's first day, is called; without it, `day` or `month`. */
  readonly as?: string;
}

/** The grain. */
export type ObtLevel = DetailLevel | PeriodLevel;

/** What a wide table is made of. */
export interface ObtSpec {
  /** The fact table. */
  readonly fact: TableName;
  /** What tells its rows apart. */
  readonly factKey: Names;
  /** Other columns of the fact that are kept, in a detailed table only. */
  readonly factColumns?: Names;
  /** What is measured. */
  readonly measures: readonly ObtMeasure[];
  /** What is joined. */
  readonly dimensions: readonly ObtDimension[];
  /** The grain. */
  readonly level: ObtLevel;
  /** What is computed. */
  readonly calculated?: readonly CalculatedField[];
  /** Conditions in the language of `parseFormula`; rows for which one is not true, NULL included, are left out. */
  readonly filters?: readonly string[];
}
