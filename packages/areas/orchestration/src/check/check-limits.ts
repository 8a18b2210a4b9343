import type { Finding } from "@dx/core";
import { criticalPath, worstSeconds } from "../critical-path.ts";
import { openCron } from "../cron.ts";
import type { CronSchedule, Dag } from "../dag.ts";
import { resolveTasks } from "../resolve-task.ts";
import { lookFrom } from "./check-schedule.ts";
import { fault } from "./finding-of.ts";

/** Whether a run can be over in time: before its SLA, and before the next run. For a DAG with an order and numbers that are sound. */
export function checkLimits(dag: Dag): readonly Finding[] {
  const { name, schedule, slaSeconds } = dag;
  const expected = criticalPath(dag);
  const found: Finding[] = [];
  if (slaSeconds !== undefined) found.push(...checkSla(dag, slaSeconds));
  if (schedule.kind !== "cron") return found;
  const gap = shortestGap(schedule);
  if (expected.seconds > gap)
    found.push(
      fault("OVERLAP", name, {
        message: `a run is expected to take ${expected.seconds} s, but the next one can begin after ${gap} s`,
        severity: "warning",
      }),
    );
  return found;
}

function checkSla(dag: Dag, slaSeconds: number): readonly Finding[] {
  const { name } = dag;
  const expected = criticalPath(dag);
  if (expected.seconds > slaSeconds)
    return [
      fault("SLA", name, {
        message: `a run is to be over within ${slaSeconds} s, but its critical path takes ${expected.seconds} s: ${expected.tasks.join(", ")}`,
        example: { tasks: [...expected.tasks], seconds: expected.seconds },
      }),
    ];
  const found: Finding[] = [];
  const [one] = expected.unknown;
  if (one !== undefined)
    found.push({
      ...fault("SLA_UNKNOWN", name, {
        message: `whether a run is over within ${slaSeconds} s is not known: expectedSeconds of ${expected.unknown.join(", ")} is missing`,
        severity: "warning",
        example: one,
      }),
      count: expected.unknown.length,
    });
  const alone = resolveTasks(dag).filter((task) => (worstSeconds(task) ?? 0) > slaSeconds);
  for (const task of alone)
    found.push(
      fault("RETRIES", task.id, {
        message: `the tries of ${task.id} alone can take ${worstSeconds(task)} s, more than the ${slaSeconds} s of a run`,
        severity: "warning",
      }),
    );
  const worst = criticalPath(dag, { by: "worst" });
  if (alone.length === 0 && worst.seconds > slaSeconds)
    found.push(
      fault("RETRIES", name, {
        message: `with all tries to their ends a run can take ${worst.seconds} s, more than its ${slaSeconds} s`,
        severity: "warning",
        example: { tasks: [...worst.tasks], seconds: worst.seconds },
      }),
    );
  return found;
}

/** The least seconds between two runs, of the next 500, without changes of the clock. */
function shortestGap({ cron }: CronSchedule): number {
  const times = openCron({ cron, timeZone: "UTC" })
    .nextRuns(500, `${lookFrom}T00:00:00Z`)
    .map((time) => time.getTime() / 1000);
  return times
    .slice(1)
    .reduce((least, time, index) => Math.min(least, time - (times[index] ?? 0)), Infinity);
}
