import { toMicros } from "@dx/core";
import type { Incident } from "./incident.ts";

/** How long an incident took, in minutes; `null` where that is not known, or not over. */
export interface IncidentTimes {
  /** From the data's going bad to its being noticed. */
  readonly detectMinutes: number | null;
  /** From then to somebody's taking it. */
  readonly acknowledgeMinutes: number | null;
  /** From its being noticed to its end. */
  readonly resolveMinutes: number | null;
}

/** Mean times over incidents, each with the number that it is the mean of. */
export interface MeanTimes {
  /** Mean time to detect, in minutes; `null` of none. */
  readonly detectMinutes: number | null;
  /** Of so many whose beginning is known. */
  readonly detected: number;
  /** Mean time to resolve, in minutes; `null` of none. */
  readonly resolveMinutes: number | null;
  /** Of so many that are over. */
  readonly resolved: number;
}

const between = (from: string | null, to: string | null): number | null =>
  from === null || to === null ? null : Number(toMicros(to) - toMicros(from)) / 60_000_000;

/** How long one incident took. */
export function incidentTimes({
  startedAt,
  openedAt,
  acknowledgedAt,
  resolvedAt,
}: Incident): IncidentTimes {
  return {
    detectMinutes: between(startedAt, openedAt),
    acknowledgeMinutes: between(openedAt, acknowledgedAt),
    resolveMinutes: between(openedAt, resolvedAt),
  };
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Mean times to detect and to resolve, of those incidents that have them.
 * @example
 * ```ts
 * import { meanTimes } from "@dx/quality";
 * if (meanTimes([]).resolveMinutes !== null) throw new Error();
 * ```
 */
export function meanTimes(incidents: readonly Incident[]): MeanTimes {
  const times = incidents.map(incidentTimes);
  const known = (key: "detectMinutes" | "resolveMinutes"): readonly number[] =>
    times.flatMap((one) => one[key] ?? []);
  const [detected, resolved] = [known("detectMinutes"), known("resolveMinutes")];
  return {
    detectMinutes: mean(detected),
    detected: detected.length,
    resolveMinutes: mean(resolved),
    resolved: resolved.length,
  };
}
