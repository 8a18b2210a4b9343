import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { installPython } from "@dx/testing/python";

const requirements = ["dbt-core==1.12.6", "dbt-duckdb==1.11.1", "duckdb==1.5.6"];

/** Its installation fetches a binary from elsewhere; dbt runs without it. */
const overrides = ['dbt-core-experimental-parser ; sys_platform == "never"'];

/** Many commands in one process, as dbt's documentation of programmatic invocations has it. */
const program = `
import sys
from dbt.cli.main import dbtRunner
runner = dbtRunner()
for _ in range(int(sys.argv[1])):
    result = runner.invoke(["--quiet", "--warn-error", *sys.argv[2:]])
    if not result.success:
        sys.exit(str(result.exception or "failed"))
`;

/** Where dbt is, or why it is not there. */
export interface InstalledDbt {
  /** The Python that has it. */
  readonly python?: string;
  /** Why there is none. */
  readonly missing?: string;
}

/** Installs dbt, at first use. Where it cannot be had, tests are skipped, but in continuous integration they fail. */
export function tryInstallDbt(): InstalledDbt {
  try {
    return { python: join(installPython(requirements, overrides), "bin/python") };
  } catch (error) {
    if (process.env["CI"] !== undefined) throw error;
    const missing = `dbt ${String(error).slice(0, 500)}`;
    // oxlint-disable-next-line no-console -- a reason that nobody sees is none
    console.log(missing);
    return { missing };
  }
}

/** Runs one command of dbt some times in a copy of the project `dbt`, on a DuckDB file. */
export function runDbt(
  python: string,
  file: string,
  [times, ...command]: readonly [number, ...string[]],
): void {
  const folder = `${file}.project`;
  cpSync(join(import.meta.dirname, "dbt"), folder, { recursive: true });
  const { status, stdout, stderr } = spawnSync(python, ["-c", program, String(times), ...command], {
    cwd: folder,
    encoding: "utf8",
    env: {
      ...process.env,
      TZ: "UTC",
      DX_DUCKDB_FILE: file,
      DBT_PROFILES_DIR: folder,
      DBT_SEND_ANONYMOUS_USAGE_STATS: "false",
      DBT_VERSION_CHECK: "false",
      DO_NOT_TRACK: "1",
    },
  });
  if (status !== 0) throw new Error(`dbt ${command.join(" ")}: ${stdout}${stderr}`);
}
