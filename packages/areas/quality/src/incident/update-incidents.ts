import type { Suite, SuiteResult } from "../check.ts";
import { incidentStep } from "./incident-step.ts";
import type { Incident, IncidentPolicy, OpenIncidentOptions } from "./incident.ts";
import { incidentSeverity, openIncident } from "./open-incident.ts";

/** How results become incidents. */
export interface UpdateIncidentsOptions extends IncidentPolicy {
  /** How much depends on each table, by name; without it, medium. */
  readonly criticality?: Readonly<Record<string, NonNullable<OpenIncidentOptions["criticality"]>>>;
  /** When the data went bad, by check, where that is known: ISO text. */
  readonly startedAt?: Readonly<Record<string, string>>;
}

/**
 * Incidents after a run: a failure of a check that has one which is not over is counted there, another one opens its own, and a pass goes to the one that is there.
 * @throws DxError `DX_QUALITY_INCIDENT` if the run is before the last event of one of them
 * @example
 * ```ts
 * import { updateIncidents } from "@dx/quality";
 * const run = { suite: "s", at: "2026-01-01", results: [] };
 * if (updateIncidents([], run, { suite: { name: "s", checks: [] }, escalateAfterMinutes: [15] }).length > 0) throw new Error();
 * ```
 */
export function updateIncidents(
  incidents: readonly Incident[],
  { at, results }: SuiteResult,
  options: UpdateIncidentsOptions & { readonly suite: Suite },
): readonly Incident[] {
  const { suite, criticality = {}, startedAt = {} } = options;
  const checks = new Map(suite.checks.map((check) => [check.id, check]));
  const current = new Map<string, Incident>();
  for (const incident of incidents)
    if (incident.state !== "resolved") current.set(incident.check, incident);
  const changed = new Map<string, Incident>();
  const opened: Incident[] = [];
  for (const result of results) {
    const check = checks.get(result.id);
    if (check === undefined) continue;
    const incident = current.get(result.id);
    const weight = criticality[check.table] ?? "medium";
    if (incident === undefined) {
      const began = startedAt[result.id];
      if (result.outcome !== "pass")
        opened.push(
          openIncident(
            { check, result },
            { at, criticality: weight, ...(began === undefined ? {} : { startedAt: began }) },
          ),
        );
      continue;
    }
    const event =
      result.outcome === "pass"
        ? ({ kind: "passed", at } as const)
        : ({
            kind: "failed",
            at,
            failed: result.failed,
            severity: incidentSeverity({ check, result }, weight),
          } as const);
    changed.set(incident.id, incidentStep(incident, event, options));
  }
  return [...incidents.map((incident) => changed.get(incident.id) ?? incident), ...opened];
}
