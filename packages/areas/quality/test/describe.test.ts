import { expect, test } from "vitest";
import { describeCheck, describeResult, suiteOf, type CheckResult } from "../src/index.ts";

const counted = { considered: 10, rows: 10, isVacuous: false, how: "scanned", sql: "" } as const;
const result = (given: Partial<CheckResult>): CheckResult => ({
  id: "x",
  outcome: "fail",
  failed: null,
  observed: null,
  ...counted,
  ...given,
});

test("checks are told without quotes of SQL, and with units", () => {
  const now = "2026-01-02T00:00:00";
  const words = (column: string, rule: string): string => {
    const [check] = suiteOf("s", { t: { [column]: rule } }, { now }).checks;
    return check === undefined ? "" : describeCheck(check);
  };
  expect(words('"Odd ""name"""', "not null")).toBe('Odd "name" is there');
  expect(words("Cost Total $", "unique with n")).toBe("No two rows have the same Cost Total $, n");
  expect(words("n", "null share <= 0.05")).toBe("The share of rows without n is at most 5 %");
  expect(words("at", "fresh within 90 minutes")).toBe(
    `The age of the newest at, at ${now}, is at most 1.5 hours`,
  );
  expect(words("n", "mean between 1000 and 2000")).toBe(
    "The mean of n is at least 1,000 and at most 2,000",
  );
});

test("what was found is told in numbers that people read, and never rounded to none or to all", () => {
  const say = (given: Partial<CheckResult>): string => describeResult(undefined, result(given));
  const million = { considered: 1_000_000, rows: 1_000_000 };
  expect(say({ failed: 0 })).toBe("0 of 10 rows");
  expect(say({ failed: 10 })).toBe("10 of 10 rows (100 %)");
  expect(say({ failed: 1, rows: 12 })).toBe("1 of 10 rows with a value (10 %), of 12");
  expect(say({ failed: 1, ...million })).toBe("1 of 1,000,000 rows (0.0001 %)");
  expect(say({ failed: 999_999, ...million })).toBe("999,999 of 1,000,000 rows (99.9999 %)");
  expect(say({ failed: 0, considered: 0, isVacuous: true })).toBe("there was nothing to look at");
  expect(say({ outcome: "error", error: "no column" })).toBe("no column");
  const [share] = suiteOf("s", { t: { n: "null share <= 0.05" } }).checks;
  expect(describeResult(share, result({ observed: 0.2836 }))).toBe("28.36 %");
  expect(describeResult(undefined, result({ outcome: "pass" }))).toBe("as it should be");
});
