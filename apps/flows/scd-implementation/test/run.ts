import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { PlainObject, TypeName } from "@dx/core";
import type { Database } from "@dx/database";
import { defineTask, readInputs, runFlow, type RunFlowResult } from "@dx/runner";
import type { Sql } from "@dx/sql";
import { z } from "zod";
import { flow } from "../src/index.ts";
import type { Inputs } from "../src/inputs.ts";
import type { Outputs } from "../src/outputs.ts";

const [example = ""] = flow.examples;

/** The inputs of the example. */
export const mimeDb: Inputs = readInputs(flow.inputs, example);

/** When a run begins, and what is done to its results, one after the other, each undone again. */
export interface RunOptions {
  readonly now?: string;
  readonly damages?: Damages;
  /** Gets the verdict of the claim of each damage. */
  readonly found?: Map<string, string>;
}

/** Statements that damage what a claim is about, by its id; they get the name of the run's scratch schema. */
export type Damages = Readonly<Record<string, (scratch: string) => readonly Sql[]>>;

class Undo extends Error {}

function damaged({ damages = {}, found = new Map() }: RunOptions): typeof flow {
  const process: typeof flow.process = async (inputs, ctx) => {
    const result = await flow.process(inputs, ctx);
    const stated = flow.claims(inputs, result);
    const task = defineTask("damage", {
      version: 1,
      effect: "none",
      input: z.null(),
      output: z.null(),
      run: async (_, tools) => {
        const scratch = await tools.scratch();
        for (const [id, damage] of Object.entries(damages)) {
          const statements = damage(scratch).map((sql) => ({ purpose: "damage", sql }));
          const judge = async (target: Database): Promise<void> => {
            await target.apply([statements]);
            const claim = stated.filter((one) => one.id === id);
            const [evidence] = await target.check(claim, { checks: flow.checks ?? {} });
            found.set(id, evidence?.verdict ?? "no such claim");
            throw new Undo();
          };
          // oxlint-disable-next-line no-await-in-loop -- each is undone before the next
          await tools.databases.target.transaction(judge).catch((error: unknown) => {
            if (!(error instanceof Undo)) throw error;
          });
        }
        return null;
      },
    });
    await ctx.task(task, null);
    return result;
  };
  return { ...flow, process };
}

/** Runs the flow, all questions answered with yes; files are relative to the example. */
export async function run(
  target: Database,
  given: unknown,
  options: RunOptions = {},
): Promise<RunFlowResult<Outputs>> {
  return runFlow(options.damages === undefined ? flow : damaged(options), given, {
    databases: { target, source: target },
    base: dirname(example),
    approve: async () => "yes",
    clock: () => new Date(options.now ?? "2026-01-01T00:00:00Z"),
  });
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
