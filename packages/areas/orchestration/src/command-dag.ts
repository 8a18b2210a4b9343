import { DxError } from "@dx/core";
import type { CronSchedule, Dag, DagCommand } from "./dag.ts";

/** What `commandDag` makes a DAG of. */
export interface CommandDagOptions {
  /** The flow that is run, as `obt-creation`. */
  readonly flow: string;
  /** The file of its inputs, seen from `folder`; a whole path is safest. */
  readonly inputs: string;
  /** Five fields, as the inputs of flows have them after they were read (`refreshFrequency`). */
  readonly cron: string;
  /** Whose clock counts: a name of the IANA list. */
  readonly timeZone: string;
  /** The DAG's name; without it, the flow's, with `_` for `-`. Two DAGs of one flow need two names. */
  readonly name?: string;
  /** For people; without it, which flow is run. */
  readonly description?: string;
  /** The databases, each as `--db` of `dx run` takes it: `env:DATABASE_URL`, `source=env:SHOP_URL`. Without any, a DuckDB in the run's folder. */
  readonly databases?: readonly string[];
  /** Which claims must hold for a run to succeed besides none failing: `all`, or their ids. */
  readonly require?: "all" | readonly string[];
  /** How `dx` is started; without it, `dx`. */
  readonly dx?: readonly string[];
  /** The folder that it starts in, where `dx-runs` is kept; without it, the scheduler's. */
  readonly folder?: string;
  /** Variables of its environment; see `DagCommand`. */
  readonly env?: Readonly<Record<string, string>>;
  /** How often it is tried again; without it, never. Each try is a run of its own. */
  readonly retries?: number;
  /** Whole seconds between tries; without it, none. */
  readonly retryDelaySeconds?: number;
  /** Whole seconds after which it is stopped; without it, it is not. */
  readonly timeoutSeconds?: number;
  /** Seconds within which it is to be over; see `Dag`. */
  readonly slaSeconds?: number;
  /** What tells of a run that failed. */
  readonly onFailure?: DagCommand;
  /** For people who look for it. */
  readonly tags?: readonly string[];
}

/**
 * The DAG of "run this flow at these times": one task that starts `dx run`, with `--yes`, so that plans are carried out, but for those that destroy something: the run then
 * waits for a person, and its task fails. Hand it to `toAirflow`, `toDagster`, `toPrefect` or `toLocal`.
 * @throws DxError `DX_ORCHESTRATION_COMMAND` if the flow or its inputs have no name
 * @example
 * ```ts
 * import { commandDag, toPrefect } from "@dx/orchestration";
 * const dag = commandDag({
 *   flow: "obt-creation",
 *   inputs: "/etc/dx/orders.yaml",
 *   cron: "0 6 * * *",
 *   timeZone: "Europe/Berlin",
 *   databases: ["env:DATABASE_URL"],
 * });
 * if (!("obt_creation_flow.py" in toPrefect(dag))) throw new Error();
 * ```
 */
export function commandDag(options: CommandDagOptions): Dag {
  const { flow, inputs, cron, timeZone, databases = [], dx = ["dx"], folder, env } = options;
  for (const field of ["flow", "inputs"] as const)
    if (options[field].trim() === "" || options[field].startsWith("-"))
      throw new DxError(
        "DX_ORCHESTRATION_COMMAND",
        `${field} is ${JSON.stringify(options[field])}: wanted is ${field === "flow" ? "the name of a flow" : "the path of a file"}`,
        { path: [field], hint: "dx flows lists the flows" },
      );
  const schedule: CronSchedule = { kind: "cron", cron, timeZone };
  const id = flow.replaceAll("-", "_");
  const required = options.require === "all" ? ["all"] : (options.require ?? []);
  const argv = [
    ...dx,
    "run",
    flow,
    "-i",
    inputs,
    ...databases.flatMap((one) => ["--db", one]),
    ...required.flatMap((one) => ["--require", one]),
    "--yes",
  ];
  const run = { argv, ...(env !== undefined && { env }), ...(folder !== undefined && { folder }) };
  const { name = id, description = `Runs the flow ${flow} of dx` } = options;
  const kept = ["retries", "retryDelaySeconds", "timeoutSeconds", "slaSeconds"] as const;
  return {
    name,
    description,
    schedule,
    tasks: [{ id, run }],
    ...Object.fromEntries(
      kept.flatMap((field) => (options[field] === undefined ? [] : [[field, options[field]]])),
    ),
    ...(options.onFailure !== undefined && { onFailure: options.onFailure }),
    ...(options.tags !== undefined && { tags: options.tags }),
  };
}
