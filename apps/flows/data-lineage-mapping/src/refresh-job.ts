import type { FileMap } from "@dx/core";
import { commandDag, toAirflow, toDagster, toLocal, toPrefect } from "@dx/orchestration";
import type { Inputs } from "./inputs.ts";

const writers = { airflow: toAirflow, dagster: toDagster, prefect: toPrefect } as const;

/** The job that makes the lineage again at its times, for each orchestrator or the one that was named. */
export function refreshJob({
  updateFrequency,
  timeZone = "UTC",
  orchestrator,
}: Inputs): Readonly<Record<string, string>> {
  const dag = commandDag({
    flow: "data-lineage-mapping",
    inputs: "lineage.yaml",
    cron: updateFrequency,
    timeZone,
    description: "Makes the lineage again, and holds it against data",
  });
  const chosen =
    orchestrator === undefined ? (["airflow", "dagster", "prefect"] as const) : [orchestrator];
  const files: FileMap[] = [...chosen.map((name) => writers[name](dag)), toLocal(dag)];
  return Object.fromEntries(
    files.flatMap((map) =>
      Object.entries(map).map(([path, content]) => [`jobs/${path}`, String(content)]),
    ),
  );
}
