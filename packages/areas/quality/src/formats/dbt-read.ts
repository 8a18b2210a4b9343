import type { Dialect } from "@dx/core";
import { readDbtExpectation } from "./dbt-expectations-read.ts";
import { readLimits, withLimits } from "./dbt-limits.ts";
import { readOwnTest, type DbtBody } from "./dbt-own.ts";
import type { DbtTest } from "./from-dbt.ts";
import type { LossEffect } from "./loss.ts";

/** What reading a test needs. */
export interface ReadingTest {
  readonly dialect: Dialect;
  readonly now?: string;
  readonly rowOrder?: string;
  readonly lose: (...loss: readonly [effect: LossEffect, what: string, why: string]) => void;
}

/** What of checks a test says; nothing, with a loss, if dx cannot say it. */
export function readDbtTest(test: DbtTest, reading: ReadingTest): readonly DbtBody[] {
  const { type, config } = test;
  const { lose } = reading;
  const [, own, expectation] = /^(?:(dbt_utils)\.)?(?:dbt_expectations\.)?(.*)$/.exec(type) ?? [];
  const isExpectation =
    own === undefined && /^(?:expect_|equal_expression$)/.test(expectation ?? "");
  const body = isExpectation ? undefined : readOwnTest(test, reading);
  const bodies = isExpectation
    ? readDbtExpectation(expectation ?? "", test, reading)
    : body === undefined
      ? []
      : [body];
  if (bodies.length === 0) {
    if (!isExpectation)
      lose("dropped", type, "dx does not know this test, or not with these arguments");
    return [];
  }
  if (config["fail_calc"] !== undefined)
    lose("verdict", "fail_calc", "dx counts failures as the test does without it");
  if (config["limit"] !== undefined) lose("metadata", "limit", "dx counts all that fail");
  return withLimits(bodies, readLimits(config, lose), { type, lose });
}
