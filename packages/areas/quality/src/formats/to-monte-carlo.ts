import { renderSql } from "@dx/sql";
import type { Check, Suite } from "../check.ts";
import { requireDistinctIds } from "./check-json.ts";
import { levelQuery } from "./check-level.ts";
import type { ExportOptions } from "./export-options.ts";
import { createLosses, type Exported, type Losses } from "./loss.ts";
import { createIds, hasWarning } from "./words.ts";
import { writeYaml } from "./write-yaml.ts";

/** How monitors are written for Monte Carlo. */
export interface MonteCarloOptions extends ExportOptions {
  /** What Monte Carlo calls the warehouse. */
  readonly warehouse: string;
  /** How often they run. */
  readonly intervalMinutes: number;
}

/**
 * Monte Carlo's monitors as code: a custom SQL monitor for each check, whose query gives one number, 2 where the check fails and 1 where it warns. A check that may warn before it fails
 * is two monitors, since each has one condition.
 * @throws DxError `DX_QUALITY_SUITE` if an id comes twice
 * @example
 * ```ts
 * import { toMonteCarlo, type Suite } from "@dx/quality";
 * const head = { table: "main.shop", dimension: "completeness", severity: "error" } as const;
 * const rule = { kind: "not-null", column: "city" } as const;
 * const suite: Suite = { name: "s", checks: [{ ...head, id: "city", rule, threshold: { of: "rows", failAbove: 0 } }] };
 * const { document } = toMonteCarlo(suite, { dialect: "snowflake", warehouse: "lake", intervalMinutes: 720 });
 * if (!document.includes("operator: GT")) throw new Error();
 * ```
 * @see Monte Carlo, "Custom SQL Monitor", "Monitors as Code"
 */
export function toMonteCarlo({ checks }: Suite, options: MonteCarloOptions): Exported<string> {
  requireDistinctIds(checks);
  const losses = createLosses();
  const makeName = createIds();
  const monitors = checks.flatMap((check) =>
    writeMonitors(check, options, losses).map((monitor) => nameMonitor(monitor, makeName)),
  );
  return { document: writeYaml({ montecarlo: { custom_sql: monitors } }), losses: losses.list };
}

function nameMonitor(
  { name, ...monitor }: Monitor,
  makeName: (...parts: readonly string[]) => string,
): Monitor {
  return { name: makeName(name), ...monitor };
}

interface Monitor {
  readonly name: string;
  readonly description: string;
  readonly warehouse: string;
  readonly sql: string;
  readonly schedule: object;
  readonly alert_conditions: readonly object[];
  readonly priority: string;
  readonly data_quality_dimension: string;
}

function writeMonitors(
  check: Check,
  { dialect, warehouse, intervalMinutes }: MonteCarloOptions,
  losses: Losses,
): readonly Monitor[] {
  const isAge = "measure" in check && check.measure.kind === "freshness-minutes";
  const level = isAge ? undefined : levelQuery(check);
  if (level === undefined) {
    losses.add(
      check.id,
      "dropped",
      isAge ? "freshness" : "rule" in check ? check.rule.kind : "columns, or such a measure",
      "no SQL of one's own tells it alone, or at a time that Monte Carlo knows; its own monitors of tables do, and have no thresholds of dx",
    );
    return [];
  }
  losses.add(check.id, "one-way", "the monitor", "dx does not read monitors of Monte Carlo");
  if (check.owner !== undefined)
    losses.add(
      check.id,
      "metadata",
      "owner",
      "Monte Carlo has audiences, which are not made of names",
    );
  const mayWarn = hasWarning(check);
  const isError = check.severity === "error";
  const monitor = (suffix: string, above: number, priority: string): Monitor => ({
    name: check.id.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_") + suffix,
    description: check.reason ?? `${check.id} on ${check.table}`,
    warehouse,
    sql: renderSql(level, dialect).text,
    schedule: { type: "fixed", interval_minutes: intervalMinutes },
    alert_conditions: [{ type: "threshold", operator: "GT", threshold_value: above }],
    priority,
    data_quality_dimension: check.dimension.toUpperCase(),
  });
  if (!isError) return [monitor("", 0, "P4")];
  return mayWarn ? [monitor("", 1, "P2"), monitor("_warns", 0, "P4")] : [monitor("", 1, "P2")];
}
