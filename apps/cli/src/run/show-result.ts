import { join } from "node:path";
import { nearest, type Evidence, type EvidenceFile, type Json } from "@dx/core";
import type { ExitCode } from "../command.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** A claim that fails, or is unknown though it was required to hold. */
export interface Failure {
  readonly id: string;
  readonly statement: string;
  readonly example: Json;
}

/** What is shown of a run's evidence. */
export interface ShowResultOptions {
  readonly flow: string;
  readonly out: string;
  readonly evidence: EvidenceFile;
  /** The ids that must hold, or `all`; beside them, what is about the result. */
  readonly required: readonly string[];
  readonly terminal: Terminal;
}

/** Shows what became of a run's claims; gives the exit code that it means. */
export function showResult({
  flow,
  out,
  evidence,
  required,
  terminal,
}: ShowResultOptions): ExitCode {
  const { claims, summary } = evidence;
  const missing = required.filter((id) => id !== "all" && claims.every((one) => one.id !== id));
  const isRequired = ({ id }: Evidence): boolean =>
    required.includes("all") || required.includes(id);
  const failed = claims.filter(
    (one) =>
      (one.verdict === "fails" && (one.about === "result" || isRequired(one))) ||
      (one.verdict === "unknown" && isRequired(one)),
  );
  const isBroken = claims.some((one) => one.verdict === "unknown" && one.because === "error");
  const exit = isBroken ? 3 : failed.length + missing.length > 0 ? 1 : 0;
  const paths = {
    folder: out,
    page: join(out, "index.html"),
    evidence: join(out, "evidence.json"),
    outputs: join(out, "outputs.json"),
    artefacts: join(out, "artefacts"),
  };
  terminal.answer({
    exit,
    flow,
    summary,
    failures: claims.filter(({ verdict }) => verdict === "fails").map(toFailure),
    unknown: claims.flatMap((one) =>
      one.verdict === "unknown"
        ? [{ id: one.id, because: one.because, reason: one.reason, required: isRequired(one) }]
        : [],
    ),
    ...(missing.length === 0 ? {} : { required: missing }),
    paths,
  });
  for (const one of claims) terminal.say(showClaim(one));
  for (const id of missing) terminal.say(sayMissing(id, claims));
  terminal.say(`page: ${paths.page}`);
  terminal.say(lastLine(evidence));
  return exit;
}

/** A claim that fails, as programs read it. */
export function toFailure(one: Evidence): Failure {
  const example = one.verdict === "fails" ? (one.counterexample ?? null) : null;
  return { id: one.id, statement: one.statement, example };
}

/** A claim with its verdict, as people read it. */
export function showClaim(one: Evidence): string {
  const line = `${one.verdict.padEnd(8)}${one.statement}`;
  if (one.verdict === "fails") {
    const about = one.about === "source" ? " (in the source)" : "";
    const example =
      one.counterexample === undefined ? "" : `\n        ${JSON.stringify(one.counterexample)}`;
    return `${line}${about}${example}`;
  }
  return one.verdict === "unknown" ? `${line}\n        ${one.because}: ${one.reason}` : line;
}

function sayMissing(id: string, claims: readonly Evidence[]): string {
  const near = nearest(
    id,
    claims.map((one) => one.id),
  );
  return `required, but not claimed: ${id}${near === undefined ? "" : `; did you mean ${near}?`}`;
}

/** `4 hold, 1 fail (a.b), 0 unknown`. */
export function lastLine({ summary, claims }: Pick<EvidenceFile, "summary" | "claims">): string {
  const ids = (wanted: Evidence["verdict"]): string => {
    const found = claims.filter(({ verdict }) => verdict === wanted).map(({ id }) => id);
    return found.length === 0 ? "" : ` (${found.join(", ")})`;
  };
  const { holds, fails, unknown } = summary;
  return `${holds} hold, ${fails} fail${ids("fails")}, ${unknown} unknown${ids("unknown")}`;
}
