import { parseTimestamp } from "@dx/core";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { linearAxis } from "../src/internal/ticks.ts";
import { timeText, timeTicks } from "../src/internal/time-ticks.ts";

const ticksOf = (from: string, to: string, wanted: number): readonly string[] =>
  timeTicks(parseTimestamp(from), parseTimestamp(to), wanted).map(({ text, context }) =>
    context === "" ? text : `${text} of ${context}`,
  );

test.each([
  ["1990-06-01", "2024-02-01", 5, ["2000", "2010", "2020"]],
  ["2023-11-15", "2024-03-02", 5, ["Dec of 2023", "Jan of 2024", "Feb of 2024", "Mar of 2024"]],
  [
    "2024-02-27",
    "2024-03-02",
    5,
    ["27 of Feb 2024", "28 of Feb 2024", "29 of Feb 2024", "1 of Mar 2024", "2 of Mar 2024"],
  ],
  [
    "2024-02-28T20:00",
    "2024-02-29T04:00",
    4,
    ["21:00 of 2024-02-28", "00:00 of 2024-02-29", "03:00 of 2024-02-29"],
  ],
  [
    "2024-01-01T00:00:00.1",
    "2024-01-01T00:00:00.4",
    3,
    [
      "00:00:00.100000 of 2024-01-01",
      "00:00:00.200000 of 2024-01-01",
      "00:00:00.300000 of 2024-01-01",
      "00:00:00.400000 of 2024-01-01",
    ],
  ],
])("marks round times from %s to %s", (...[from, to, wanted, ticks]) => {
  expect(ticksOf(from, to, wanted)).toEqual(ticks);
});

test("marks weeks on Mondays", () => {
  expect(ticksOf("2024-01-03", "2024-02-20", 8)[0]).toBe("8 of Jan 2024");
});

test("marks years before and after those that there are", () => {
  expect(ticksOf("0001-01-01", "9999-12-31", 10).length).toBeGreaterThan(5);
});

test("marks times in order, within the range, and not too many", () => {
  const time = fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n });
  fc.assert(
    fc.property(time, time, fc.integer({ min: 1, max: 30 }), (a, b, wanted) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      const times = timeTicks(from, to, wanted).map(({ at }) => at);
      expect(times.every((at) => at >= from && at <= to)).toBe(true);
      expect(times.every((at, index) => index === 0 || at > (times[index - 1] ?? at))).toBe(true);
      expect(times.length).toBeLessThanOrEqual(3 * wanted + 2);
    }),
    budget(300),
  );
});

test("holds all values between its ends, at round ticks", () => {
  const value = fc.double({ noNaN: true, min: -1e300, max: 1e300 });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1 }),
      fc.integer({ min: 1, max: 12 }),
      (all, parts) => {
        const { from, to, ticks } = linearAxis(all, parts);
        const slack = (to - from) * 1e-6;
        expect(from).toBeLessThan(to);
        expect(all.every((one) => one >= from - slack && one <= to + slack)).toBe(true);
        expect(ticks.length).toBeLessThanOrEqual(parts + 4);
      },
    ),
    budget(500),
  );
  expect(linearAxis([0.1, 0.3], 4).ticks).toEqual([0.1, 0.15, 0.2, 0.25, 0.3]);
  expect(linearAxis([7], 4)).toMatchObject({ from: 2, to: 12 });
  expect(linearAxis([], 4)).toMatchObject({ from: 0, to: 1 });
});

test("writes times without what is zero", () => {
  const texts = [
    "2024-01-01",
    "2024-01-01T10:00",
    "2024-01-01T10:00:05",
    "2024-01-01T00:00:00.120",
  ];
  expect(texts.map((text) => timeText(parseTimestamp(text)))).toEqual([
    "2024-01-01",
    "2024-01-01 10:00",
    "2024-01-01 10:00:05",
    "2024-01-01 00:00:00.12",
  ]);
});
