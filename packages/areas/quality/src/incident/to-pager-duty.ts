import type { Alert } from "./alert.ts";
import { clip } from "./clip.ts";

/** An event of PagerDuty's Events API v2. */
export interface PagerDutyEvent {
  /** The integration's key; a secret, which the caller puts in when it sends. */
  readonly routing_key: string;
  /** What PagerDuty is to do. */
  readonly event_action: "trigger" | "acknowledge" | "resolve";
  /** The same for all events of an incident. */
  readonly dedup_key: string;
  /** Wanted of a trigger. */
  readonly payload?: PagerDutyPayload;
  /** Where more is to be read. */
  readonly links?: readonly PagerDutyLink[];
}

/** A page. */
export interface PagerDutyLink {
  /** Where it is. */
  readonly href: string;
  /** What it is called. */
  readonly text: string;
}

/** What a trigger says. */
export interface PagerDutyPayload {
  /** One line, of at most 1024 characters. */
  readonly summary: string;
  /** What is affected. */
  readonly source: string;
  /** In PagerDuty's words. */
  readonly severity: "critical" | "error" | "warning" | "info";
  /** When: ISO text. */
  readonly timestamp: string;
  /** The table. */
  readonly component: string;
  /** What kind of event it is. */
  readonly class: string;
  /** The figures, by name. */
  readonly custom_details: Readonly<Record<string, string>>;
}

const severities = { critical: "critical", high: "error", low: "warning" } as const;
const actions = {
  opened: "trigger",
  escalated: "trigger",
  acknowledged: "acknowledge",
  resolved: "resolve",
} as const;

/**
 * An alert as an event of PagerDuty, which counts all events of one key as one incident.
 * @see PagerDuty, "Send an Alert Event" (Events API v2)
 */
export function toPagerDuty(
  alert: Alert,
  { routingKey }: { readonly routingKey: string },
): PagerDutyEvent {
  const action = actions[alert.action];
  const head = { routing_key: routingKey, event_action: action, dedup_key: clip(alert.key, 255) };
  if (action !== "trigger") return head;
  return {
    ...head,
    payload: {
      summary: clip(alert.title, 1024),
      source: clip(alert.table, 255),
      severity: severities[alert.severity],
      timestamp: alert.at,
      component: clip(alert.table, 255),
      class: "data quality",
      custom_details: {
        ...Object.fromEntries(alert.facts.map(([name, value]) => [name, clip(value, 1000)])),
        sql: clip(alert.sql, 4000, false),
      },
    },
    ...(alert.link === undefined ? {} : { links: [{ href: alert.link, text: "Runbook" }] }),
  };
}
