import { DxError } from "@dx/core";
import { formatPlan, type Plan } from "@dx/sql";
import type { Asked } from "../context.ts";
import { toolsOf, type Run } from "../run/run.ts";
import { settle } from "../run/settle.ts";
import { transact } from "../run/transact.ts";
import type { TaskTools } from "../task.ts";
import { appliedPlan, type AppliedPlan, type PlanView } from "./plan-view.ts";
import { hashPlan, viewPlan, type PlanOf } from "./view-plan.ts";

/** Ends a run in plan mode: what it has done is undone, and the plan is shown. */
export class PlanReached extends Error {
  /** The plan. */
  readonly plan: PlanView;
  constructor(plan: PlanView) {
    super(`the plan ${plan.name} was reached`);
    this.plan = plan;
  }
}

interface PlanAsked {
  readonly name: string;
  readonly makePlan: (tools: TaskTools) => Promise<Plan> | Plan;
  readonly question: Partial<Asked>;
}

/** As `approvePlan` of the context says; an empty plan is not asked about. */
export async function approvePlan(run: Run, key: string, asked: PlanAsked): Promise<AppliedPlan> {
  const number = String(run.nextPlan()).padStart(3, "0");
  const slug = asked.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const { flow, sources, now, scratch } = run;
  const of = {
    flow,
    name: asked.name,
    script: `artefacts/sql/${number}-${slug}.sql`,
    sources,
    now,
  };
  const answered = run.steps.answerTo(key);
  const step = { key: `${key}/apply`, task: `apply-plan ${asked.name}`, version: 1, given: null };
  return run.steps.once(step, {
    schema: appliedPlan,
    run: async () => {
      const made = { ...asked, key, of: { ...of, scratch: scratch.name } };
      const mark = answered === undefined ? undefined : await scratch.findMark(step.key);
      const approved = mark === undefined ? await showAndAsk(run, made) : "";
      return apply(run, made, approved);
    },
  });
}

interface PlanMade extends PlanAsked {
  readonly key: string;
  readonly of: PlanOf;
}

/** Gives the hash of what people agreed to. */
async function showAndAsk(run: Run, { key, of, makePlan, question }: PlanMade): Promise<string> {
  const tools = toolsOf(run, key);
  const { target } = tools.databases;
  const plan = await makePlan(tools);
  const view = await viewPlan(plan, target, of);
  const script = of.script.replace(/^artefacts\//, "");
  await tools.artefacts.write({ [script]: formatPlan(plan, target.dialect) });
  const { title = `Carry out the plan ${of.name}?`, shows = null } = question;
  run.emit({ kind: "plan", key, plan: run.secrets.redactAll(view) });
  if (run.mode === "plan") throw new PlanReached(view);
  if (view.statements.length > 0) await settle(run, { key, title, shows, plan: view });
  return view.hash;
}

/** Carries the plan out, if it still is the one that was approved; if it is marked as done, only says what became of it. */
async function apply(
  run: Run,
  { key, of, makePlan }: PlanMade,
  approved: string,
): Promise<AppliedPlan> {
  return transact(run, `${key}/apply`, {
    schema: appliedPlan,
    body: async (tools) => {
      const { target } = tools.databases;
      const plan = await makePlan(tools);
      const hash = hashPlan(plan, target, of);
      if (hash !== approved)
        throw new DxError(
          "DX_RUNNER_PLAN",
          `the plan ${of.name} has changed since it was approved`,
          {
            hint: "nothing was written: go on with dx resume, which shows the plan as it is now",
          },
        );
      const all = plan.flat().length;
      let done = 0;
      const onStatement = (): void => tools.progress((done += 1), all, "statements");
      return { hash, script: of.script, counts: await target.apply(plan, { onStatement }) };
    },
  });
}
