import { DxError, toMicros } from "@dx/core";
import type { FailedCheck, Incident, IncidentSeverity, OpenIncidentOptions } from "./incident.ts";

/**
 * Opens an incident for a check that failed or warned, or could not be evaluated.
 * @throws DxError `DX_QUALITY_INCIDENT` if it passed, or began after it was noticed
 * @example
 * ```ts
 * import { incidentStep, openIncident, type Check, type CheckResult } from "@dx/quality";
 * const head = { id: "city", table: "shop", dimension: "completeness", severity: "error" } as const;
 * const check: Check = { ...head, rule: { kind: "not-null", column: "city" }, threshold: { of: "rows", failAbove: 0 } };
 * const counts = { failed: 1, considered: 4, rows: 4, observed: null } as const;
 * const result: CheckResult = { id: "city", outcome: "fail", ...counts, isVacuous: false, how: "scanned", sql: "" };
 * const open = openIncident({ check, result }, { at: "2026-01-01T08:00Z" });
 * const taken = incidentStep(open, { kind: "acknowledged", at: "2026-01-01T08:05Z", by: "ann" }, { escalateAfterMinutes: [15] });
 * if (taken.state !== "acknowledged") throw new Error();
 * ```
 */
export function openIncident(
  { check, result }: FailedCheck,
  { at, startedAt, criticality = "medium" }: OpenIncidentOptions,
): Incident {
  if (result.outcome === "pass")
    throw new DxError("DX_QUALITY_INCIDENT", `${check.id} passed, which is no incident`, {
      hint: "open incidents for what failed, warned or could not be evaluated",
    });
  if (startedAt !== undefined && toMicros(startedAt) > toMicros(at))
    throw new DxError(
      "DX_QUALITY_INCIDENT",
      `${check.id}: began at ${startedAt}, after it was noticed at ${at}`,
      { path: ["startedAt"] },
    );
  const severity = incidentSeverity({ check, result }, criticality);
  return {
    id: `${check.id}@${at}`,
    check: check.id,
    table: check.table,
    owner: check.owner ?? null,
    state: "open",
    severity,
    escalation: 0,
    count: 1,
    worst: result.failed,
    passes: 0,
    startedAt: startedAt ?? null,
    openedAt: at,
    acknowledgedAt: null,
    resolvedAt: null,
    cause: null,
    log: [{ kind: "failed", at, failed: result.failed, severity }],
  };
}

/** How bad a failure is: a warning is low, whatever the table; an error is critical where much depends on the table. */
export function incidentSeverity(
  { result }: FailedCheck,
  criticality: NonNullable<OpenIncidentOptions["criticality"]>,
): IncidentSeverity {
  if (result.outcome === "warn") return "low";
  if (criticality === "high") return "critical";
  return criticality === "medium" ? "high" : "low";
}
