import type { Bounds, RowRule, SetRule } from "../check.ts";
import { wholeBounds, type SodaLimit } from "./soda-limits.ts";
import type { CheckBody } from "./words.ts";

/** What must not, and what should not be exceeded. */
export interface SodaLimits {
  readonly fail?: SodaLimit;
  readonly warn?: SodaLimit;
}

/** A measure with its bounds; one that there is none of is not evaluated. */
export function measureBody(
  measure: Extract<CheckBody, { measure: unknown }>["measure"],
  { fail, warn }: SodaLimits,
  isWhole = false,
): CheckBody | undefined {
  const main = fail ?? warn;
  if (main === undefined) return undefined;
  const close = (bounds: Bounds): Bounds => (isWhole ? wholeBounds(bounds) : bounds);
  const second = fail === undefined ? undefined : warn;
  return {
    measure,
    bounds: close(main.bounds),
    ...(second === undefined ? {} : { warnBounds: close(second.bounds) }),
  };
}

/** How failures of a rule are counted. */
export interface Counting {
  readonly isPercent: boolean;
  /** How the tool counts duplicates. */
  readonly duplicates: "duplicatedValues" | "excessRows";
  /** What a share of nothing is of, where nothing may fail. */
  readonly strictOf: "rows" | "considered";
}

/** A rule with what may fail of it: a threshold where that says it, else a measure of what fails; `undefined` if it cannot be said. */
// oxlint-disable-next-line complexity -- a threshold has a warning or not, a share or a count
export function ruleBody(
  rule: RowRule | SetRule,
  { fail, warn }: SodaLimits,
  { isPercent, duplicates, strictOf }: Counting,
): CheckBody | undefined {
  const main = fail ?? warn;
  if (main === undefined) return undefined;
  const second = fail === undefined ? undefined : warn;
  const isUnique = rule.kind === "unique";
  const most = mostOf(main.bounds, isPercent);
  const lesser = second === undefined ? undefined : mostOf(second.bounds, isPercent);
  const isLoose = second !== undefined && (lesser === undefined || lesser > (most ?? 0));
  const isStrict = most === 0 && (second === undefined || lesser === 0);
  if (isStrict)
    return {
      rule,
      threshold: {
        of: isPercent ? "rows" : strictOf,
        failAbove: 0,
        ...(lesser === undefined ? {} : { warnAbove: 0 }),
      },
    };
  if (most !== undefined && !isLoose && !isUnique && (!isPercent || most < 1))
    return {
      rule,
      threshold: {
        of: isPercent ? "rows" : "count",
        failAbove: most,
        ...(lesser === undefined ? {} : { warnAbove: lesser }),
      },
    };
  if (isUnique && isPercent) return undefined;
  const as = isUnique ? duplicates : isPercent ? "share-of-rows" : "count";
  const scale = (bounds: Bounds): Bounds => (isPercent ? hundredths(bounds) : wholeBounds(bounds));
  return {
    measure: { kind: "failing", rule, as },
    bounds: scale(main.bounds),
    ...(second === undefined ? {} : { warnBounds: scale(second.bounds) }),
  };
}

const hundredth = (value: number): number => Number((value / 100).toPrecision(12));

function hundredths({ min, max, ...rest }: Bounds): Bounds {
  return {
    ...rest,
    ...(min === undefined ? {} : { min: hundredth(min) }),
    ...(max === undefined ? {} : { max: hundredth(max) }),
  };
}

/** The most that may fail, as a share or a count, if nothing else is said; `undefined` otherwise. */
function mostOf(bounds: Bounds, isPercent: boolean): number | undefined {
  const { min = 0, max, strictMax = false, outside = false } = bounds;
  if (min > 0 || max === undefined || outside || bounds.strictMin === true) return undefined;
  if (isPercent) return strictMax ? undefined : hundredth(max);
  const most = strictMax ? Math.ceil(max) - 1 : Math.floor(max);
  return most < 0 ? undefined : most;
}
