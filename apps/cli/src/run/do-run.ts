import { isDxError } from "@dx/core";
import {
  openAddresses,
  runFlow,
  type Addresses,
  type Flow,
  type OpenedDatabases,
} from "@dx/runner";
import type { Question } from "@dx/runner";
import type { ExitCode, Given, Option } from "../command.ts";
import { listenForInterruption } from "../interruption.ts";
import { use } from "../parse-given.ts";
import { exitCodeOf } from "../terminal/show-error.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { answerQuestions } from "./answer-questions.ts";
import { briefPlan } from "./show-plan.ts";
import { showProgress } from "./show-progress.ts";
import { showResult } from "./show-result.ts";

/** The options that `run` and `resume` share. */
export const runOptions: Readonly<Record<string, Option>> = {
  db: {
    type: "string",
    multiple: true,
    value: "[NAME=]URL",
    help: "a database, as target=duckdb:shop.duckdb or source=env:DATABASE_URL; without a name it is both",
  },
  yes: { type: "boolean", help: "answers questions, but never a plan that destroys something" },
  approve: {
    type: "string",
    value: "HASH",
    help: "carries out the plan of this hash, and no other",
  },
  require: {
    type: "string",
    multiple: true,
    value: "all|ID,...",
    help: "claims that must hold, also where nothing else than unknown can be said",
  },
  "mask-values": {
    type: "boolean",
    help: "shows no value of the data, only types, lengths and marks",
  },
};

/** What is run. */
export interface RunGiven {
  readonly flow: Flow;
  readonly inputs: unknown;
  readonly base: string;
  readonly out: string;
  readonly addresses: Addresses;
}

/** Runs a flow, or goes on with it, and shows what comes out. */
export async function doRun(run: RunGiven, given: Given, terminal: Terminal): Promise<ExitCode> {
  const { flow, inputs, base, out, addresses } = run;
  if (given.has("yes") && given.has("approve"))
    throw use("--yes and --approve exclude each other", "choose one");
  const interruption = listenForInterruption(terminal);
  const { signal } = interruption;
  const open: Question[] = [];
  let opened: OpenedDatabases | undefined;
  try {
    const { evidence } = await runFlow(flow, inputs, {
      databases: async () => {
        opened = await openAddresses(addresses, { signal });
        return opened.databases;
      },
      locations: addresses.locations,
      secrets: addresses.secrets,
      out,
      base,
      signal,
      maskValues: given.has("mask-values"),
      approve: answerQuestions({
        yes: given.has("yes"),
        approve: given.text("approve"),
        terminal,
        signal,
        onOpen: (question) => open.push(question),
      }),
      onEvent: showProgress(terminal),
    });
    const required = given.texts("require").flatMap((text) => text.split(","));
    return showResult({ flow: flow.name, out, evidence, required, terminal });
  } catch (error) {
    const [question] = open;
    if (isDxError(error, "DX_RUNNER_WAITING") && question !== undefined)
      return showWaiting(question, out, terminal);
    if (isDxError(error) && exitCodeOf(error) === 3)
      terminal.note(`go on with: dx resume ${quote(out)}`);
    throw error;
  } finally {
    interruption.dispose();
    await opened?.close();
  }
}

function showWaiting(
  { key, title, shows, plan }: Question,
  out: string,
  terminal: Terminal,
): ExitCode {
  const next = [
    `dx approve ${quote(out)} --step ${key} yes`,
    ...(plan === undefined ? [] : [`dx resume ${quote(out)} --approve ${plan.hash}`]),
  ];
  terminal.answer({
    exit: 4,
    waiting: { key, title, shows, ...(plan === undefined ? {} : { plan: briefPlan(plan) }) },
    out,
    next,
  });
  terminal.note(`it waits for a person: ${title}`);
  terminal.note(`answer with: ${next[0]}, then go on with: dx resume ${quote(out)}`);
  return 4;
}

function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
