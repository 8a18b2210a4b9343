import type { Finding } from "@dx/core";
import { checkCommands } from "./check/check-commands.ts";
import { checkFeatures } from "./check/check-features.ts";
import { checkLimits } from "./check/check-limits.ts";
import { checkLinks } from "./check/check-links.ts";
import { checkNames } from "./check/check-names.ts";
import { checkSchedule } from "./check/check-schedule.ts";
import { checkTimes } from "./check/check-times.ts";
import type { Dag } from "./dag.ts";

/**
 * All that is wrong with a DAG, before anything of it has run: names, ids that occur twice, links to tasks that are not there, cycles with their path, what can never
 * run, cron expressions and time zones, numbers, waits, secrets in commands. Warnings, which make nothing wrong: a run that does not fit into its SLA with all its
 * tries, or into the time before the next one; times that clocks skip or show twice. Whether runs fit is only looked at if all else is
 * right. What a target lacks is refused by its function.
 * @returns none if it is sound; `subject` is a task, the DAG, or `onFailure`. Values of secrets are in no finding.
 * @example
 * ```ts
 * import { checkDag } from "@dx/orchestration";
 * const step = (id: string, ...after: string[]) => ({ id, run: { argv: ["true"] }, after });
 * const tasks = [step("a", "b"), step("b", "a"), step("c", "b")];
 * const found = checkDag({ name: "daily", schedule: { kind: "manual" }, tasks });
 * if (found[0]?.message !== "tasks wait for each other: a is after b is after a") throw new Error();
 * if (found[1]?.subject !== "c") throw new Error();
 * ```
 */
export function checkDag(dag: Dag): readonly Finding[] {
  const found = [
    ...checkNames(dag),
    ...checkLinks(dag),
    ...checkCommands(dag),
    ...checkTimes(dag),
    ...checkSchedule(dag),
    ...checkFeatures(dag),
  ];
  return found.some(({ severity }) => severity === "error")
    ? found
    : [...found, ...checkLimits(dag)];
}
