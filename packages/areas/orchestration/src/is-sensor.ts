import type { DagCommand, DagSensor } from "./dag.ts";

/** Whether a task waits. */
export function isSensor(run: DagCommand | DagSensor): run is DagSensor {
  return "everySeconds" in run;
}

/** What a task starts: its command, or that of its wait. */
export function commandOf(run: DagCommand | DagSensor): DagCommand {
  return isSensor(run) ? run.command : run;
}
