import { DxError, type Claim } from "@dx/core";
import { defineTask } from "@dx/runner";
import type { Sql } from "@dx/sql";
import { z } from "zod";

const verdict = z.strictObject({ stage: z.string(), statement: z.string(), verdict: z.string() });

/**
 * Checks claims between two stages. What cannot be told does not stop anything.
 * @throws DxError `DX_FLOW_GATE` if one fails, and that stops the run
 */
export const passGates = defineTask("pass-gates", {
  version: 1,
  effect: "none",
  input: z.strictObject({
    stage: z.string(),
    claims: z.array(z.custom<Claim<Sql>>()),
    stops: z.boolean(),
  }),
  output: z.array(verdict),
  run: async ({ stage, claims, stops }, { databases: { target }, log }) => {
    const evidence = await target.check(claims);
    const failed = evidence.find((one) => one.verdict === "fails");
    if (failed !== undefined && stops)
      throw new DxError("DX_FLOW_GATE", `${stage}: this does not hold: ${failed.statement}`, {
        path: [failed.id],
        hint: `nothing after this stage was made; ${failed.verdict === "fails" ? `an example is ${JSON.stringify(failed.counterexample).slice(0, 300)}; ` : ""}\`onGateFailure: continue\` goes on all the same`,
      });
    if (failed !== undefined) log(`${stage}: this does not hold: ${failed.statement}`);
    return evidence.map((one) => ({ stage, statement: one.statement, verdict: one.verdict }));
  },
});
