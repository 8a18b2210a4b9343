import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { flows } from "@dx/flows";
import { expect, test } from "vitest";
import { dx } from "../src/dx.ts";

test("writes for the platform that is named, and refuses one that there is not", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dx-"));
  const file = join(folder, "inputs.yaml");
  writeFileSync(
    file,
    `dimensionTable: dim_customer
sourceTable: customer
businessKey: [id]
trackedAttributes: [city]
scdType: 2
effectiveDateColumns: { validFrom: valid_from, validTo: valid_to }
currentFlagColumn: is_current
sourceColumns: { id: bigint, city: text }
`,
  );
  const out = join(folder, "out");
  const run = ["run", "scd-implementation", "-i", file, "--yes", "--out"];
  expect(await dx([...run, out, "--platform", "snowflake"], flows)).toBe(0);
  expect(readFileSync(join(out, "artefacts/sql/dimension.sql"), "utf8")).toContain(
    '"CITY" varchar',
  );
  expect(await dx([...run, join(folder, "other"), "--platform", "oracle"], flows)).toBe(2);
  rmSync(folder, { recursive: true });
});
