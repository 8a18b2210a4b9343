import { dirname, join } from "node:path";
import { openAddresses, planFlow, readAddresses, readInputs, type Flow } from "@dx/runner";
import type { Command, ExitCode } from "../command.ts";
import { findFlow } from "../find-flow.ts";
import { listenForInterruption } from "../interruption.ts";
import { use } from "../parse-given.ts";
import { doRun, runOptions, type RunGiven } from "../run/do-run.ts";
import { briefPlan, showPlan } from "../run/show-plan.ts";
import { showProgress } from "../run/show-progress.ts";
import type { Terminal } from "../terminal/terminal.ts";

export const command: Command = {
  usage: "run <flow>",
  description: `Runs a flow. The run's folder is made at once, and holds all that is known of it; it is complete when
evidence.json appears. Without --db, the target is a DuckDB file in that folder.`,
  examples: [
    "dx run scd-implementation --out my-run --yes",
    "dx run scd-implementation -i inputs.yaml --db source=env:SHOP_URL --db target=duckdb:dwh.duckdb --plan",
    "dx run scd-implementation -i inputs.yaml --db env:DATABASE_URL --approve 3f0c2a9d1b77e654",
  ],
  options: {
    inputs: {
      type: "string",
      short: "i",
      value: "FILE",
      help: "the inputs, YAML or JSON; without it, the flow's own example",
    },
    out: {
      type: "string",
      value: "FOLDER",
      help: "the run's folder; without it, a new one in dx-runs",
    },
    platform: {
      type: "string",
      value: "NAME",
      help: "whose SQL is written: the flow's input platform, if it has one",
    },
    plan: {
      type: "boolean",
      help: "shows the first plan, with estimated rows and its hash, and writes nothing",
    },
    update: {
      type: "boolean",
      help: "merges with hand edits of an earlier run, where the flow can",
    },
    ...runOptions,
  },
  run: async (given, { terminal, flows }) => {
    const [name = ""] = given.positionals;
    const flow = await findFlow(name, flows);
    if (given.has("update"))
      throw use(
        `${name} cannot merge with an earlier run yet`,
        "leave --update out, and name a new folder",
      );
    const only = ["plan", "yes", "approve"].filter((one) => given.has(one));
    if (only.length > 1)
      throw use(
        `--${only.join(" and --")} exclude each other`,
        "show the plan first, then approve it",
      );
    if (given.has("plan") && given.has("out"))
      throw use("--plan writes nothing, so it has no --out", "leave one of them out");
    const file = given.text("inputs") ?? flow.examples[0];
    if (file === undefined) throw use(`${name} has no example`, "name inputs with -i");
    const inputs = withPlatform(flow, readInputs(flow.inputs, file), given.text("platform"));
    const out = given.text("out") ?? join("dx-runs", `${name}-${timeName()}`);
    const isPlan = given.has("plan");
    const { env } = process;
    const addresses = readAddresses(given.texts("db"), isPlan ? { env } : { env, out });
    const run = { flow, inputs, base: dirname(file), out, addresses };
    return isPlan ? showOnly(run, terminal) : doRun(run, given, terminal);
  },
};

/** The inputs for another platform. */
function withPlatform(
  { name, inputs: schema }: Flow,
  inputs: unknown,
  platform: string | undefined,
): unknown {
  if (platform === undefined) return inputs;
  const result = schema.safeParse(Object.assign({}, inputs, { platform }));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw use(
    `${name} cannot write for the platform ${platform}`,
    issue?.code === "unrecognized_keys" ? "it has no such input" : (issue?.message ?? ""),
  );
}

async function showOnly(run: RunGiven, terminal: Terminal): Promise<ExitCode> {
  const { flow, inputs, base, addresses } = run;
  const interruption = listenForInterruption(terminal);
  const { databases, close } = await openAddresses(addresses, { missing: "in memory" });
  try {
    const { plan, questions } = await planFlow(flow, inputs, {
      databases,
      base,
      secrets: addresses.secrets,
      signal: interruption.signal,
      onEvent: showProgress(terminal),
    });
    terminal.answer({
      exit: 0,
      flow: flow.name,
      plan: plan === undefined ? null : briefPlan(plan),
      questions: questions.map(({ title, shows }) => ({ title, shows })),
    });
    for (const { title } of questions) terminal.say(`asked before: ${title}`);
    terminal.say(plan === undefined ? "It writes nothing but files." : showPlan(plan));
    if (plan !== undefined)
      terminal.say(`Nothing was written. Carry it out with --approve ${plan.hash}`);
    return 0;
  } finally {
    interruption.dispose();
    await close();
  }
}

function timeName(): string {
  return new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
}
