import { DxError, summarize, type Claim, type Evidence, type EvidenceFile } from "@dx/core";
import { runCheck } from "@dx/database";
import type { Sql } from "@dx/sql";
import type { Flow } from "../define-flow.ts";
import type { Run } from "./run.ts";

/** What a process was given and gave. */
export interface Done<Inputs, Outputs> {
  readonly inputs: Inputs;
  readonly outputs: Outputs;
  readonly run: Run;
}

/**
 * Checks what a flow claims, in the target. What needs the scratch schema cannot be repeated later, and says so.
 * @throws DxError `DX_RUNNER_CLAIMS` if two claims have one id
 */
export async function checkClaims<Inputs, Outputs>(
  flow: Flow<Inputs, Outputs>,
  { inputs, outputs, run }: Done<Inputs, Outputs>,
): Promise<EvidenceFile> {
  const claims = flow.claims(inputs, outputs);
  requireIds(claims);
  const { target } = run.tools.databases;
  const check = async (claim: Claim<Sql>): Promise<Evidence> => {
    run.tools.signal.throwIfAborted();
    const isLasting = !JSON.stringify(claim.check).includes(run.scratch.name);
    const evidence = await runCheck(claim, target, {
      again: isLasting ? run.again : "not possible",
      checks: flow.checks ?? {},
    });
    run.tools.signal.throwIfAborted();
    const { id, statement, verdict } = evidence;
    run.emit({ kind: "claim-checked", id, statement, verdict });
    return run.secrets.redactAll(run.mask?.evidence(evidence) ?? evidence);
  };
  const evidence = await Promise.all(claims.map(check));
  return {
    schema: "dx-evidence-1",
    run: run.name,
    summary: summarize(evidence),
    sources: run.sources,
    claims: evidence,
  };
}

function requireIds(claims: readonly Claim<Sql>[]): void {
  const seen = new Set<string>();
  for (const { id } of claims) {
    if (seen.has(id))
      throw new DxError("DX_RUNNER_CLAIMS", `two claims have the id ${id}`, { path: [id] });
    seen.add(id);
  }
}
