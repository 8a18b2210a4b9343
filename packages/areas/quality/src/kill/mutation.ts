/** How a table is damaged. */
export type MutationKind =
  | "nulls"
  | "emptied column"
  | "empty text"
  | "placeholder"
  | "padding"
  | "case"
  | "truncation"
  | "encoding"
  | "unknown value"
  | "swap"
  | "unit error"
  | "sign"
  | "zeroed"
  | "drift"
  | "stuck value"
  | "date of default"
  | "date in the future"
  | "late data"
  | "dropped partition"
  | "lost rows"
  | "duplicated rows"
  | "empty table"
  | "lost column"
  | "changed type";

/** One damage to a table; which rows it meets is fixed by its number. */
export interface Mutation {
  /** Unique among those of a table. */
  readonly id: string;
  /** Tells it from others. */
  readonly kind: MutationKind;
  /** What it damages; `null` if it is the table as a whole. */
  readonly column: string | null;
  /** What is swapped with it. */
  readonly other?: string;
  /** For people: what happens. */
  readonly description: string;
  /** Every so many rows, one is damaged. */
  readonly every: number;
  /** Which of them. */
  readonly from: number;
}
