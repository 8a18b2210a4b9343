import { DxError, type Evidence, type Source } from "@dx/core";
import { runCheck, type Database, type NamedCheckFunction } from "@dx/database";
import { readRun } from "./read-run.ts";
import { readSources } from "./run/read-sources.ts";

/** What became of a claim when it was checked again. */
export interface VerifiedClaim {
  /** The claim's. */
  readonly id: string;
  /** Its sentence. */
  readonly statement: string;
  /** What the run found. */
  readonly was: Evidence["verdict"];
  /** Whether that is still so. */
  readonly now: "confirmed" | "refuted" | "source changed" | "not repeatable";
  /** Why it is not confirmed. */
  readonly reason?: string;
  /** What was found now, if it was checked. */
  readonly evidence?: Evidence;
}

/** A file that the run read, as it is now. */
export interface VerifiedSource extends Source {
  /** Whether it is as it was. */
  readonly now: "the same" | "changed" | "missing";
}

/** What became of a run's evidence. */
export interface VerifyRunResult {
  /** The run's name. */
  readonly run: string;
  /** How many claims came out how. */
  readonly summary: Readonly<Record<VerifiedClaim["now"], number>>;
  /** In the order of the evidence. */
  readonly claims: readonly VerifiedClaim[];
  /** In the order of the evidence. */
  readonly sources: readonly VerifiedSource[];
}

/** How a run is verified. */
export interface VerifyRunOptions {
  /** Where the claims are checked. */
  readonly database: Database;
  /** The functions of the flow that `named` checks call. */
  readonly checks?: Readonly<Record<string, NamedCheckFunction>>;
}

/**
 * Checks each claim of a run's evidence again.
 * @throws DxError `DX_RUNNER_OUT` if it is no run's folder, or the run is not complete
 */
export async function verifyRun(
  out: string,
  { database, checks = {} }: VerifyRunOptions,
): Promise<VerifyRunResult> {
  const { base, run, evidence } = readRun(out);
  if (evidence === undefined)
    throw new DxError("DX_RUNNER_OUT", `the run in ${out} is not complete: there is no evidence`, {
      path: ["out"],
      hint: "go on with dx resume",
    });
  const sources = await Promise.all(evidence.sources.map(async (one) => look(one, base)));
  const isChanged = sources.some(({ now }) => now !== "the same");
  const claims = await Promise.all(
    evidence.claims.map(async (was): Promise<VerifiedClaim> => {
      const { id, statement, verdict } = was;
      const found = await again(was, { database, checks }, isChanged);
      return Object.assign({ id, statement, was: verdict }, found);
    }),
  );
  const count = (wanted: VerifiedClaim["now"]): number =>
    claims.filter(({ now }) => now === wanted).length;
  const summary = {
    confirmed: count("confirmed"),
    refuted: count("refuted"),
    "source changed": count("source changed"),
    "not repeatable": count("not repeatable"),
  };
  return { run, summary, claims, sources };
}

type Found = Pick<VerifiedClaim, "now" | "reason" | "evidence">;

async function again(
  was: Evidence,
  { database, checks }: Required<VerifyRunOptions>,
  isChanged: boolean,
): Promise<Found> {
  if (was.how.again === "not possible")
    return { now: "not repeatable", reason: "it needs what the run removed at its end" };
  const { platform } = was.how;
  if (platform !== undefined && platform !== database.dialect)
    return { now: "not repeatable", reason: `its SQL is that of ${platform}` };
  const evidence = await runCheck(was, database, { checks, again: was.how.again });
  if (evidence.verdict === "unknown" && evidence.because !== "no-data")
    return { now: "not repeatable", reason: evidence.reason, evidence };
  if (evidence.verdict === was.verdict) return { now: "confirmed", evidence };
  const reason = `it was ${was.verdict}, and is ${evidence.verdict}`;
  return {
    now: was.about === "source" && isChanged ? "source changed" : "refuted",
    reason,
    evidence,
  };
}

async function look(source: Source, base: string): Promise<VerifiedSource> {
  const { name, location, fingerprint } = source;
  const now = await readSources({ [name]: location }, base).catch(() => []);
  const [found] = now;
  if (found === undefined) return { ...source, now: "missing" };
  return { ...source, now: found.fingerprint === fingerprint ? "the same" : "changed" };
}
