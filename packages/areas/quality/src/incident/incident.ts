import type { Check, CheckResult } from "../check.ts";

/** How bad an incident is, by the severity of its check and how critical the table is. */
export type IncidentSeverity = "low" | "high" | "critical";

/** The check failed again. */
export interface FailedEvent {
  /** Tells it from other events. */
  readonly kind: "failed";
  /** When: ISO text. */
  readonly at: string;
  /** Rows that failed; `null` of a measure. */
  readonly failed: number | null;
  /** How bad it is this time. */
  readonly severity: IncidentSeverity;
}

/** The check passed. */
export interface PassedEvent {
  /** Tells it from other events. */
  readonly kind: "passed";
  /** When: ISO text. */
  readonly at: string;
}

/** Somebody took it. */
export interface AcknowledgedEvent {
  /** Tells it from other events. */
  readonly kind: "acknowledged";
  /** When: ISO text. */
  readonly at: string;
  /** Who. */
  readonly by: string;
}

/** Time went by. */
export interface WaitedEvent {
  /** Tells it from other events. */
  readonly kind: "waited";
  /** Until when: ISO text. */
  readonly at: string;
}

/** Somebody closed it, and said why it happened. */
export interface ResolvedEvent {
  /** Tells it from other events. */
  readonly kind: "resolved";
  /** When: ISO text. */
  readonly at: string;
  /** Who. */
  readonly by: string;
  /** Why it happened. */
  readonly cause: string;
}

/** What happened to an incident, and when. */
export type IncidentEvent =
  | FailedEvent
  | PassedEvent
  | AcknowledgedEvent
  | WaitedEvent
  | ResolvedEvent;

/** A failure that people are to take care of. */
export interface Incident {
  /** One for each check and opening. */
  readonly id: string;
  /** Whose failures are the same incident while it is not resolved. */
  readonly check: string;
  /** The table. */
  readonly table: string;
  /** Who is asked first. */
  readonly owner: string | null;
  /** Open, taken by somebody, or over. */
  readonly state: "open" | "acknowledged" | "resolved";
  /** The worst so far. */
  readonly severity: IncidentSeverity;
  /** How often nobody came in time: the step of the policy that is asked now. */
  readonly escalation: number;
  /** How often the check failed. */
  readonly count: number;
  /** The most rows that failed at once; `null` if it is no rule of rows. */
  readonly worst: number | null;
  /** How often in a row it has passed since it last failed. */
  readonly passes: number;
  /** When the data went bad, if that is known. */
  readonly startedAt: string | null;
  /** When it was noticed. */
  readonly openedAt: string;
  /** When somebody took it. */
  readonly acknowledgedAt: string | null;
  /** When it was over. */
  readonly resolvedAt: string | null;
  /** What was the cause; `null` while nobody said. */
  readonly cause: string | null;
  /** All that happened, in order. */
  readonly log: readonly IncidentEvent[];
}

/** Who is asked when, and what is over by itself. */
export interface IncidentPolicy {
  /** The minutes after which the next is asked, each counted from the opening, ascending; nobody more after the last. */
  readonly escalateAfterMinutes: readonly number[];
  /** After so many passes in a row it is over; without it, only a person says so. */
  readonly resolveAfterPasses?: number;
}

/** What an incident is opened with. */
export interface OpenIncidentOptions {
  /** When it was noticed: ISO text. */
  readonly at: string;
  /** When the data went bad, such as the time of the first bad row or of the load that brought it; without it, unknown. */
  readonly startedAt?: string;
  /** How much depends on the table. */
  readonly criticality?: "high" | "medium" | "low";
}

/** A check and its failed result. */
export interface FailedCheck {
  /** The check. */
  readonly check: Check;
  /** What became of it. */
  readonly result: CheckResult;
}
