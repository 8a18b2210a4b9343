/** Times by a cron expression. */
export interface CronSchedule {
  /** Always `cron`. */
  readonly kind: "cron";
  /**
   * Five fields (minute, hour, day, month, weekday) of numbers, names of months and days, `*`, lists, ranges and steps:
   * what all targets read alike.
   */
  readonly cron: string;
  /** A name of the IANA list, as `UTC` or `Europe/Berlin`. */
  readonly timeZone: string;
}

/** Only when somebody starts it. */
export interface ManualSchedule {
  /** Always `manual`. */
  readonly kind: "manual";
}

/** When data were made that tasks of other DAGs name in `makes`. */
export interface AssetSchedule {
  /** Always `assets`. */
  readonly kind: "assets";
  /** Names of data: letters, digits, `_`, `-` and `.`. */
  readonly assets: readonly string[];
  /** Whether all of them must have been made since the last run (without a word), or one is enough. */
  readonly when?: "all" | "any";
}

/** When a DAG runs. */
export type DagSchedule = CronSchedule | ManualSchedule | AssetSchedule;

/**
 * Which outcome of the tasks before it lets a task run. `all-success`: all succeeded, none was skipped. `all-done`: all have ended.
 * `one-failed`: one has failed, or could not run because of a failure; it does not wait for the others, and is skipped if all ended well.
 * `none-failed`: all ended, and none failed.
 */
export type TriggerRule = "all-success" | "all-done" | "one-failed" | "none-failed";

/** A program that is started. */
export interface DagCommand {
  /** The program and its arguments, each as it is; nothing is expanded. */
  readonly argv: readonly string[];
  /**
   * Variables of its environment, by name: the variable of the scheduler's environment that has the value. Secrets come only
   * so. All other variables of the scheduler are there too. A task whose variable is missing fails.
   */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * More variables of its environment, by name: the connection of Airflow whose address, or the block `Secret` of Prefect whose value,
   * is put there when it starts. Of tasks only.
   */
  readonly connections?: Readonly<Record<string, string>>;
  /** The folder that it starts in; without it, the scheduler's. */
  readonly folder?: string;
}

/** Waits until a command ends with 0. It is not tried again: its looks are its tries. */
export interface DagSensor {
  /** Tells when the wait is over. */
  readonly command: DagCommand;
  /** Seconds between looks. */
  readonly everySeconds: number;
  /** Seconds after which it fails. */
  readonly timeoutSeconds: number;
}

/** One step. */
export interface DagTask {
  /** A letter, then letters, digits and `_`. */
  readonly id: string;
  /** For people. */
  readonly title?: string;
  /** What it does: a command, or a wait. */
  readonly run: DagCommand | DagSensor;
  /** The ids of the tasks before it. */
  readonly after?: readonly string[];
  /**
   * It is run once for each of these lists of arguments, which are put behind those of its command, at the same time if they may. It has
   * failed if one of them has. Not for a wait.
   */
  readonly each?: readonly (readonly string[])[];
  /** Names of data that are made when it succeeds, for schedules of other DAGs. */
  readonly makes?: readonly string[];
  /** When it may start; without it, `all-success`. */
  readonly trigger?: TriggerRule;
  /** How often it is tried again after a failure; without it, as often as the DAG says. Not for a wait. */
  readonly retries?: number;
  /** Whole seconds between tries; without it, the DAG's. Not for a wait. */
  readonly retryDelaySeconds?: number;
  /** Whole seconds after which a try is stopped, and has failed; without it, the DAG's. Not for a wait, which has its own. */
  readonly timeoutSeconds?: number;
  /** How long it is expected to take, for `criticalPath` and `checkDag`. */
  readonly expectedSeconds?: number;
}

/** Steps in their order, with a schedule: what Airflow, Dagster and Prefect each have in a form of their own. */
export interface Dag {
  /** A letter, then letters, digits and `_`. */
  readonly name: string;
  /** For people. */
  readonly description?: string;
  /** When it runs. */
  readonly schedule: DagSchedule;
  /** The first day that it runs for, in the zone of the schedule: ISO date. Without it, from when it is switched on. */
  readonly startDate?: string;
  /** Whether runs that were missed since `startDate` are made up for; without it, they are not. */
  readonly catchUp?: boolean;
  /** The steps, in any order. */
  readonly tasks: readonly DagTask[];
  /** How often a task is tried again; without it, never. */
  readonly retries?: number;
  /** Whole seconds between tries; without it, none. */
  readonly retryDelaySeconds?: number;
  /** Whole seconds after which a try of a task is stopped; without it, it is not. */
  readonly timeoutSeconds?: number;
  /** How many tasks of a run are worked on at once, at most. */
  readonly mostTasks?: number;
  /** How many runs there are at once, at most. */
  readonly mostRuns?: number;
  /** The variable of each command's environment that has the day a run is for, in the zone of the schedule: ISO date. */
  readonly day?: string;
  /** Seconds within which a run is to be over: `checkDag` holds the critical path against it; `onLate` tells of one that is not. */
  readonly slaSeconds?: number;
  /** What tells of a run that is not over after `slaSeconds`: started once for it, while it goes on. Its own failure is logged. */
  readonly onLate?: DagCommand;
  /** What tells of a run that failed: started once for it, after its tasks. Its own failure is logged. */
  readonly onFailure?: DagCommand;
  /**
   * For people who look for it, where the target has a place for them: up to 63 letters, digits, `_`, `.` and `-` each. Prefect has
   * them at the deployment, so only with a schedule; the local program has none.
   */
  readonly tags?: readonly string[];
}
