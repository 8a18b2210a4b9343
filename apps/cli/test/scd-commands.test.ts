import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runDx, type Given, type Said } from "./run-dx.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const dx = async (args: readonly string[], given?: Given): Promise<Said> =>
  runDx(folder, args, given);

test("dx scd apply answers each line, also after one that fails", async () => {
  const source = { kind: "delta", sequence: "at" };
  const spec = { key: "id", tracked: ["city"], validFrom: "since", validTo: "until", source };
  const [ulm, bonn] = [
    { id: 1, city: "Ulm", at: "2025-03-02" },
    { id: 1, city: "Bonn", at: "2025-03-01" },
  ];
  const lines = [
    { spec, batches: [[ulm], [bonn]] },
    { spec: {}, batches: [] },
  ];
  const input = [...lines.map((line) => JSON.stringify(line)), "nonsense", ""].join("\n");
  const answered = await dx(["scd", "apply"], { input });
  expect(answered.lines).toMatchObject([
    {
      versions: [
        { city: "Bonn", until: "2025-03-02T00:00:00.000000" },
        { city: "Ulm", until: null },
      ],
      error: null,
    },
    { versions: [], error: { code: expect.stringMatching(/^DX_SCD_/) as string } },
    { error: { code: "DX_CLI_LINE" } },
  ]);
  expect(answered.status).toBe(2);
  expect(await dx(["scd", "apply"], { input: JSON.stringify(lines[0]) })).toMatchObject({
    lines: [{ error: null }],
    status: 0,
    stderr: "",
  });
});
