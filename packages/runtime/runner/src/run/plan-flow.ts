import type { Question } from "../context.ts";
import type { Flow } from "../define-flow.ts";
import { openJournal } from "../journal/journal.ts";
import { Undo } from "../plan/estimate-rows.ts";
import { PlanReached } from "../plan/approve-plan.ts";
import type { PlanView } from "../plan/plan-view.ts";
import { createSecrets, type Secrets } from "../secrets.ts";
import { createContext } from "./create-context.ts";
import { createRun } from "./create-run.ts";
import { parseInputs } from "./parse-inputs.ts";
import { readSources } from "./read-sources.ts";
import type { RunFlowOptions } from "./run-flow.ts";
import { withTarget } from "./stoppable.ts";
import { startJournal } from "./start-journal.ts";

/** Where and how a flow is planned. */
export type PlanFlowOptions = Omit<RunFlowOptions, "approve" | "out">;

/** What a flow would do. */
export interface PlanFlowResult {
  /** The first plan that it comes to; without one, it writes nothing but files. */
  readonly plan: PlanView | undefined;
  /** What people would be asked before. */
  readonly questions: readonly Question[];
}

/**
 * Runs a flow up to its first plan, in one transaction of the target that is undone: staging and all. No file
 * is kept. Questions before the plan are taken as answered with yes.
 * @throws DxError as `runFlow`
 */
export async function planFlow<Inputs, Outputs>(
  flow: Flow<Inputs, Outputs>,
  given: unknown,
  options: PlanFlowOptions,
): Promise<PlanFlowResult> {
  const secrets = createSecrets(options.secrets);
  try {
    return await plan(flow, given, { ...options, redactor: secrets });
  } catch (error) {
    throw secrets.redactError(error);
  }
}

async function plan<Inputs, Outputs>(
  flow: Flow<Inputs, Outputs>,
  given: unknown,
  options: PlanFlowOptions & { readonly redactor: Secrets },
): Promise<PlanFlowResult> {
  const { base = ".", clock = () => new Date(), redactor } = options;
  const inputs = parseInputs(flow.inputs, given);
  const files = flow.files?.(inputs) ?? {};
  const sources = await readSources(files, base);
  const journal = openJournal(undefined);
  const line = startJournal(journal, {
    flow: flow.name,
    inputs,
    sources,
    base,
    databases: {},
    clock,
  });
  const databases =
    typeof options.databases === "function" ? await options.databases() : options.databases;
  const questions: Question[] = [];
  const approve = async (question: Question): Promise<"yes"> => {
    questions.push(question);
    return "yes";
  };
  let reached: PlanView | undefined;
  try {
    await databases.target.transaction(async (target) => {
      const within = withTarget(databases, target);
      const run = createRun({
        ...options,
        databases: within,
        approve,
        clock,
        journal,
        line,
        files,
        mode: "plan",
      });
      try {
        await flow.process(inputs, createContext(run));
      } catch (error) {
        if (!(error instanceof PlanReached)) throw error;
        reached = error.plan;
      }
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return { plan: reached && redactor.redactAll(reached), questions };
}
