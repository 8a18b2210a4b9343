import type { Verdict } from "@dx/core";
import type { NamedCheckFunction } from "@dx/database";
import { z } from "zod";

const given = z.object({ saved: z.number(), atLeast: z.number() });

/** Compares the share of time that was saved in this run with what was asked for. */
const timeSaved: NamedCheckFunction = (values): Verdict => {
  const { saved, atLeast } = given.parse(values);
  const figures = { saved, atLeast };
  return saved >= atLeast
    ? { verdict: "holds", figures }
    : { verdict: "fails", counterexample: { saved }, figures };
};

/** What the flow's named checks do. */
export const checks: Readonly<Record<string, NamedCheckFunction>> = { timeSaved };
