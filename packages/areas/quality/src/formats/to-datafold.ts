import { relation } from "@dx/core";
import { foldName, renderSql, sql } from "@dx/sql";
import type { Check, Suite } from "../check.ts";
import { requireDistinctIds } from "./check-json.ts";
import { levelQuery } from "./check-level.ts";
import type { ExportOptions } from "./export-options.ts";
import { createLosses, type Exported, type Losses } from "./loss.ts";
import { defined } from "./defined.ts";
import { createIds, hasWarning } from "./words.ts";
import { writeYaml } from "./write-yaml.ts";

/** How monitors are written for Datafold. */
export interface DatafoldOptions extends ExportOptions {
  /** Datafold's number of the connection. */
  readonly connectionId: number;
  /** When they run: five fields of cron, in UTC. */
  readonly cron: string;
}

/**
 * Datafold's monitors as code: a data test for each check, whose query gives no row where the check passes; of ages and changes of columns, Datafold's own.
 * @throws DxError `DX_QUALITY_SUITE` if an id comes twice
 * @example
 * ```ts
 * import { toDatafold, type Suite } from "@dx/quality";
 * const head = { table: "main.shop", dimension: "completeness", severity: "error" } as const;
 * const rule = { kind: "not-null", column: "city" } as const;
 * const suite: Suite = { name: "s", checks: [{ ...head, id: "city", rule, threshold: { of: "rows", failAbove: 0 } }] };
 * const { document } = toDatafold(suite, { dialect: "postgres", connectionId: 7, cron: "0 6 * * *" });
 * if (!document.includes("type: test")) throw new Error();
 * ```
 * @see Datafold, "Monitors as Code"; its JSON schema of monitors
 */
export function toDatafold({ checks }: Suite, options: DatafoldOptions): Exported<string> {
  requireDistinctIds(checks);
  const losses = createLosses();
  const makeKey = createIds();
  const monitors = checks.flatMap((check) => {
    const monitor = writeMonitor(check, options, losses);
    if (monitor === undefined) return [];
    const key = makeKey(check.id.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_"));
    return [[key, { name: check.id, ...describedBy(check, losses), ...monitor }] as const];
  });
  return { document: writeYaml({ monitors: Object.fromEntries(monitors) }), losses: losses.list };
}

function describedBy({ id, reason, owner, severity, dimension }: Check, losses: Losses): object {
  const isMail = owner !== undefined && /^[^\s@]+@[^\s@]+$/.test(owner);
  if (owner !== undefined && !isMail)
    losses.add(id, "metadata", "owner", "Datafold knows owners by their mail address");
  return {
    ...(reason === undefined ? {} : { description: reason }),
    ...(isMail ? { owner } : {}),
    tags: [dimension, severity],
  };
}

/** What a check asks, in a word. */
function whatOf(check: Check): string {
  if ("rule" in check) return check.rule.kind;
  return "measure" in check ? check.measure.kind : "columns";
}

function writeMonitor(
  check: Check,
  { dialect, connectionId, cron }: DatafoldOptions,
  losses: Losses,
): object | undefined {
  const place = { connection_id: connectionId, schedule: { cron } };
  losses.add(check.id, "one-way", "the monitor", "dx does not read monitors of Datafold");
  const fold = (name: string): string => foldName(name, dialect);
  const { name, schema, catalog } = relation(check.table);
  const table = [catalog, schema, name]
    .flatMap((part) => (part === undefined ? [] : [fold(part)]))
    .join(".");
  if ("schema" in check) {
    losses.add(
      check.id,
      "verdict",
      "columns",
      "Datafold tells of changes of columns, not whether they are as wanted",
    );
    return { type: "schema", ...place, table };
  }
  if ("measure" in check && check.measure.kind === "freshness-minutes") {
    const { min, max } = check.bounds;
    losses.add(check.id, "verdict", "the time it is judged at", "Datafold takes the clock's");
    if (check.warnBounds !== undefined)
      losses.add(check.id, "verdict", "a warning", "a monitor of Datafold has one alert");
    const alert = { type: "absolute", ...defined({ min, max }) };
    const filter = defined({ filter: check.where });
    return {
      type: "metric",
      ...place,
      metric: {
        type: "column",
        table,
        column: fold(check.measure.column),
        metric: "col_freshness_minutes",
        ...filter,
      },
      alert,
    };
  }
  const level = levelQuery(check);
  if (level === undefined) {
    losses.add(check.id, "dropped", whatOf(check), "dx writes no SQL that asks it alone");
    return undefined;
  }
  const mayWarn = hasWarning(check);
  if (mayWarn && check.severity === "error")
    losses.add(
      check.id,
      "verdict",
      "a warning",
      "a data test of Datafold fails or not; what dx warns of passes",
    );
  const least = mayWarn && check.severity === "error" ? sql`level = 2` : sql`level > 0`;
  return {
    type: "test",
    ...place,
    query: renderSql(sql`select level from (${level}) as judged where ${least}`, dialect).text,
  };
}
