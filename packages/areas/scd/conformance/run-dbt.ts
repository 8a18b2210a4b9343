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

/** Installs dbt, at first use; gives its Python, or throws. */
export function installDbt(): string {
  return join(installPython(requirements, overrides), "bin/python");
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
