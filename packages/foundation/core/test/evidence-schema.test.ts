import schema from "@dx/core/evidence-1.schema.json" with { type: "json" };
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { dialects, summarize } from "../src/index.ts";
import type { Check, Evidence, EvidenceFile, Method, Verdict } from "../src/index.ts";

const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema);
const faultsOf = (file: unknown): readonly string[] => {
  validate(JSON.parse(JSON.stringify(file)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

const methods: { readonly [M in Method]: true } = {
  executed: true,
  compared: true,
  validated: true,
  proved: true,
  simulated: true,
  measured: true,
  estimated: true,
};
const checks: { readonly [K in Check<string>["kind"]]: Extract<Check<string>, { kind: K }> } = {
  "no-rows": { kind: "no-rows", violations: "select 1", population: "select 2" },
  share: { kind: "share", violations: "select 1", population: "select 2", atMost: 0.05 },
  "same-rows": { kind: "same-rows", left: "a", right: "b", key: ["id"], columns: ["id", "n"] },
  file: { kind: "file", path: "artefacts/schema.yml", validator: "dbt" },
  named: {
    kind: "named",
    name: "power",
    method: "simulated",
    arguments: { n: [1, null] },
    seed: 7,
  },
  none: { kind: "none", reason: "nobody can tell" },
};
const unknown = (because: "no-engine" | "no-data" | "not-checkable" | "error"): Verdict => ({
  verdict: "unknown",
  because,
  reason: "for people",
});
const verdicts: readonly Verdict[] = [
  { verdict: "holds" },
  { verdict: "holds", assuming: "no clock runs backwards", figures: { rows: 3, share: 0.5 } },
  { verdict: "fails" },
  { verdict: "fails", counterexample: { n: { type: "int64", value: "-2" } } },
  { verdict: "fails", counterexample: null },
  ...(["no-engine", "no-data", "not-checkable", "error"] as const).map(unknown),
];

const claim: Evidence = {
  id: "test.positive",
  statement: "Every number is positive.",
  subject: "t",
  about: "result",
  check: checks["no-rows"],
  verdict: "holds",
  how: { method: "executed", again: "from the source" },
};
const changed = (change: Partial<Evidence>): Evidence => Object.assign({}, claim, change);
const fileOf = (...claims: readonly Evidence[]): EvidenceFile => ({
  schema: "dx-evidence-1",
  run: "first",
  summary: summarize(claims),
  sources: [{ name: "orders", location: "orders.csv", fingerprint: "sha256:00" }],
  claims,
});

test("takes evidence of every check, verdict, method, dialect and place", () => {
  const { verdict: _, ...stated } = claim;
  const all: readonly Evidence[] = [
    ...Object.values(checks).flatMap((check) =>
      (check.kind === "none" ? [unknown("not-checkable")] : verdicts).map((verdict): Evidence =>
        Object.assign({}, stated, { check }, verdict),
      ),
    ),
    ...(Object.keys(methods) as readonly Method[]).map((method) =>
      changed({ how: { method, again: "not possible" } }),
    ),
    ...dialects.map((platform) =>
      changed({
        wanted: "2.3.1",
        about: "source",
        how: {
          method: "executed",
          again: "from this folder",
          engine: { name: "duckdb", version: "v1" },
          platform,
          examined: { rows: 3, of: platform === "spark" ? null : 3 },
        },
      }),
    ),
  ];
  expect(faultsOf(fileOf(...all))).toEqual([]);
  expect(faultsOf({ ...fileOf(), sources: [] })).toEqual([]);
});

const without = (key: string, value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));

test.each([
  ["another version", { ...fileOf(), schema: "dx-evidence-2" }],
  ["no run", without("run", fileOf())],
  ["an unknown field", { ...fileOf(), extra: 1 }],
  ["a count as text", { ...fileOf(), summary: { holds: "1", fails: 0, unknown: 0 } }],
  ["a negative count", { ...fileOf(), summary: { holds: -1, fails: 0, unknown: 0 } }],
  ["a source without a fingerprint", { ...fileOf(), sources: [{ name: "a", location: "b" }] }],
])("refuses a file with %s", (_, file) => {
  expect(faultsOf(file)).not.toEqual([]);
});

test.each([
  ["no verdict", without("verdict", claim)],
  ["another verdict", { ...claim, verdict: "true" }],
  ["an unknown field", { ...claim, note: "x" }],
  ["no id", { ...claim, id: "" }],
  ["no how", without("how", claim)],
  ["no method", { ...claim, how: { again: "from the source" } }],
  ["another method", { ...claim, how: { method: "guessed", again: "from the source" } }],
  ["another platform", { ...claim, how: { ...claim.how, platform: "mysql" } }],
  ["an unknown without a reason", { ...claim, verdict: "unknown", because: "error" }],
  ["an unknown without a cause", { ...claim, verdict: "unknown", reason: "x" }],
  ["a counterexample to what holds", { ...claim, counterexample: 1 }],
  ["a condition of what fails", { ...claim, verdict: "fails", assuming: "x" }],
  ["a verdict where nothing can tell", { ...claim, check: checks.none }],
  ["a check of no kind", { ...claim, check: { violations: "a", population: "b" } }],
  ["a check without its population", { ...claim, check: { kind: "no-rows", violations: "a" } }],
  ["SQL that is not text", { ...claim, check: { ...checks["no-rows"], violations: {} } }],
  ["a share above one", { ...claim, check: { ...checks.share, atMost: 1.5 } }],
  ["a comparison without a key", { ...claim, check: { ...checks["same-rows"], key: [] } }],
  ["a figure that is text", { ...claim, figures: { rows: "3" } }],
  ["a figure that is NaN", { ...claim, figures: { rows: Number.NaN } }],
])("refuses a claim with %s", (_, damaged) => {
  expect(faultsOf(fileOf(damaged as Evidence))).not.toEqual([]);
});
