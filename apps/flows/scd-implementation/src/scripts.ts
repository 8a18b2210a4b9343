import type { Dialect, TableName, TableSchema } from "@dx/core";
import { planChanges, planHistoryTable, planHistoryViews, type HistorySpec } from "@dx/scd";
import { formatPlan, formatSql, parameter, renderSql } from "@dx/sql";
import { changesOf } from "./changes-of.ts";
import type { Inputs } from "./inputs.ts";
import type { Made } from "./outputs.ts";

/** The scripts that a flow hands over, in the SQL of the platform. */
export interface Scripts {
  readonly table: string;
  readonly load: string;
  readonly current: string;
  readonly historical: string;
  readonly asOf: string;
}

/**
 * The scripts of the dimension. That of the load takes its times as parameters (`snapshot_at`, `loaded_at`), so that a
 * scheduled job can run it again and again.
 * @param source - the source's schema, or a table that has its columns
 */
export function scriptsOf(
  inputs: Inputs,
  spec: HistorySpec,
  {
    dialect,
    source,
    columns,
  }: Pick<Made, "columns"> & {
    readonly dialect: Dialect;
    readonly source: TableName | TableSchema;
  },
): Scripts {
  const { dimensionTable, sourceTable } = inputs;
  const { snapshots: _, ...steady } = inputs;
  const at = parameter("snapshot_at", "timestamp");
  const times = inputs.changes?.kind === "snapshots" ? ["1970-01-01"] : [];
  const changes = changesOf(steady, { table: sourceTable, at, times });
  const loadedAt = parameter("loaded_at", "timestamp");
  const views = planHistoryViews(dimensionTable, spec);
  return {
    table: formatPlan(planHistoryTable(dimensionTable, source, spec), dialect),
    load: formatPlan(planChanges(dimensionTable, changes, { spec, loadedAt, columns }), dialect),
    current: formatPlan(views.current, dialect),
    historical: formatPlan(views.historical, dialect),
    asOf: `${formatSql(renderSql(views.asOf, dialect).text, dialect)};\n`,
  };
}
