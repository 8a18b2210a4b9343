import type { Finding } from "@dx/core";
import type { Dag, DagTask } from "../dag.ts";
import { isSensor } from "../is-sensor.ts";
import { resolveTasks } from "../resolve-task.ts";
import { fault } from "./finding-of.ts";

type Figures = Pick<Dag & DagTask, "retries" | "retryDelaySeconds" | "timeoutSeconds">;

/** The most that timers of all targets take: 24 days. */
const most = 2_073_600;

/** Numbers that are none, waits that cannot succeed, and tries that do not fit. */
export function checkTimes(dag: Dag): readonly Finding[] {
  const found: Finding[] = [
    ...checkFigures(dag.name, dag),
    ...checkLength(dag.name, "slaSeconds", dag.slaSeconds),
  ];
  for (const task of dag.tasks) found.push(...checkTask(task));
  for (const { id, run, timeoutSeconds, expectedSeconds } of resolveTasks(dag))
    if (
      expectedSeconds !== undefined &&
      timeoutSeconds !== undefined &&
      expectedSeconds > timeoutSeconds
    )
      found.push(
        fault("TIMEOUT", id, {
          message: `${id} is expected to take ${expectedSeconds} s, but ${isSensor(run) ? "gives up" : "is stopped"} after ${timeoutSeconds} s`,
        }),
      );
  return found;
}

function checkTask(task: DagTask): readonly Finding[] {
  const { id, run } = task;
  const found = [
    ...checkFigures(id, task),
    ...checkLength(id, "expectedSeconds", task.expectedSeconds),
  ];
  if (!isSensor(run)) return found;
  found.push(
    ...checkSeconds(id, "everySeconds", run.everySeconds),
    ...checkSeconds(id, "timeoutSeconds", run.timeoutSeconds),
  );
  if (run.everySeconds > run.timeoutSeconds)
    found.push(
      fault("SENSOR", id, {
        message: `${id} looks every ${run.everySeconds} s, but gives up after ${run.timeoutSeconds} s`,
      }),
    );
  const given = (["retries", "retryDelaySeconds", "timeoutSeconds"] as const).filter(
    (name) => task[name] !== undefined,
  );
  if (given.length > 0)
    found.push(
      fault("SENSOR", id, {
        message: `${id} waits, and takes no ${given.join(", ")}: its looks are its tries, and its own timeoutSeconds ends it`,
      }),
    );
  return found;
}

function checkFigures(subject: string, figures: Figures): readonly Finding[] {
  const { retries, retryDelaySeconds, timeoutSeconds } = figures;
  const found = [...checkSeconds(subject, "timeoutSeconds", timeoutSeconds)];
  if (retries !== undefined && !(Number.isInteger(retries) && retries >= 0 && retries <= 1000))
    found.push(
      figure(subject, `retries of ${subject} is ${retries}`, "a whole number from 0 to 1000"),
    );
  if (retryDelaySeconds !== undefined && retryDelaySeconds !== 0)
    found.push(...checkSeconds(subject, "retryDelaySeconds", retryDelaySeconds));
  return found;
}

function checkSeconds(
  subject: string,
  name: string,
  seconds: number | undefined,
): readonly Finding[] {
  if (seconds === undefined || (Number.isInteger(seconds) && seconds > 0 && seconds <= most))
    return [];
  return [
    figure(
      subject,
      `${name} of ${subject} is ${seconds}`,
      `a whole number of seconds, up to ${most}`,
    ),
  ];
}

function checkLength(
  subject: string,
  name: string,
  seconds: number | undefined,
): readonly Finding[] {
  if (seconds === undefined || (seconds >= 0 && seconds < Infinity)) return [];
  return [figure(subject, `${name} of ${subject} is ${seconds}`, "a number of seconds")];
}

function figure(subject: string, what: string, wanted: string): Finding {
  return fault("NUMBER", subject, { message: `${what}: wanted is ${wanted}` });
}
