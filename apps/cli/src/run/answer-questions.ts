import { userInfo } from "node:os";
import type { Answer, Approve, Question } from "@dx/runner";
import type { Terminal } from "../terminal/terminal.ts";
import { showPlan } from "./show-plan.ts";

/** How questions are answered. */
export interface AnswerOptions {
  /** Yes to all, but for plans that destroy something. */
  readonly yes: boolean;
  /** Yes to the plan of this hash and to plain questions, and to no other plan. */
  readonly approve: string | undefined;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Hears of what nobody answered. */
  readonly onOpen: (question: Question) => void;
}

/** Answers a run's questions: by the options, else by whoever sits at the terminal, else later. */
export function answerQuestions(options: AnswerOptions): Approve {
  const { yes, approve, terminal, signal, onOpen } = options;
  return async (question): Promise<Answer> => {
    const { plan } = question;
    const author = userName();
    if (approve !== undefined && (plan === undefined || plan.hash === approve))
      return { answer: "yes", author: `${author} with --approve ${approve}` };
    if (yes && (plan?.destroys ?? []).length === 0)
      return { answer: "yes", author: `${author} with --yes` };
    show(question, terminal);
    if (!terminal.canAsk || approve !== undefined) {
      onOpen(question);
      return { answer: "later", author };
    }
    const answer = await ask(terminal, signal);
    if (answer === "later") onOpen(question);
    return { answer, author };
  };
}

async function ask(terminal: Terminal, signal: AbortSignal): Promise<Answer["answer"]> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- a person answers one after the other
    const text = (await terminal.ask("yes, no or later? ", signal)).trim().toLowerCase();
    if (text === "yes" || text === "no" || text === "later") return text;
  }
}

function show({ title, shows, plan }: Question, terminal: Terminal): void {
  if (plan !== undefined) terminal.say(showPlan(plan));
  if (shows !== null)
    terminal.say(typeof shows === "string" ? shows : JSON.stringify(shows, null, 2));
  terminal.say(title);
}

/** Who is at the terminal, as the machine knows them. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "somebody without a name";
  }
}
