import { formatNumber } from "@dx/chart";
import type { Evidence } from "@dx/core";

/** A claim, as it is shown. */
export interface ClaimView {
  /** As in the evidence. */
  readonly id: string;
  /** As in the evidence. */
  readonly statement: string;
  /** As in the evidence. */
  readonly verdict: Evidence["verdict"];
  /** Whether it speaks of dx's own work or of the user's data. */
  readonly about: "result" | "source";
  /** What one must know with the verdict: conditions, reasons. */
  readonly remarks: readonly string[];
  /** The case against it. */
  readonly counterexample: unknown;
  /** How and on how much it was checked, and what was counted. */
  readonly means: readonly string[];
  /** Names and values that tell how to check it again. */
  readonly terms: readonly (readonly [string, string])[];
  /** What was asked, by name. */
  readonly queries: readonly (readonly [string, string])[];
}

const queryNames: ReadonlySet<string> = new Set(["violations", "population", "left", "right"]);

/** The one place that knows what evidence is made of; kinds of checks that are yet to come are shown too. */
export function viewClaim(evidence: Evidence): ClaimView {
  const parts = Object.entries(evidence.check);
  const asked = parts.filter(isQuery);
  const rest = parts.filter(
    (part) => !isQuery(part) && part[0] !== "reason" && part[1] !== undefined,
  );
  return {
    id: evidence.id,
    statement: evidence.statement,
    verdict: evidence.verdict,
    about: evidence.about,
    remarks: remarksOf(evidence),
    counterexample: evidence.verdict === "fails" ? evidence.counterexample : undefined,
    means: meansOf(evidence),
    terms: [
      ["subject", evidence.subject],
      ...(evidence.wanted === undefined ? [] : [["wanted by", evidence.wanted] as const]),
      ["repeatable", evidence.how.again],
      ...rest.map(([name, value]) => [name === "kind" ? "check" : name, toText(value)] as const),
    ],
    queries: asked.map(([name, value]) => [name, toText(value)] as const),
  };
}

function isQuery([name, value]: readonly [string, unknown]): boolean {
  return queryNames.has(name) && typeof value === "string";
}

function remarksOf(evidence: Evidence): readonly string[] {
  switch (evidence.verdict) {
    case "holds":
      return evidence.assuming === undefined ? [] : [`Assuming: ${evidence.assuming}`];
    case "fails":
      return [];
    case "unknown":
      return [`${because[evidence.because] ?? evidence.because}: ${evidence.reason}`];
  }
}

const because: Readonly<Record<string, string>> = {
  "no-engine": "No engine for it",
  "no-data": "No data",
  "not-checkable": "Cannot be checked",
  error: "The check broke",
};

function meansOf({ how, figures = {} }: Evidence): readonly string[] {
  const { method, engine, platform, examined } = how;
  const on = engine === undefined ? "" : ` on ${engine.name} ${engine.version}`;
  const target = platform === undefined || platform === engine?.name ? "" : `, ${platform} SQL`;
  return [
    `${method}${on}${target}`,
    ...(examined === undefined ? [] : [examinedText(examined.rows, examined.of)]),
    ...Object.entries(figures).map(([name, value]) => `${name} ${formatNumber(value)}`),
  ];
}

function examinedText(rows: number, of: number | null): string {
  const some = `${formatNumber(rows)} ${rows === 1 ? "row" : "rows"}`;
  if (of === null) return `${some} of an unknown number`;
  return of === rows ? some : `${formatNumber(rows)} of ${formatNumber(of)} rows`;
}

function toText(value: unknown): string {
  if (typeof value === "string") return value;
  const isList = Array.isArray(value) && value.every((one) => typeof one === "string");
  return isList ? value.join(", ") : JSON.stringify(value, undefined, 1);
}
