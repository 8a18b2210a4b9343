import { relation, type DataTypeKind, type Dialect, type Json } from "@dx/core";
import {
  biFields,
  chooseObtLayout,
  dbtModel,
  judgeObt,
  planObt,
  planObtBackfill,
  planObtPeriods,
  planObtRefresh,
  toTableau,
} from "@dx/obt";
import { writeFiles, type Context } from "@dx/runner";
import { formatPlan, parameter } from "@dx/sql";
import { documentation } from "./documentation.ts";
import type { Inputs } from "./inputs.ts";
import { makeJob, writeJob } from "./make-job.ts";
import type { Made, Outputs } from "./outputs.ts";

/** What a run comes to. */
export interface Finished {
  readonly dialect: Dialect;
  readonly columns: readonly { readonly name: string; readonly type: DataTypeKind }[];
  readonly made: Made;
}

/** Writes SQL, dbt's model, documentation and fields, and hands them over. */
export async function finish(
  inputs: Inputs,
  ctx: Context,
  { dialect, columns, made }: Finished,
): Promise<Outputs> {
  const { table, named } = made;
  const types = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
  const lies = chooseObtLayout(named, { rows: made.measured.rows, types });
  const obtSQL = formatPlan(planObt(table, named, { layout: lies.layout }), dialect);
  const changedBy = inputs.changedBy === undefined ? {} : { changedBy: inputs.changedBy };
  const source = inputs.dbtSource === undefined ? {} : { source: inputs.dbtSource };
  const { layout } = lies;
  const files = dbtModel(table, named, { dialect, layout, ...changedBy, ...source });
  const refresh = refreshOf(inputs, { dialect, columns, made });
  const backfill = backfillOf(inputs, { dialect, columns, made });
  const performanceMetrics = metricsOf(made);
  const columnDocumentation = documentation(inputs, {
    made,
    performanceMetrics,
    columns,
    layout: lies.reasons,
  });
  const biToolConfig = biConfigOf(made, types);
  const workbook = toTableau(table, named, {
    dialect,
    types,
    at: inputs.biServer ?? {},
    hierarchies: Object.entries(inputs.hierarchies ?? {}).map(([name, levels]) => ({
      name,
      levels,
    })),
  });
  await ctx.task(writeFiles, {
    "sql/obt.sql": obtSQL,
    ...(refresh === undefined ? {} : { "sql/refresh.sql": refresh }),
    ...(backfill === undefined ? {} : { "sql/backfill.sql": backfill }),
    ...Object.fromEntries(
      Object.entries(files).map(([path, text]) => [`dbt/${path}`, String(text)]),
    ),
    ...Object.fromEntries(
      Object.entries(writeJob(makeJob(table, inputs), inputs)).map(([path, text]) => [
        `jobs/${path}`,
        String(text),
      ]),
    ),
    "columns.md": columnDocumentation,
    [workbookPath(table)]: workbook,
    "bi-fields.json": `${JSON.stringify(biToolConfig, null, 2)}\n`,
  });
  const model = Object.entries(files).find(
    ([path]) => path.endsWith(".sql") && path.startsWith("models/"),
  );
  return {
    obtSQL,
    dbtModel: String(model?.[1] ?? ""),
    columnDocumentation,
    biToolConfig,
    performanceMetrics,
    made,
  };
}

/** The script that takes what is new; of days and months, those that are not what the star gives now. */
function refreshOf(
  { changedBy }: Inputs,
  { dialect, columns, made: { table, named } }: Finished,
): string | undefined {
  if (named.level.kind !== "detail")
    return formatPlan(planObtPeriods(table, named, { kind: "different" }), dialect);
  if (changedBy === undefined) return undefined;
  const since = parameter("since", typeOf(columns, changedBy));
  return formatPlan(planObtRefresh(table, named, { changedBy, since }), dialect);
}

/** The script that makes a range anew; none of a detailed table that has no time. */
function backfillOf(
  { changedBy }: Inputs,
  { dialect, columns, made: { table, named } }: Finished,
): string | undefined {
  const isDetail = named.level.kind === "detail";
  const type = isDetail ? typeOf(columns, changedBy ?? "") : "date";
  if (type !== "date" && type !== "timestamp") return undefined;
  const range = { from: parameter("from", type), before: parameter("before", type) };
  const column = changedBy === undefined ? {} : { column: changedBy };
  return formatPlan(planObtBackfill(table, named, { ...column, ...range }), dialect);
}

function typeOf(
  columns: Finished["columns"],
  name: string,
): "text" | "date" | "timestamp" | "int64" {
  const found = columns.find((one) => one.name.toLowerCase() === name.toLowerCase())?.type;
  return found === "date" || found === "timestamp" || found === "int64" ? found : "text";
}

const shown = (ms: number): string =>
  ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`;
const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** What was measured, as text; what was not, says so. */
export function metricsOf({ measured }: Made): Outputs["performanceMetrics"] {
  const { questions, starBytes, wideBytes, buildMs, refreshMs } = measured;
  const judged = questions.length === 0 ? undefined : judgeObt(measured);
  return {
    queryTime:
      judged === undefined
        ? "not measured: there are no everyday questions of a table of this kind"
        : `95 % of ${questions.length} questions, each asked ${questions[0]?.starMs.length ?? 0} times, took up to ${shown(judged.p95.wideMs)} on the wide table and ${shown(judged.p95.starMs)} on the star`,
    storageSize:
      wideBytes === null
        ? "not measured: the engine does not tell, or has written nothing to the disk yet"
        : starBytes === null
          ? mebibytes(wideBytes)
          : `${mebibytes(wideBytes)}, beside ${mebibytes(starBytes)} of the star`,
    refreshTime:
      refreshMs === null
        ? `${shown(buildMs)}, made anew`
        : `${shown(refreshMs)} for the newest facts; ${shown(buildMs)} made anew`,
  };
}

/** Each field with its role, aggregation and folder, as tools know them, and the workbook that has the same. */
function biConfigOf(
  { table, named }: Made,
  types: Readonly<Record<string, DataTypeKind>>,
): Readonly<Record<string, Json>> & Outputs["biToolConfig"] {
  const fields = biFields(named, types);
  return JSON.parse(
    JSON.stringify({ table, connection: "live", tableau: workbookPath(table), fields }),
  );
}

const workbookPath = (table: string): string =>
  `tableau/${relation(table).name.replaceAll(/[^\p{L}\p{N}_-]+/gu, "_")}.twb`;
