import { readFileSync } from "node:fs";
import { join } from "node:path";
import { answerQuestion, readRun, type OpenQuestion } from "@dx/runner";
import type { Command } from "../command.ts";
import { listenForInterruption } from "../interruption.ts";
import { use } from "../parse-given.ts";
import { userName } from "../run/answer-questions.ts";
import type { Terminal } from "../terminal/terminal.ts";

export const command: Command = {
  usage: "approve <folder> [yes|no]",
  description: `Answers a question that a run waits for; without an answer, shows what it waits for, and asks. Who
answered, and when, goes into the run's journal. dx resume goes on.`,
  examples: ["dx approve my-run", "dx approve my-run --step /2 yes"],
  options: {
    step: { type: "string", value: "KEY", help: "which question, if there are several" },
    author: {
      type: "string",
      value: "NAME",
      help: "who answers; without it, the user of this machine",
    },
  },
  run: async (given, { terminal }) => {
    const [out = "", word] = given.positionals;
    if (word !== undefined && word !== "yes" && word !== "no")
      throw use(`the answer is ${word}`, "write yes or no");
    const { questions } = readRun(out);
    const step = given.text("step");
    const chosen = questions.filter(({ key }) => step === undefined || key === step);
    for (const question of chosen) terminal.say(show(question, out));
    const answer = word ?? (chosen.length === 1 ? await ask(terminal) : undefined);
    if (answer === undefined && chosen.length > 0) {
      terminal.answer({ exit: 4, questions: chosen });
      return 4;
    }
    const question = answerQuestion(out, {
      answer: answer ?? "yes",
      author: given.text("author") ?? userName(),
      at: new Date(),
      ...(step === undefined ? {} : { key: step }),
    });
    const next = `dx resume ${out}`;
    terminal.answer({ exit: 0, answered: { key: question.key, answer }, next });
    terminal.say(`answered with ${answer}; go on with: ${next}`);
    return 0;
  },
};

async function ask(terminal: Terminal): Promise<"yes" | "no" | undefined> {
  if (!terminal.canAsk) return undefined;
  const interruption = listenForInterruption(terminal);
  try {
    const text = (await terminal.ask("yes or no? ", interruption.signal)).trim().toLowerCase();
    return text === "yes" || text === "no" ? text : undefined;
  } finally {
    interruption.dispose();
  }
}

function show({ key, title, shows, plan }: OpenQuestion, out: string): string {
  const script =
    plan === undefined ? [] : [readFileSync(join(out, plan.script), "utf8"), `hash: ${plan.hash}`];
  const lost = (plan?.destroys ?? []).map((one) => `It destroys: ${one}`);
  const details = shows === null ? [] : [JSON.stringify(shows, null, 2)];
  return [...script, ...lost, ...details, `${key} ${title}`].join("\n");
}
