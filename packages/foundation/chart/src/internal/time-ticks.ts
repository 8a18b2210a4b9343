import { formatTimestamp, parseTimestamp } from "@dx/core";
import { roundStep } from "./ticks.ts";

/** A place on a time axis. */
export interface TimeTick {
  /** Microseconds since 1970-01-01T00:00:00. */
  readonly at: bigint;
  /** As `2019`, `Mar`, `17`, `14:30`. */
  readonly text: string;
  /** What the text is part of, as `2019`, `Mar 2019`, `2019-03-17`; empty if nothing. */
  readonly context: string;
}

const second = 1_000_000n;
const minute = 60n * second;
const hour = 60n * minute;
const day = 24n * hour;
/** The first microsecond of year 1, and the last of year 9999. */
const limits = [-62_135_596_800_000_000n, 253_402_300_799_999_999n] as const;
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** A unit of the calendar, how many of them make a step, and about how long that is. */
type Step = {
  readonly unit: "year" | "month" | "fixed";
  readonly every: bigint;
  readonly micros: bigint;
};
const year = (every: bigint): Step => ({ unit: "year", every, micros: (every * 1461n * day) / 4n });
const month = (every: bigint): Step => ({ unit: "month", every, micros: every * 30n * day });
const fixed = (micros: bigint): Step => ({ unit: "fixed", every: micros, micros });
const steps: readonly Step[] = [
  ...[1n, 5n, 15n, 30n].map((n) => fixed(n * second)),
  ...[1n, 5n, 15n, 30n].map((n) => fixed(n * minute)),
  ...[1n, 3n, 6n, 12n].map((n) => fixed(n * hour)),
  ...[1n, 2n, 7n].map((n) => fixed(n * day)),
  ...[1n, 3n, 6n].map(month),
  ...[1n, 2n, 5n, 10n, 20n, 50n, 100n, 200n, 500n, 1000n, 2000n].map(year),
];

/** A time in the years 1 to 9999. */
export function clampTime(micros: bigint): bigint {
  return micros < limits[0] ? limits[0] : micros > limits[1] ? limits[1] : micros;
}

/** Round times from `from` to `to`, about as many as wanted. */
export function timeTicks(from: bigint, to: bigint, wanted: number): readonly TimeTick[] {
  const step = chooseStep(to - from, wanted);
  const ticks: TimeTick[] = [];
  for (let at = firstTick(from, step); at <= to && ticks.length < 200; at = nextTick(at, step)) {
    if (at >= from) ticks.push({ at, ...tickText(at, step) });
    if (at >= limits[1]) break;
  }
  return ticks;
}

function chooseStep(range: bigint, wanted: number): Step {
  const target = Number(range) / Math.max(1, wanted);
  if (target < 1_000_000) {
    const { step } = roundStep(Math.max(Number(range), 1), wanted);
    return fixed(BigInt(Math.max(1, Math.round(step))));
  }
  return steps.find(({ micros }) => Number(micros) >= target) ?? year(2000n);
}

function firstTick(from: bigint, { unit, every }: Step): bigint {
  if (unit === "fixed") {
    // weeks begin on Mondays, and 1970-01-05 was one
    const origin = every === 7n * day ? 4n * day : 0n;
    const past = (((from - origin) % every) + every) % every;
    return clampTime(past === 0n ? from : from - past + every);
  }
  const text = formatTimestamp(from);
  const [y, m] = [BigInt(text.slice(0, 4)), BigInt(text.slice(5, 7))];
  return unit === "year" ? start(y - (y % every), 1n) : start(y, m - ((m - 1n) % every));
}

function nextTick(at: bigint, { unit, every }: Step): bigint {
  if (unit === "fixed") return at + every;
  const text = formatTimestamp(at);
  const y = BigInt(text.slice(0, 4));
  if (unit === "year") return start(y - (y % every) + every, 1n);
  const count = BigInt(text.slice(5, 7)) - 1n + every;
  return start(y + count / 12n, (count % 12n) + 1n);
}

function start(y: bigint, m: bigint): bigint {
  if (y < 1n) return limits[0];
  if (y > 9999n) return limits[1];
  return parseTimestamp(`${String(y).padStart(4, "0")}-${String(m).padStart(2, "0")}-01`);
}

function tickText(at: bigint, { unit, every }: Step): Omit<TimeTick, "at"> {
  const text = formatTimestamp(at);
  const y = text.slice(0, 4);
  const name = months[Number(text.slice(5, 7)) - 1] ?? "";
  if (unit === "year") return { text: y, context: "" };
  if (unit === "month") return { text: name, context: y };
  if (every >= day) return { text: String(Number(text.slice(8, 10))), context: `${name} ${y}` };
  const end = every >= minute ? 16 : every >= second ? 19 : 26;
  return { text: text.slice(11, end), context: text.slice(0, 10) };
}

/** A time for people: without seconds, or a time of day, that are zero. */
export function timeText(micros: bigint): string {
  return formatTimestamp(micros)
    .replace(/\.?0+$/, "")
    .replace(/ 00:00:00$/, "")
    .replace(/( \d\d:\d\d):00$/, "$1");
}
