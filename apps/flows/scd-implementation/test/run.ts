import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { PlainObject, TypeName } from "@dx/core";
import type { Database } from "@dx/database";
import { judgeDamages, readInputs, type Damages, type RunFlowResult } from "@dx/runner";
import { flow } from "../src/index.ts";
import type { Inputs } from "../src/inputs.ts";
import type { Outputs } from "../src/outputs.ts";

const [example = ""] = flow.examples;

/** The inputs of the example. */
export const mimeDb: Inputs = readInputs(flow.inputs, example);

/** When a run begins, and what is done to its results. */
export interface RunOptions {
  readonly now?: string;
  readonly damages?: Damages;
  /** Gets the verdict of the claim of each damage. */
  readonly found?: Map<string, string>;
}

/** Runs the flow, all questions answered with yes; files are relative to the example. */
export async function run(
  target: Database,
  given: unknown,
  { now = "2026-01-01T00:00:00Z", damages = {}, found = new Map() }: RunOptions = {},
): Promise<RunFlowResult<Outputs>> {
  const { damaged, ...result } = await judgeDamages(flow, given, {
    databases: { target, source: target },
    base: dirname(example),
    approve: async () => "yes",
    clock: () => new Date(now),
    damages,
  });
  for (const [id, verdict] of Object.entries(damaged)) found.set(id, verdict);
  return result;
}

/** Inputs of a small dimension of customers. */
export const customers: Inputs = flow.inputs.parse({
  dimensionTable: "dim_customer",
  sourceTable: "customer",
  businessKey: ["id"],
  trackedAttributes: ["city"],
  scdType: 2,
  effectiveDateColumns: { validFrom: "valid_from", validTo: "valid_to" },
  currentFlagColumn: "is_current",
});

/** Fills the table `customer`. */
export async function fill(
  db: Database,
  rows: readonly PlainObject[],
  types: Readonly<Record<string, TypeName>> = {},
): Promise<void> {
  await db.load("customer", rows, { types: { id: "int64", city: "text", ...types } });
}

/** A file with this text, in a folder of its own. */
export function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "dx-flow-")), name);
  writeFileSync(path, text);
  return path;
}

/** The verdicts of a run by the ids of its claims. */
export function verdicts({ evidence }: RunFlowResult<Outputs>): Readonly<Record<string, string>> {
  return Object.fromEntries(evidence.claims.map(({ id, verdict }) => [id, verdict]));
}
