import { referencesOf, type LoadSpec, type Transformation } from "@dx/pipeline";
import {
  checkDag,
  toAirflow,
  toDagster,
  toPrefect,
  type Dag,
  type DagTask,
} from "@dx/orchestration";
import { DxError, formatRelation, relation, type FileMap } from "@dx/core";
import { apiOptions, variablesOf } from "./api-options.ts";
import type { Inputs, Source } from "./inputs.ts";
import { specOf } from "./specs.ts";

/** The steps of the pipeline for a scheduler: a load of each source, then each transformation after what it is made of. */
export function makeDag(inputs: Inputs, ordered: readonly Transformation[]): Dag {
  const [first] = inputs.sources;
  const loads = inputs.sources.map((source) => loadTask(inputs, source));
  const made = ordered.map((one) => transformTask(inputs, one));
  const dag: Dag = {
    name: inputs.projectName,
    description: `Loads ${inputs.sources.map(({ name }) => name).join(", ")}, and transforms them.`,
    schedule: { kind: "cron", cron: first?.schedule ?? "0 0 * * *", timeZone: inputs.timeZone },
    retries: 2,
    retryDelaySeconds: 300,
    timeoutSeconds: 3600,
    tasks: [...loads, ...made],
    tags: ["dx", "etl"],
    ...alertsOf(inputs),
  };
  const fault = checkDag(dag).find(({ severity }) => severity === "error");
  if (fault !== undefined) throw new DxError("DX_FLOW_DAG", fault.message, { path: ["sources"] });
  return dag;
}

function alertsOf({ alerts }: Inputs): Partial<Dag> {
  if (alerts === undefined) return {};
  const { command: argv, lateAfterSeconds: slaSeconds } = alerts;
  const late = slaSeconds === undefined ? {} : { slaSeconds, onLate: { argv } };
  return { onFailure: { argv }, ...late };
}

/** The DAG as the file of its orchestrator. */
export function writeDag({ orchestrationTool }: Inputs, dag: Dag): FileMap {
  switch (orchestrationTool) {
    case "airflow":
      return toAirflow(dag);
    case "dagster":
      return toDagster(dag);
    case "prefect":
      return toPrefect(dag);
  }
}

function loadTask(inputs: Inputs, source: Source): DagTask {
  const spec = specOf(inputs, source);
  const { from, options, variables } = whereFrom(inputs, source);
  const env = Object.fromEntries([...variables, "TARGET_URL"].map((name) => [name, name]));
  return {
    id: `load_${source.name}`,
    title: `Load ${source.name}`,
    run: {
      argv: [
        "dx",
        "load",
        from,
        "env:TARGET_URL",
        ...options,
        "--into",
        formatRelation(relation(spec.table)),
        "--mode",
        spec.mode,
        ...howOptions(spec),
      ],
      env,
    },
  };
}

/** How rows are loaded, as options of `dx load`. */
function howOptions({
  key,
  cursor,
  deletes,
  merge,
  replace,
  contract = {},
}: LoadSpec): readonly string[] {
  const { tables, columns, types, variants } = contract;
  const others = variants === true ? "variants" : types;
  return [
    ...(key === undefined ? [] : ["--key", [key].flat().join(",")]),
    ...(merge === undefined ? [] : ["--merge", merge]),
    ...(replace === "swap" ? ["--swap"] : []),
    ...cursorOptions(cursor),
    ...(deletes === "by-keys" ? ["--deletes"] : []),
    ...(tables === undefined ? [] : ["--new-tables", tables]),
    ...(columns === undefined ? [] : ["--new-columns", columns]),
    ...(others === undefined ? [] : ["--other-types", others]),
  ];
}

/** What is new, as options of `dx load`. */
function cursorOptions(cursor: LoadSpec["cursor"]): readonly string[] {
  if (cursor === undefined) return [];
  const options =
    cursor.kind === "column"
      ? {
          cursor: cursor.column,
          lag: cursor.lag,
          nulls: cursor.nulls,
          start: cursor.start,
          backwards: cursor.backwards,
        }
      : { cursor: "transactions", "changed-at": cursor.changedAt };
  return Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
}

/** Where `dx load` takes rows from, by which options, with which variables. */
function whereFrom(
  inputs: Inputs,
  { name, connectionDetails: { file, rowNumber, table, query, api } }: Source,
): {
  readonly from: string;
  readonly options: readonly string[];
  readonly variables: readonly string[];
} {
  if (file !== undefined) {
    const numbered = rowNumber === undefined ? [] : ["--row-number", rowNumber];
    return { from: `files:${file}`, options: numbered, variables: [] };
  }
  if (api !== undefined)
    return { from: api.url, options: apiOptions(api), variables: variablesOf(api) };
  const live = `${inputs.targetWarehouse.schema}.live_${name}`;
  const options = query === undefined ? ["--table", table ?? live] : ["--query", query];
  return { from: "env:SOURCE_URL", options, variables: ["SOURCE_URL"] };
}

function transformTask({ transformationTool, sources }: Inputs, one: Transformation): DagTask {
  const path = `${one.layer}/${one.name}`;
  const argv = {
    dbt: ["dbt", "build", "--select", one.name],
    custom_sql: ["psql", "--set", "ON_ERROR_STOP=1", "--file", `sql/transformations/${path}.sql`],
    spark: ["spark-sql", "-f", `spark/${path}.sql`],
  }[transformationTool];
  const after = referencesOf(one).map((name) =>
    sources.some((source) => source.name === name) ? `load_${name}` : name,
  );
  return { id: one.name, title: `Make ${one.name}`, run: { argv }, after };
}
