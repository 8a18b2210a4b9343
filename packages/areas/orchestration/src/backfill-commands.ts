import { DxError, formatDate, parseDate } from "@dx/core";
import type { Dag } from "./dag.ts";
import { lacks, needSound } from "./need-sound.ts";
import { nextRuns } from "./next-runs.ts";

/** Days that are made up for. */
export interface BackfillOptions {
  /** Who runs the DAG. */
  readonly target: "airflow" | "dagster" | "prefect" | "local";
  /** The first day, in the zone of the schedule: ISO date. */
  readonly from: string;
  /** The first day that is no longer in it. */
  readonly to: string;
}

const mostDays = 10_000;

function daysOf(from: string, to: string): readonly string[] {
  const [first, end] = [readDay("from", from), readDay("to", to)];
  if (first < end && end - first <= mostDays)
    return Array.from({ length: end - first }, (_, at) => formatDate(first + at));
  throw new DxError(
    "DX_ORCHESTRATION_BACKFILL",
    first < end
      ? `there are more than ${mostDays} days`
      : `the days end on ${to}, before they begin`,
    { path: ["to"], hint: "`to` is the first day that is no longer in it" },
  );
}

function readDay(field: string, text: string): number {
  try {
    return parseDate(text);
  } catch (cause) {
    throw new DxError("DX_ORCHESTRATION_BACKFILL", `${JSON.stringify(text)} is no day`, {
      path: [field],
      hint: "write 2026-01-31",
      cause,
    });
  }
}

/**
 * The commands that run a DAG for days that are over, each with its arguments, to be started one after the other where the target's
 * own program is. Airflow makes the runs of the schedule in these days; the others make one for each day.
 * @throws DxError `DX_ORCHESTRATION_BACKFILL` for days that are none; `DX_ORCHESTRATION_LACKS` for Dagster, and for a DAG without `day`
 * @example
 * ```ts
 * import { backfillCommands } from "@dx/orchestration";
 * const tasks = [{ id: "load", run: { argv: ["load"] } }];
 * const dag = { name: "daily", schedule: { kind: "cron" as const, cron: "0 6 * * *", timeZone: "UTC" }, day: "DAY", tasks };
 * const [first] = backfillCommands(dag, { target: "local", from: "2026-01-01", to: "2026-01-08" });
 * if (first?.join(" ") !== "node daily.mjs 2026-01-01") throw new Error();
 * ```
 */
export function backfillCommands(
  dag: Dag,
  { target, from, to }: BackfillOptions,
): readonly (readonly string[])[] {
  needSound(dag);
  const days = daysOf(from, to);
  if (dag.day === undefined)
    throw lacks(dag.name, "variable that says which day a run is for", "name one in `day`");
  switch (target) {
    case "airflow":
      return [airflowBackfill(dag, { from, to })];
    case "prefect":
      return days.map((day) => [
        "prefect",
        "deployment",
        "run",
        `${dag.name}/${dag.name}`,
        "--param",
        `day=${day}`,
      ]);
    case "local":
      return days.map((day) => ["node", `${dag.name}.mjs`, day]);
    case "dagster":
      throw lacks(
        "Dagster",
        "day that a run of a job without partitions is for",
        "take another target",
      );
  }
}

/** From the first to the last time of the schedule in these days. */
function airflowBackfill(
  dag: Dag,
  { from, to }: { readonly from: string; readonly to: string },
): readonly string[] {
  if (dag.schedule.kind !== "cron")
    throw lacks(
      "Airflow",
      `backfill of ${dag.name}, which has no cron schedule`,
      "start its runs by hand",
    );
  const times: string[] = [];
  let since = formatDate(parseDate(from) - 1);
  for (let isOver = false; !isOver && times.length < mostDays;) {
    const runs = nextRuns(dag, since, 500);
    for (const { at, local } of runs) {
      if (local.slice(0, 10) >= to) isOver = true;
      else if (local.slice(0, 10) >= from) times.push(at);
    }
    since = runs.at(-1)?.at ?? since;
    if (runs.length === 0) break;
  }
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined)
    throw new DxError("DX_ORCHESTRATION_BACKFILL", `${dag.name} has no run from ${from} to ${to}`, {
      path: ["from"],
      hint: "take days in which its schedule has a time",
    });
  return [
    "airflow",
    "backfill",
    "create",
    "--dag-id",
    dag.name,
    "--from-date",
    first,
    "--to-date",
    last,
  ];
}
