import type { Dialect } from "@dx/core";
import { z } from "zod";

/** A statement of a plan as people see it. */
export interface StatementView {
  /** The number of its transaction, from 1. */
  readonly group: number;
  /** What it is good for. */
  readonly purpose: string;
  /** The text that will be run. */
  readonly sql: string;
  /** How many rows the engine thinks it touches; `null` if it has no idea, or it touches none. */
  readonly estimatedRows: number | null;
  /** What is lost by it that cannot be made again. */
  readonly destroys?: string;
}

/** A plan as people see it before they agree. */
export interface PlanView {
  /** As the flow calls it. */
  readonly name: string;
  /**
   * Tells this plan from any other: of the statements, what they destroy, the dialect, and the files that the
   * flow reads; the run's own time and scratch schema are left out.
   */
  readonly hash: string;
  /** Whose SQL it is. */
  readonly dialect: Dialect;
  /** In order. */
  readonly statements: readonly StatementView[];
  /** What is lost by it; nobody says yes to that but a person. */
  readonly destroys: readonly string[];
  /** Where its script is, below the run's folder. */
  readonly script: string;
}

/** What became of a plan. */
export interface AppliedPlan {
  /** As people saw it. */
  readonly hash: string;
  /** Where its script is, below the run's folder. */
  readonly script: string;
  /** How many rows each statement changed, by groups; `null` where the engine does not say. */
  readonly counts: readonly (readonly (number | null)[])[];
}

/** As the journal has it. */
export const appliedPlan: z.ZodType<AppliedPlan> = z.object({
  hash: z.string(),
  script: z.string(),
  counts: z.array(z.array(z.number().nullable())),
});
