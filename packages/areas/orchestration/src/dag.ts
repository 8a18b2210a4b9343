/** When a DAG runs. */
export type DagSchedule =
  | {
      readonly kind: "cron";
      /** Five fields: minute, hour, day, month, weekday. */
      readonly cron: string;
      /** Of the IANA list. */
      readonly timeZone: string;
    }
  | { readonly kind: "manual" };

/** Which outcome of the tasks before it lets a task run. */
export type TriggerRule = "all-success" | "all-done" | "one-failed" | "none-failed";

/** A program that is started. */
export interface DagCommand {
  /** The program and its arguments, each as it is; nothing is expanded. */
  readonly argv: readonly string[];
  /** Variables of its environment, by name: the variable of the scheduler that has the value. Secrets come only so. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Waits until a file is there, or a command ends with 0. */
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
  /** Letters, digits and `_`. */
  readonly id: string;
  /** For people. */
  readonly title?: string;
  /** What it does: a command, or a wait. */
  readonly run: DagCommand | DagSensor;
  /** The ids of the tasks before it. */
  readonly after?: readonly string[];
  /** When it may start; without it, `all-success`. */
  readonly trigger?: TriggerRule;
  /** How often it is tried again; without it, the DAG's. */
  readonly retries?: number;
  /** Seconds between tries; without it, the DAG's. */
  readonly retryDelaySeconds?: number;
  /** Seconds after which it is stopped; without it, the DAG's. */
  readonly timeoutSeconds?: number;
  /** How long it is expected to take, for the critical path. */
  readonly expectedSeconds?: number;
}

/** Steps in their order, with a schedule: what Airflow, Dagster and Prefect each have in a form of their own. */
export interface Dag {
  /** Letters, digits and `_`. */
  readonly name: string;
  /** For people. */
  readonly description?: string;
  /** When it runs. */
  readonly schedule: DagSchedule;
  /** The first day that it runs for: ISO date. */
  readonly startDate: string;
  /** Whether runs that were missed are made up for. */
  readonly catchUp?: boolean;
  /** The steps, in any order. */
  readonly tasks: readonly DagTask[];
  /** How often a task is tried again. */
  readonly retries?: number;
  /** Seconds between tries. */
  readonly retryDelaySeconds?: number;
  /** Seconds after which a task is stopped. */
  readonly timeoutSeconds?: number;
  /** Seconds within which a whole run is to be over. */
  readonly slaSeconds?: number;
  /** Who is told of failures: addresses of e-mail, or names of connections of the scheduler. */
  readonly alerts?: readonly string[];
  /** For people who look for it. */
  readonly tags?: readonly string[];
}
