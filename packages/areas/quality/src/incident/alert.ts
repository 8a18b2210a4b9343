import type { Check, CheckResult } from "../check.ts";
import type { Incident } from "./incident.ts";

/** What is to be told of an incident, before it is put into a channel's form. */
export interface Alert {
  /** One line. */
  readonly title: string;
  /** Which incident: the same for all that is told of it. */
  readonly key: string;
  /** What happened to it. */
  readonly action: "opened" | "escalated" | "acknowledged" | "resolved";
  /** How bad it is. */
  readonly severity: Incident["severity"];
  /** When, as ISO text. */
  readonly at: string;
  /** The table. */
  readonly table: string;
  /** The figures, by name, in order. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** The query that gives the figure. */
  readonly sql: string;
  /** Where more is to be read. */
  readonly link?: string;
}

/** What an alert is made of. */
export interface AlertSource {
  /** As it is now. */
  readonly incident: Incident;
  /** Its check. */
  readonly check: Check;
  /** The last result of it. */
  readonly result: CheckResult;
  /** Where the runbook is. */
  readonly link?: string;
}

const count = (value: number | null): string => (value === null ? "unknown" : String(value));

/**
 * What is to be told of an incident: its state, and the figures of the check's last result.
 * @example see `openIncident`
 */
export function alertOf({ incident, check, result, link }: AlertSource): Alert {
  const action =
    incident.state === "resolved"
      ? "resolved"
      : incident.state === "acknowledged"
        ? "acknowledged"
        : incident.escalation > 0
          ? "escalated"
          : "opened";
  const words = {
    opened: "failed",
    escalated: "nobody came",
    acknowledged: "is taken care of",
    resolved: "is over",
  } as const;
  const figure: readonly (readonly [string, string])[] =
    result.outcome === "error"
      ? [["could not be evaluated", result.error ?? "no reason was given"]]
      : result.failed === null
        ? [["observed", count(result.observed)]]
        : [
            ["rows that fail", count(result.failed)],
            ["rows considered", count(result.considered)],
          ];
  return {
    title: `${check.id} on ${check.table} ${action === "opened" && result.outcome === "error" ? "could not be evaluated" : words[action]}`,
    key: incident.id,
    action,
    severity: incident.severity,
    at: incident.log.at(-1)?.at ?? incident.openedAt,
    table: check.table,
    facts: [
      ...figure,
      ["failed so often", String(incident.count)],
      ["since", incident.openedAt],
      ["owner", incident.owner ?? "nobody"],
      ...(check.reason === undefined ? [] : [["why it matters", check.reason] as const]),
    ],
    sql: result.sql,
    ...(link === undefined ? {} : { link }),
  };
}
