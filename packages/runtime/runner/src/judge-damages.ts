import type { Evidence } from "@dx/core";
import type { Database } from "@dx/database";
import type { Sql } from "@dx/sql";
import { z } from "zod";
import type { Flow } from "./define-flow.ts";
import { runFlow, type RunFlowOptions, type RunFlowResult } from "./run/run-flow.ts";
import { defineTask } from "./task.ts";

/** Statements that damage what a claim is about, by its id; they get the name of the run's scratch schema. */
export type Damages = Readonly<Record<string, (scratch: string) => readonly Sql[]>>;

/** A run, and what became of its claims on damaged results. */
export interface JudgedDamages<Outputs> extends RunFlowResult<Outputs> {
  /** The verdict of each damaged claim, by its id. */
  readonly damaged: Readonly<Record<string, Evidence["verdict"] | "no such claim">>;
}

class Undo extends Error {}

/**
 * Runs a flow, and then does one damage after the other to its results in the target, judging the claim that it is
 * aimed at, and undoing it again: a claim that nothing can break shows nothing. For tests of flows.
 * @throws what {@link runFlow} throws
 */
export async function judgeDamages<Inputs, Outputs>(
  flow: Flow<Inputs, Outputs>,
  given: unknown,
  { damages, ...options }: RunFlowOptions & { readonly damages: Damages },
): Promise<JudgedDamages<Outputs>> {
  const damaged: Record<string, Evidence["verdict"] | "no such claim"> = {};
  const process: typeof flow.process = async (inputs, ctx) => {
    const outputs = await flow.process(inputs, ctx);
    const stated = flow.claims(inputs, outputs);
    const task = defineTask("judge-damages", {
      version: 1,
      effect: "none",
      input: z.null(),
      output: z.null(),
      run: async (_, tools) => {
        const scratch = await tools.scratch();
        const { target } = tools.databases;
        for (const [id, damage] of Object.entries(damages)) {
          const judge = async (inner: Database): Promise<void> => {
            await inner.apply([damage(scratch).map((sql) => ({ purpose: "damage", sql }))]);
            const claim = stated.filter((one) => one.id === id);
            const [evidence] = await inner.check(claim, { checks: flow.checks ?? {} });
            damaged[id] = evidence?.verdict ?? "no such claim";
            throw new Undo();
          };
          // oxlint-disable-next-line no-await-in-loop -- each is undone before the next
          await target.transaction(judge).catch((error: unknown) => {
            if (!(error instanceof Undo)) throw error;
          });
        }
        return null;
      },
    });
    await ctx.task(task, null);
    return outputs;
  };
  return { ...(await runFlow({ ...flow, process }, given, options)), damaged };
}
