import { DxError } from "@dx/core";
import { z } from "zod";
import type { Question } from "../context.ts";
import { hashText } from "../journal/chain.ts";
import { toText } from "../journal/journal.ts";
import type { Run } from "./run.ts";

/** Asks people, unless the journal has their answer. @throws DxError if it is not yes */
export async function settle(run: Run, question: Question): Promise<void> {
  const { steps, secrets, clock } = run;
  const { key, title, shows, plan } = secrets.redactAll(question);
  const asked = hashText(toText([title, plan === undefined ? shows : plan.hash]));
  const known = steps.answerTo(key);
  if (known?.asked === asked) return conclude(title, known.answer);
  if (known !== undefined && plan === undefined)
    throw new DxError("DX_RUNNER_DIVERGED", `the question at step ${key} was another one`, {
      hint: "what the flow shows has changed: begin a new run in another folder",
    });
  run.emit({ kind: "question", key, title, shows });
  const given = await run.approve(
    plan === undefined ? { key, title, shows } : { key, title, shows, plan },
  );
  const { answer, author } =
    typeof given === "string" ? { answer: given, author: "the calling program" } : given;
  if (answer === "later") {
    const brief = plan && {
      name: plan.name,
      hash: plan.hash,
      script: plan.script,
      destroys: [...plan.destroys],
    };
    steps.write({
      kind: "question",
      key,
      asked,
      title,
      shows: z.json().parse(shows),
      ...(brief && { plan: brief }),
    });
    throw new DxError("DX_RUNNER_WAITING", title, {
      path: [key],
      hint: "answer it with dx approve, then go on with dx resume",
    });
  }
  steps.write({ kind: "answer", key, asked, answer, author, at: clock().toISOString() });
  conclude(title, answer);
}

function conclude(title: string, answer: "yes" | "no"): void {
  if (answer === "no")
    throw new DxError("DX_RUNNER_REFUSED", `the answer was no: ${title}`, {
      hint: "begin a new run in another folder",
    });
}
