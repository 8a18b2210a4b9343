import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileMap } from "@dx/core";
import { installPython } from "@dx/testing/python";
import type { Dag } from "../src/index.ts";
import { readLog, type Log } from "../test/sample-dags.ts";

const requirements = {
  airflow: ["apache-airflow==3.3.2"],
  dagster: ["dagster==1.13.29"],
  prefect: ["prefect==3.8.8", "fastapi<0.151"],
} as const;

/** One of the three. */
export type Orchestrator = keyof typeof requirements;

/** Where an orchestrator is, or why it is not there. */
export interface Installed {
  /** The folder of its programs. */
  readonly bin?: string;
  /** Why there is none. */
  readonly missing?: string;
}

/** Installs an orchestrator, at first use. Where it cannot be had, tests are skipped, but in continuous integration they fail. */
export function tryInstall(name: Orchestrator): Installed {
  try {
    return { bin: join(installPython(requirements[name]), "bin") };
  } catch (error) {
    if (process.env["CI"] !== undefined) throw error;
    const missing = `${name}: ${String(error).slice(0, 500)}`;
    // oxlint-disable-next-line no-console -- a reason that nobody sees is none
    console.log(missing);
    return { missing };
  }
}

/** A DAG, or a broken twin of it, that an orchestrator is asked to load, and to run. */
export interface Asked {
  /** Makes the DAG; its tasks note in the log that they were started. */
  readonly dag: (log: string) => Dag;
  /** Whether it is run too. */
  readonly run?: boolean;
  /** Asks for the first runs since then. */
  readonly times?: { readonly since: string; readonly count: number };
  /** Whether its definitions are merged with those before it. */
  readonly merge?: boolean;
  /** What is asked of it besides. */
  readonly feature?: "makes" | "waits" | "late" | "most";
  /** Breaks a file. */
  readonly damage?: (text: string) => string;
}

/** What an orchestrator says of a DAG. */
export interface Answer extends Log {
  /** Why it was not loaded. */
  readonly error?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly tasks?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly schedule?: unknown;
  /** The first runs, in UTC. */
  readonly times?: readonly string[];
  /** What it says of a feature. */
  readonly features?: Readonly<Record<string, unknown>>;
  /** How the run ended. */
  readonly state?: "success" | "failed";
  /** How each task ended, where the orchestrator tells. */
  readonly states?: Readonly<Record<string, string>>;
}

/** Has an orchestrator load and run DAGs, all in one process, each from a folder of its own. */
export function askOrchestrator(
  name: Orchestrator,
  bin: string,
  { write, asked }: { readonly write: (dag: Dag) => FileMap; readonly asked: readonly Asked[] },
): readonly Answer[] {
  const home = mkdtempSync(join(tmpdir(), `dx-${name}-`));
  const input = asked.map(
    ({ dag, run = false, damage = (text) => text, times, merge = false, feature }, index) => {
      const folder = join(home, `dag_${index}`);
      mkdirSync(folder);
      const log = join(folder, "log");
      writeFileSync(log, "");
      const made = dag(log);
      const files = Object.entries(write(made)).map(([path, text]) => {
        const file = join(folder, path);
        writeFileSync(file, damage(String(text)));
        return file;
      });
      return { asked: { files, dag: made.name, run, times, merge, feature }, log };
    },
  );
  const env = {
    ...process.env,
    HOME: home,
    OUTER_SECRET: "s3cr3t",
    AIRFLOW_HOME: home,
    "AIRFLOW_CONN_SHOP-DB": "postgres://me:s3cr3t@shop/orders",
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
    AIRFLOW__CORE__DAGS_FOLDER: home,
    AIRFLOW__LOGGING__LOGGING_LEVEL: "ERROR",
    DAGSTER_DISABLE_TELEMETRY: "yes",
    DO_NOT_TRACK: "1",
    PREFECT_HOME: home,
    PREFECT_LOGGING_LEVEL: "ERROR",
    PREFECT_SERVER_ANALYTICS_ENABLED: "false",
    PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS: "180",
  };
  if (name === "airflow") spawnSync(join(bin, "airflow"), ["db", "migrate"], { env });
  const driver = join(import.meta.dirname, `load_${name}.py`);
  const { stdout, stderr } = spawnSync(join(bin, "python"), [driver], {
    input: JSON.stringify(input.map(({ asked: one }) => one)),
    encoding: "utf8",
    cwd: home,
    env,
    maxBuffer: 1e9,
  });
  const line = stdout.split("\n").find((one) => one.startsWith("ANSWER"));
  if (line === undefined) throw new Error(`${name} did not answer: ${stdout}${stderr}`);
  const answers: readonly Omit<Answer, keyof Log>[] = JSON.parse(line.slice(6));
  return answers.map((answer, index) =>
    Object.assign(answer, readLog(readFileSync(input[index]?.log ?? "", "utf8"))),
  );
}
