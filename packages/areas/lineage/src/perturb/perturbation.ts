import type { Inquiry, Plan } from "@dx/sql";

/** How the values of a column are changed: each to a near one, some to another of the few, some to NULL, some to new ones. */
export type ChangeKind = "nudge" | "rotate" | "null" | "fresh";

/** The data as they were made, or with their rows in another order. */
export interface UnchangedVariant {
  /** Tells it from its like. */
  readonly kind: "base" | "reordered";
}

/** The data with one column of one table changed. */
export interface ChangedVariant {
  /** Tells it from its like. */
  readonly kind: ChangeKind;
  /** The table. */
  readonly table: string;
  /** The column. */
  readonly column: string;
}

/** What is different in one variant of the data. */
export type Variant = UnchangedVariant | ChangedVariant;

/** What a query gave on one variant. */
export interface Observation {
  /** On which data. */
  readonly variant: Variant;
  /** How many rows; `null` if it failed. */
  readonly rows: number | null;
  /** For each output, all its values in one text, in an order of their own. */
  readonly outputs: readonly string[];
  /** Why it failed. */
  readonly error: string | null;
}

/** What is to be done to see which column moves which output. */
export interface Perturbation {
  /** Makes the tables of all variants, in schemas of their own. */
  readonly setUp: Plan;
  /** Asks the query of each variant; of none but the first if that gives no row, since then the others show nothing. */
  readonly observe: Inquiry<readonly Observation[]>;
  /** Removes those schemas. */
  readonly tearDown: Plan;
  /** The variants, in the order of the observations. */
  readonly variants: readonly Variant[];
}
