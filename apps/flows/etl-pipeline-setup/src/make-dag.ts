import { referencesOf, type Transformation } from "@dx/pipeline";
import {
  checkDag,
  toAirflow,
  toDagster,
  toPrefect,
  type Dag,
  type DagTask,
} from "@dx/orchestration";
import { DxError, formatRelation, relation, type FileMap } from "@dx/core";
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
  };
  const [fault] = checkDag(dag);
  if (fault !== undefined) throw new DxError("DX_FLOW_DAG", fault.message, { path: ["sources"] });
  return dag;
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
  const { file, table, query, feed } = source.connectionDetails;
  const spec = specOf(inputs, source);
  const from = file === undefined ? ["env:SOURCE_URL"] : [`files:${file}`];
  const what =
    file !== undefined
      ? []
      : query === undefined
        ? [
            "--table",
            table ??
              (feed === undefined ? "" : `${inputs.targetWarehouse.schema}.live_${source.name}`),
          ]
        : ["--query", query];
  const key = spec.key === undefined ? [] : ["--key", [spec.key].flat().join(",")];
  const { cursor } = spec;
  const by =
    cursor === undefined
      ? []
      : ["--cursor", cursor.kind === "column" ? cursor.column : "transactions"];
  return {
    id: `load_${source.name}`,
    title: `Load ${source.name}`,
    run: {
      argv: [
        "dx",
        "load",
        ...from,
        "env:TARGET_URL",
        ...what,
        "--into",
        formatRelation(relation(spec.table)),
        "--mode",
        spec.mode,
        ...key,
        ...by,
        ...(spec.deletes === "by-keys" ? ["--deletes"] : []),
      ],
      env: { SOURCE_URL: "SOURCE_URL", TARGET_URL: "TARGET_URL" },
    },
  };
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
