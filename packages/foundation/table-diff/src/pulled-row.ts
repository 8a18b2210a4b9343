/** A row that was brought here. */
export interface PulledRow {
  /** The hash of its key. */
  readonly key: string;
  /** The hash of all that is compared. */
  readonly hash: string;
  /** Its encoded values, in the order of the compared columns; empty if only hashes were asked for. */
  readonly values: readonly string[];
}
