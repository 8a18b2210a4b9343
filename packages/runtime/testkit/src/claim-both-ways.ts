import type { Claim, Evidence } from "@dx/core";
import type { Database } from "@dx/database";
import type { Plan, Sql } from "@dx/sql";
import { expect } from "vitest";
import { forEachDatabase } from "./for-each-database.ts";

/** The data on which a claim is seen to hold, and then to fail. */
export interface BothWays {
  /** Makes the good data. */
  readonly good: Plan | ((db: Database) => Promise<unknown>);
  /** Damages it: one statement, or a plan. */
  readonly damage: Sql | Plan;
  /** What the counterexample has, by column: canonical text, `null` for NULL. */
  readonly counterexample?: Readonly<Record<string, string | null>>;
  /** Claims that hold before the damage and after it, so that it is the claim's own. */
  readonly beside?: readonly Claim<Sql>[];
}

/**
 * Registers one test for each engine: the claim holds on good data, and fails once that is damaged, with
 * a counterexample.
 */
export function claimBothWays(
  claim: Claim<Sql>,
  { good, damage, counterexample = {}, beside = [] }: BothWays,
): void {
  forEachDatabase(`${claim.id} holds on good data and fails on damaged`, async ({ db }) => {
    await (typeof good === "function" ? good(db) : db.apply(good));
    const others = Object.fromEntries(beside.map(({ id }) => [id, "holds"]));
    const before = await db.check([claim, ...beside]);
    expect(verdictsOf(before)).toEqual({ ...others, [claim.id]: "holds" });
    await db.apply("kind" in damage ? [[{ purpose: "damage", sql: damage }]] : damage);
    const after = await db.check([claim, ...beside]);
    expect(verdictsOf(after)).toEqual({ ...others, [claim.id]: "fails" });
    const [evidence] = after;
    const shown = evidence?.verdict === "fails" ? evidence.counterexample : undefined;
    const values = Object.entries(counterexample).map(([name, value]) => [name, { value }]);
    expect(shown).toMatchObject(Object.fromEntries(values));
  });
}

/** The verdict of each claim by its id, with the reason where it is unknown. */
function verdictsOf(evidence: readonly Evidence[]): Readonly<Record<string, string>> {
  const verdicts = evidence.map((one) => [
    one.id,
    one.verdict === "unknown" ? `unknown: ${one.reason}` : one.verdict,
  ]);
  return Object.fromEntries(verdicts);
}
