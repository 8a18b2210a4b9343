import {
  alertOf,
  meanTimes,
  toEmail,
  toPagerDuty,
  toSlack,
  updateIncidents,
  type Alert,
  type Incident,
  type Suite,
  type SuiteResult,
} from "@dx/quality";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import type { StagedTable } from "./schemas.ts";

/** What alerts stand on. */
export interface AlertParts {
  readonly suite: Suite;
  readonly tables: readonly StagedTable[];
  /** All runs so far, the oldest first; the last is this one. */
  readonly runs: readonly SuiteResult[];
}

/** The incidents that all runs so far come to: a failure that goes on is one incident. */
function incidentsOf(inputs: Inputs, { suite, tables, runs }: AlertParts): readonly Incident[] {
  const criticality = Object.fromEntries(
    tables.flatMap(({ name, criticality: level }) => (level === null ? [] : [[name, level]])),
  );
  const options = {
    suite,
    criticality,
    escalateAfterMinutes: inputs.escalateAfterMinutes,
    resolveAfterPasses: 1,
  };
  return runs.reduce<readonly Incident[]>(
    (before, run) => updateIncidents(before, run, options),
    [],
  );
}

/** How people are told: channel, escalation, and the message of each incident that is open, as it would be sent. */
export function alertingConfig(inputs: Inputs, parts: AlertParts): Outputs["alertingConfig"] {
  const incidents = incidentsOf(inputs, parts);
  const open = incidents.filter(({ state }) => state !== "resolved");
  const checks = new Map(parts.suite.checks.map((check) => [check.id, check]));
  const results = new Map((parts.runs.at(-1)?.results ?? []).map((result) => [result.id, result]));
  const messages = open.flatMap((incident) => {
    const [check, result] = [checks.get(incident.check), results.get(incident.check)];
    if (check === undefined || result === undefined) return [];
    return [messageOf(inputs, alertOf({ incident, check, result }))];
  });
  const { alerting } = inputs.toolPreferences;
  return JSON.parse(
    JSON.stringify({
      channel: alerting,
      escalateAfterMinutes: inputs.escalateAfterMinutes,
      severities: "of high criticality: critical; of medium: high; warnings and the rest: low",
      incidents: { all: incidents.length, open: open.length, ...meanTimes(incidents) },
      messages,
    }),
  );
}

/** The key of PagerDuty is a secret, which whoever sends puts in. */
function messageOf(
  { toolPreferences: { alerting }, alertAddresses }: Inputs,
  alert: Alert,
): unknown {
  switch (alerting) {
    case "slack":
      return toSlack(alert);
    case "pagerduty":
      return toPagerDuty(alert, { routingKey: "PAGERDUTY_ROUTING_KEY" });
    case "email":
      return toEmail(alert, alertAddresses ?? { from: "", to: [] });
  }
}
