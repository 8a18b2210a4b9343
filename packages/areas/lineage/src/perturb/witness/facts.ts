import type { Random } from "@dx/core";
import type { TypeFamily } from "../type-family.ts";

/** An end of what a value may be. */
interface End {
  readonly value: string;
  /** Whether the end itself is out. */
  readonly isOpen: boolean;
}

/** What is known of a value that is not chosen yet. */
export interface Facts {
  /** The only values; `null` if they are not counted. */
  readonly only: readonly (string | null)[] | null;
  readonly low: End | null;
  readonly high: End | null;
  /** Which it is not. */
  readonly not: readonly string[];
}

/** Nothing is known. */
export const noFacts: Facts = { only: null, low: null, high: null, not: [] };

/** Whether a value agrees with what is known. */
export function fits(value: string | null, facts: Facts, family: TypeFamily): boolean {
  const { only, low, high, not } = facts;
  if (value === null) return low === null && high === null && not.length === 0 && only !== null;
  const to = (other: string): number => family.position(value) - family.position(other);
  const equals = (other: string | null): boolean =>
    other !== null && family.canonical(value) === family.canonical(other);
  if (only !== null && !only.some(equals)) return false;
  if (not.some(equals)) return false;
  const isAbove = low === null || to(low.value) > 0 || (!low.isOpen && equals(low.value));
  const isBelow = high === null || to(high.value) < 0 || (!high.isOpen && equals(high.value));
  return isAbove && isBelow;
}

/** What two say together; `null` if no value agrees with both. */
export function intersect(one: Facts, other: Facts, family: TypeFamily): Facts | null {
  const both: Facts = {
    only: one.only ?? other.only,
    low: tighter(one.low, other.low, (a, b) => family.position(a) - family.position(b)),
    high: tighter(one.high, other.high, (a, b) => family.position(b) - family.position(a)),
    not: [...one.not, ...other.not],
  };
  if (one.only !== null && other.only !== null) {
    const left = one.only.filter(
      (value) => hasNullAlike(value, other.only) || fits(value, other, family),
    );
    const only = left.filter(
      (value) => value === null || fits(value, { ...both, only: null }, family),
    );
    return only.length === 0 ? null : { ...both, only };
  }
  if (both.only !== null) {
    const only = both.only.filter((value) => fits(value, both, family));
    return only.length === 0 ? null : { ...both, only };
  }
  return isEmpty(both, family) ? null : both;
}

function hasNullAlike(value: string | null, others: Facts["only"]): boolean {
  return value === null && others !== null && others.includes(null);
}

function isEmpty({ low, high }: Facts, family: TypeFamily): boolean {
  if (low === null || high === null) return false;
  const room = family.position(high.value) - family.position(low.value);
  return room < 0 || (room === 0 && (low.isOpen || high.isOpen));
}

function tighter(
  one: End | null,
  other: End | null,
  compare: (a: string, b: string) => number,
): End | null {
  if (one === null || other === null) return one ?? other;
  const difference = compare(one.value, other.value);
  if (difference === 0) return one.isOpen ? one : other;
  return difference > 0 ? one : other;
}

/** What is known of a value that is so much higher; `null` if the type has no such values. */
export function shiftFacts(facts: Facts, by: number, family: TypeFamily): Facts | null {
  if (by === 0) return facts;
  const shift = (value: string): string | null => family.plus(value, by);
  const end = (one: End | null): End | null => {
    const value = one === null ? null : shift(one.value);
    return one === null || value === null ? null : { ...one, value };
  };
  if (shift(family.fresh(0)) === null) return null;
  return {
    only: facts.only?.map((value) => (value === null ? null : shift(value))) ?? null,
    low: end(facts.low),
    high: end(facts.high),
    not: facts.not.flatMap((value) => shift(value) ?? []),
  };
}

/** What a value is chosen for, and from. */
export interface Choice {
  readonly family: TypeFamily;
  /** How many share it: more than one meet by it, so it should be like no other. */
  readonly size: number;
  readonly pool: readonly string[];
  readonly random: Random;
  /** Whether it is rather to be high, or low. */
  readonly lean: "high" | "low" | null;
  /** Tells it from the others. */
  readonly number: number;
}

/** A value that agrees with what is known. */
export function chooseValue(facts: Facts, choice: Choice): string | null {
  const { family, random, number } = choice;
  if (facts.only !== null) return random.pick(facts.only);
  for (const candidates of candidatesOf(facts, choice)) {
    const fitting = candidates.filter((value) => fits(value, facts, family));
    if (fitting.length > 0) return random.pick(fitting);
  }
  return family.fresh(30 + number);
}

const steps = [0, 1, -1, 2, -2, 5, -5];

/** What a value may be drawn from, the best first. */
function candidatesOf(
  { low, high }: Facts,
  { family, lean, size, pool, number }: Choice,
): readonly (readonly string[])[] {
  const leaning = lean !== null && family.neutral === "0" ? [leanings[lean]] : [];
  const near = [low, high].flatMap((end) => end ?? []);
  const close = near.flatMap(({ value }) => steps.flatMap((by) => family.plus(value, by) ?? value));
  if (close.length > 0) return [...leaning, close];
  return size > 1 ? [[family.fresh(30 + number)]] : [...leaning, pool];
}

const leanings = { high: ["70", "90", "110"], low: ["1", "2", "3"] } as const;
