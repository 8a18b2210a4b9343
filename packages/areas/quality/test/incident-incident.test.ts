/* oxlint-disable vitest/no-conditional-expect -- what a property says depends on what it drew */
import { isDxError } from "@dx/core";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  incidentStep,
  incidentTimes,
  meanTimes,
  openIncident,
  updateIncidents,
  type Check,
  type CheckResult,
  type Incident,
  type IncidentEvent,
  type Outcome,
} from "../src/index.ts";

const check: Check = {
  id: "city",
  table: "shop",
  dimension: "completeness",
  severity: "error",
  owner: "ann",
  rule: { kind: "not-null", column: "city" },
  threshold: { of: "rows", failAbove: 0 },
};
const result = (outcome: Outcome, failed: number | null = 1): CheckResult => ({
  id: "city",
  outcome,
  observed: null,
  failed,
  considered: 4,
  rows: 4,
  isVacuous: false,
  how: "scanned",
  sql: "select 1",
});
const time = (minutes: number): string =>
  new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString();
const policy = { escalateAfterMinutes: [15, 60], resolveAfterPasses: 2 };
const open = openIncident(
  { check, result: result("fail") },
  { at: time(0), startedAt: time(-10), criticality: "medium" },
);

const event: fc.Arbitrary<IncidentEvent> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("failed" as const),
      at: fc.constant(""),
      failed: fc.option(fc.nat(9)),
      severity: fc.constantFrom("low" as const, "high" as const, "critical" as const),
    }),
  },
  { weight: 2, arbitrary: fc.constant<IncidentEvent>({ kind: "passed", at: "" }) },
  fc.constant<IncidentEvent>({ kind: "acknowledged", at: "", by: "ann" }),
  { weight: 2, arbitrary: fc.constant<IncidentEvent>({ kind: "waited", at: "" }) },
  fc.constant<IncidentEvent>({ kind: "resolved", at: "", by: "ann", cause: "a late load" }),
);

const ranks = ["low", "high", "critical"];

test("whatever happens in whatever order, an incident stays sound, and impossible steps leave it as it was", () => {
  let refused = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(event, fc.integer({ min: -3, max: 40 })), { maxLength: 12 }),
      (events) => {
        let incident = open;
        let now = 0;
        for (const [one, step] of events) {
          const before = incident;
          const at = time(now + step);
          const next = attempt(incident, { ...one, at });
          const isPossible =
            before.state !== "resolved" &&
            step >= 0 &&
            !(one.kind === "acknowledged" && before.state === "acknowledged");
          expect(next !== undefined).toBe(isPossible);
          if (next === undefined) {
            refused += 1;
            continue;
          }
          now += step;
          incident = next;
          expect(next.log).toHaveLength(before.log.length + 1);
          expect(ranks.indexOf(next.severity)).toBeGreaterThanOrEqual(
            ranks.indexOf(before.severity),
          );
          expect(next.count).toBe(before.count + (one.kind === "failed" ? 1 : 0));
          expect(next.escalation).toBeGreaterThanOrEqual(before.escalation);
          const due = now >= 60 ? 2 : now >= 15 ? 1 : 0;
          if (next.state === "open") expect(next.escalation).toBe(due);
          if (before.state === "acknowledged") expect(next.escalation).toBe(before.escalation);
          expect(next.resolvedAt === null).toBe(next.state !== "resolved");
          expect(next.state === "acknowledged" ? next.acknowledgedAt : "").not.toBeNull();
          if (one.kind === "passed") expect(next.state === "resolved").toBe(next.passes >= 2);
        }
      },
    ),
    budget(60, 180),
  );
  expect(refused).toBeGreaterThan(50);
});

function attempt(incident: Incident, one: IncidentEvent): Incident | undefined {
  try {
    return incidentStep(incident, one, policy);
  } catch (error) {
    if (isDxError(error, "DX_QUALITY_INCIDENT")) return undefined;
    throw error;
  }
}

test("times are counted from what is known, and unknown where it is not", () => {
  const taken = incidentStep(open, { kind: "acknowledged", at: time(5), by: "ann" }, policy);
  const over = incidentStep(
    taken,
    { kind: "resolved", at: time(30), by: "ann", cause: "a late load" },
    policy,
  );
  expect(incidentTimes(over)).toEqual({
    detectMinutes: 10,
    acknowledgeMinutes: 5,
    resolveMinutes: 30,
  });
  const unknown = openIncident({ check, result: result("error") }, { at: time(0) });
  expect(incidentTimes(unknown)).toEqual({
    detectMinutes: null,
    acknowledgeMinutes: null,
    resolveMinutes: null,
  });
  expect(meanTimes([over, unknown])).toEqual({
    detectMinutes: 10,
    detected: 1,
    resolveMinutes: 30,
    resolved: 1,
  });
});

test.each([
  ["high", "fail", "critical"],
  ["medium", "fail", "high"],
  ["low", "error", "low"],
  ["high", "warn", "low"],
] as const)("of a table of %s criticality, %s is %s", (criticality, outcome, severity) => {
  expect(
    openIncident({ check, result: result(outcome) }, { at: time(0), criticality }).severity,
  ).toBe(severity);
});

test("what is no incident, and senseless policies, are refused", () => {
  const refusal = expect.objectContaining({ code: "DX_QUALITY_INCIDENT" });
  expect(() => openIncident({ check, result: result("pass") }, { at: time(0) })).toThrow(refusal);
  expect(() =>
    openIncident({ check, result: result("fail") }, { at: time(0), startedAt: time(1) }),
  ).toThrow(refusal);
  for (const wrong of [
    { escalateAfterMinutes: [60, 15] },
    { escalateAfterMinutes: [0] },
    { escalateAfterMinutes: [], resolveAfterPasses: 0 },
  ])
    expect(() => incidentStep(open, { kind: "waited", at: time(1) }, wrong)).toThrow(refusal);
});

test("runs open one incident for each check, count it, close it, and open another later", () => {
  const suite = { name: "s", checks: [check] };
  const options = { suite, ...policy, criticality: { shop: "high" as const } };
  const outcomes: readonly Outcome[] = [
    "fail",
    "fail",
    "pass",
    "fail",
    "pass",
    "pass",
    "pass",
    "warn",
  ];
  const all = outcomes.reduce<readonly Incident[]>(
    (incidents, outcome, at) =>
      updateIncidents(
        incidents,
        { suite: "s", at: time(at), results: [result(outcome, at)] },
        options,
      ),
    [],
  );
  expect(all.map(({ state, count, severity, worst }) => [state, count, severity, worst])).toEqual([
    ["resolved", 3, "critical", 3],
    ["open", 1, "low", 7],
  ]);
  expect(all[0]?.resolvedAt).toBe(time(5));
});
