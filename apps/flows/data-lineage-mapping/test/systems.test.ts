import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSystems } from "../src/systems.ts";

test("folders that are skipped are left out, files of such a name are not", async () => {
  const path = mkdtempSync(join(tmpdir(), "dx-systems-"));
  mkdirSync(join(path, "a/tests"), { recursive: true });
  for (const name of ["a/tests/t.sql", "a/one.sql", "tests.sql"])
    writeFileSync(join(path, name), "select 1");
  const read = async (skip?: string[]): Promise<readonly string[]> => {
    const folder = { folder: path, dialect: "duckdb" as const, ...(skip && { skip }) };
    const system = { type: "transformation" as const, name: "s", connectionDetails: folder };
    const { scripts } = await readSystems(
      {
        lineageTool: "native",
        systemsToInclude: [system],
        granularity: "column",
        updateFrequency: "0 6 * * *",
        orchestrator: "airflow",
      },
      { files: { s: path }, databases: {} as never },
    );
    return scripts.map((one) => ("name" in one ? one.name : ""));
  };
  expect(await read()).toEqual(["s/a/one.sql", "s/a/tests/t.sql", "s/tests.sql"]);
  expect(await read(["tests"])).toEqual(["s/a/one.sql", "s/tests.sql"]);
  rmSync(path, { recursive: true });
});
