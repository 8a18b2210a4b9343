import { DxError, toMicros } from "@dx/core";
import type { Incident, IncidentEvent, IncidentPolicy, IncidentSeverity } from "./incident.ts";

const order: readonly IncidentSeverity[] = ["low", "high", "critical"];
const minute = 60_000_000n;

/**
 * What an incident becomes by an event. A repeated failure is counted, never a second incident; its severity only rises; nobody's coming in time escalates it. Refused are events after its
 * end, events before the last one, and an acknowledgement of what somebody has.
 * @throws DxError `DX_QUALITY_INCIDENT` for a step that is not possible, or a policy whose minutes do not ascend
 * @example see `openIncident`
 */
// oxlint-disable-next-line complexity -- one case for each event
export function incidentStep(
  incident: Incident,
  event: IncidentEvent,
  policy: IncidentPolicy,
): Incident {
  requirePolicy(policy);
  const last = incident.log.at(-1)?.at ?? incident.openedAt;
  if (incident.state === "resolved")
    throw impossible(incident, event, "it is over: a new failure opens a new incident");
  if (toMicros(event.at) < toMicros(last))
    throw impossible(incident, event, `it is before the last event, at ${last}`);
  const next = { ...incident, log: [...incident.log, event] };
  switch (event.kind) {
    case "failed": {
      const severity =
        order.indexOf(event.severity) > order.indexOf(incident.severity)
          ? event.severity
          : incident.severity;
      const worst =
        event.failed === null ? incident.worst : Math.max(event.failed, incident.worst ?? 0);
      return escalate(
        { ...next, severity, worst, count: incident.count + 1, passes: 0 },
        event.at,
        policy,
      );
    }
    case "passed": {
      const passes = incident.passes + 1;
      const isOver = policy.resolveAfterPasses !== undefined && passes >= policy.resolveAfterPasses;
      return isOver
        ? { ...next, passes, state: "resolved", resolvedAt: event.at }
        : escalate({ ...next, passes }, event.at, policy);
    }
    case "acknowledged":
      if (incident.state === "acknowledged")
        throw impossible(incident, event, "somebody has it already");
      return {
        ...escalate(next, event.at, policy),
        state: "acknowledged",
        acknowledgedAt: event.at,
      };
    case "waited":
      return escalate(next, event.at, policy);
    case "resolved":
      return { ...next, state: "resolved", resolvedAt: event.at, cause: event.cause };
  }
}

/** As many steps up as time has passed without anybody's taking it. */
function escalate(
  incident: Incident,
  at: string,
  { escalateAfterMinutes }: IncidentPolicy,
): Incident {
  if (incident.state !== "open") return incident;
  const waited = toMicros(at) - toMicros(incident.openedAt);
  const due = escalateAfterMinutes.filter(
    (minutes) => waited >= BigInt(Math.round(minutes * Number(minute))),
  ).length;
  return { ...incident, escalation: Math.max(incident.escalation, due) };
}

function requirePolicy({ escalateAfterMinutes, resolveAfterPasses }: IncidentPolicy): void {
  const isAscending = escalateAfterMinutes.every(
    (minutes, at) => minutes > (escalateAfterMinutes[at - 1] ?? 0) && Number.isFinite(minutes),
  );
  const isCount =
    resolveAfterPasses === undefined ||
    (Number.isInteger(resolveAfterPasses) && resolveAfterPasses > 0);
  if (isAscending && isCount) return;
  throw new DxError(
    "DX_QUALITY_INCIDENT",
    `the policy is senseless: ${JSON.stringify({ escalateAfterMinutes, resolveAfterPasses })}`,
    { hint: "give minutes above 0 that ascend, and a whole number of passes" },
  );
}

function impossible({ id }: Incident, { kind, at }: IncidentEvent, why: string): DxError {
  return new DxError("DX_QUALITY_INCIDENT", `${id}: ${kind} at ${at} is not possible: ${why}`, {
    path: [kind],
  });
}
