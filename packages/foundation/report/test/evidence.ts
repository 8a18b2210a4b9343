import type { Claim, Evidence, Verdict } from "@dx/core";

/** Evidence with everything filled in that a test does not speak of. */
export function evidence(
  id: string,
  verdict: Verdict,
  claim: Partial<Claim<string>> = {},
): Evidence {
  return {
    id,
    statement: `Statement of ${id}.`,
    subject: "shop.orders",
    about: "result",
    check: { kind: "no-rows", violations: "select 1", population: "select 2" },
    ...claim,
    ...verdict,
    how: {
      method: "executed",
      engine: { name: "duckdb", version: "1.5.6" },
      platform: "duckdb",
      examined: { rows: 1200, of: 1200 },
      again: "from this folder",
    },
  };
}
