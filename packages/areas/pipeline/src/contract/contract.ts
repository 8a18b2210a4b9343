/**
 * What becomes of what a contract does not have: `evolve` takes it, `freeze` refuses the load, `discard_row` puts rows
 * into quarantine, `discard_value` only their values.
 * @see dlt, "Schema and data contracts", whose four words these are
 */
export type ContractMode = "evolve" | "freeze" | "discard_row" | "discard_value";

/** What a source may bring that its target does not have yet; each is `evolve` without a word. */
export interface Contract {
  /** New tables: `evolve` or `freeze`. */
  readonly tables?: "evolve" | "freeze";
  /** New columns. */
  readonly columns?: ContractMode;
  /**
   * Values of other types. `evolve` widens columns without loss (int32 to int64, a decimal to more digits, date to
   * timestamp), and refuses a value that no wider type of numbers or times holds; the others never change a column's type.
   */
  readonly types?: ContractMode;
  /**
   * Whether values that no wider type holds come into a column of their own, `<column>__v_<type>`, where `types` is
   * `evolve`; without a word, they are refused. Not of keys, whose values must fit.
   */
  readonly variants?: boolean;
}

/** A value that its contract did not let in. */
export interface Rejected {
  /** Which row of what was read, from 1. */
  readonly row: number;
  /** Its column. */
  readonly column: string;
  /** Why. */
  readonly reason: "new-column" | "type";
  /** What became of it: the whole row is left out, or the value is NULL. */
  readonly discarded: "row" | "value";
  /** Its canonical text. */
  readonly value: string;
  /** The row: a JSON object of canonical texts. */
  readonly record: string;
}
