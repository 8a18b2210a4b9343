/** What a star is looked at for. */
export interface LintRule {
  /** Stable. The code of its findings is made of it: `DX_DIMENSIONAL_NULL_FOREIGN_KEY` of `null-foreign-key`. */
  readonly id: LintRuleId;
  /** Whether a breach makes answers wrong, or only slow, large or hard to read. */
  readonly severity: "error" | "warning";
  /** What holds of a star that keeps it. */
  readonly statement: string;
}

/** The rules by name. */
export type LintRuleId =
  | "many-to-many"
  | "null-foreign-key"
  | "mixed-grain"
  | "fact-without-date"
  | "no-unknown-member"
  | "smart-key"
  | "snowflaked-dimension"
  | "centipede-fact"
  | "text-in-fact"
  | "measure-in-dimension";

/**
 * The ten rules of {@link lintModel}, those first whose breach makes answers wrong.
 * @see Kimball and Ross, "The Data Warehouse Toolkit" (3rd ed., 2013), chapter 2
 */
export const lintRules: readonly LintRule[] = [
  {
    id: "many-to-many",
    severity: "error",
    statement: "A reference names one row of its dimension: joins multiply no fact.",
  },
  {
    id: "null-foreign-key",
    severity: "error",
    statement: "No reference of a fact is NULL: joins lose no fact.",
  },
  {
    id: "mixed-grain",
    severity: "error",
    statement: "All rows of a fact have one grain: no measure ends where a dimension does.",
  },
  {
    id: "fact-without-date",
    severity: "warning",
    statement: "Each fact refers to a calendar.",
  },
  {
    id: "no-unknown-member",
    severity: "warning",
    statement: "Each dimension has a member for what is not known.",
  },
  {
    id: "smart-key",
    severity: "warning",
    statement: "Facts refer to dimensions by one whole number without a meaning.",
  },
  {
    id: "snowflaked-dimension",
    severity: "warning",
    statement: "No dimension refers to another one, but to a calendar.",
  },
  {
    id: "centipede-fact",
    severity: "warning",
    statement: "No fact refers to more dimensions than anybody can oversee.",
  },
  {
    id: "text-in-fact",
    severity: "warning",
    statement: "Texts of facts tell documents apart; those that describe are in dimensions.",
  },
  {
    id: "measure-in-dimension",
    severity: "warning",
    statement: "Numbers that differ from member to member are measured in facts.",
  },
];
