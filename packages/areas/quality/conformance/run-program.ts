import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installPython } from "@dx/testing/python";

/** A tool's packages, which are installed at first use. */
export interface Packages {
  readonly requirements: readonly string[];
  /** What counts instead of what the packages ask for. */
  readonly overrides?: readonly string[];
}

/** A Python that has some packages, or why there is none: then tests are skipped, but in continuous integration they fail. */
export function tryInstall({ requirements, overrides = [] }: Packages): {
  readonly python?: string;
  readonly missing?: string;
} {
  try {
    return { python: join(installPython(requirements, overrides), "bin/python") };
  } catch (error) {
    if (process.env["CI"] !== undefined) throw error;
    const missing = `${requirements.join(" ")} ${String(error).slice(0, 500)}`;
    // oxlint-disable-next-line no-console -- a reason that nobody sees is none
    console.log(missing);
    return { missing };
  }
}

/** Runs a program beside this file; its last line of output is its answer, in JSON. */
export function runProgram(python: string, name: string, input: unknown): unknown {
  const { status, stdout, stderr } = spawnSync(python, [join(import.meta.dirname, name)], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: {
      ...process.env,
      TZ: "UTC",
      GX_ANALYTICS_ENABLED: "false",
      SODA_CORE_TELEMETRY_ENABLED: "false",
      SODA_TELEMETRY_ENABLED: "false",
      DBT_SEND_ANONYMOUS_USAGE_STATS: "false",
      DBT_VERSION_CHECK: "false",
      DO_NOT_TRACK: "1",
    },
  });
  const answer = stdout.trim().split("\n").at(-1) ?? "";
  if (status !== 0) throw new Error(`${name}: ${stdout.slice(-2000)}${stderr.slice(-4000)}`);
  return JSON.parse(answer);
}
