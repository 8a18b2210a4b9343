import { noFacts, type Facts } from "./facts.ts";
import type { Constant, Mixed, Term } from "./term.ts";
import type { Linear, Variables } from "./variables.ts";

/** How two values are compared. */
export type Comparison = "eq" | "neq" | "lt" | "lte" | "gt" | "gte";

const turned: Readonly<Record<Comparison, Comparison>> = {
  eq: "eq",
  neq: "neq",
  lt: "gt",
  lte: "gte",
  gt: "lt",
  gte: "lte",
};

const opposite: Readonly<Record<Comparison, Comparison>> = {
  eq: "neq",
  neq: "eq",
  lt: "gte",
  lte: "gt",
  gt: "lte",
  gte: "lt",
};

/** The comparison that is true where another is false. */
export function negated(comparison: Comparison): Comparison {
  return opposite[comparison];
}

/** Makes a comparison true; tells whether it may be. */
export function compareTerms(
  comparison: Comparison,
  [left, right]: readonly [Term, Term],
  variables: Variables,
): boolean {
  if (left.kind === "constant" && right.kind !== "constant")
    return compareTerms(turned[comparison], [right, left], variables);
  if (right.kind === "constant") {
    if (left.kind === "linear") return restrict(comparison, left, { to: right, variables });
    if (left.kind === "count") growTo(comparison, left.grow, right);
    if (left.kind === "difference")
      return keepApart(comparison, [left.from, left.to], { by: right, variables });
    if (left.kind === "constant") return holdsOfTexts(comparison, left, right);
    tend(comparison, [left, right], variables);
    return true;
  }
  if (left.kind !== "linear" || right.kind !== "linear") {
    tend(comparison, [left, right], variables);
    return true;
  }
  return relate(comparison, [left, right], variables);
}

function holdsOfTexts(
  comparison: Comparison,
  { text: left }: Constant,
  { text: right }: Constant,
): boolean {
  if (left === null || right === null) return false;
  const difference = Number(left) - Number(right);
  if (!Number.isNaN(difference)) return holds(comparison, difference);
  return holds(comparison, left === right ? 0 : left < right ? -1 : 1);
}

/** Lets what makes one side higher be high, and what makes the other side higher be low. */
function tend(
  comparison: Comparison,
  [left, right]: readonly [Term, Term],
  variables: Variables,
): void {
  if (comparison === "eq" || comparison === "neq") return;
  const isLess = comparison === "lt" || comparison === "lte";
  const [low, high] = isLess ? [left, right] : [right, left];
  const [under, over] = [sidesOf(low), sidesOf(high)];
  for (const one of [...over.up, ...under.down]) variables.lean(one, "high");
  for (const one of [...under.up, ...over.down]) variables.lean(one, "low");
}

/** What makes a value higher, and what lower. */
export function sidesOf(term: Term): Pick<Mixed, "up" | "down"> {
  switch (term.kind) {
    case "linear":
      return term.times < 0 ? { up: [], down: [term.of] } : { up: [term.of], down: [] };
    case "difference":
      return { up: [term.to.of], down: [term.from.of] };
    case "mixed":
      return term;
    case "constant":
    case "count":
    case "unknown":
      return { up: [], down: [] };
  }
}

interface Restriction {
  readonly to: Constant;
  readonly variables: Variables;
}

/** What a comparison with a constant says of a value. */
function restrict(
  comparison: Comparison,
  { of, times, plus }: Linear,
  { to, variables }: Restriction,
): boolean {
  if (to.text === null) return true;
  const family = variables.familyOf(of);
  const isPlain = times === 1 && plus === 0;
  const value = isPlain
    ? to.text
    : solved(to.text, { times, plus, shift: family.plus.bind(family) });
  if (value === null || Number.isNaN(family.position(value))) return true;
  return variables.restrict(of, factsOf(times < 0 ? turned[comparison] : comparison, value));
}

function solved(
  text: string,
  {
    times,
    plus,
    shift,
  }: Pick<Linear, "times" | "plus"> & {
    readonly shift: (value: string, by: number) => string | null;
  },
): string | null {
  if (times === 1) return shift(text, -plus);
  const value = (Number(text) - plus) / times;
  return Number.isFinite(value) ? String(value) : null;
}

function factsOf(comparison: Comparison, value: string): Facts {
  switch (comparison) {
    case "eq":
      return { ...noFacts, only: [value] };
    case "neq":
      return { ...noFacts, not: [value] };
    case "lt":
    case "lte":
      return { ...noFacts, high: { value, isOpen: comparison === "lt" } };
    case "gt":
    case "gte":
      return { ...noFacts, low: { value, isOpen: comparison === "gt" } };
  }
}

const mostRows = 40;

function growTo(comparison: Comparison, grow: (more: number) => void, { text }: Constant): void {
  const wanted = Number(text) - (comparison === "gt" ? 0 : 1);
  const isLower = comparison === "gt" || comparison === "gte" || comparison === "eq";
  if (isLower && wanted > 0 && wanted <= mostRows) grow(Math.ceil(wanted));
}

/** Puts two values so far from each other. */
function keepApart(
  comparison: Comparison,
  [from, to]: readonly [Linear, Linear],
  { by, variables }: { readonly by: Constant; readonly variables: Variables },
): boolean {
  const wanted = Number(by.text);
  if (from.times !== 1 || to.times !== 1 || Number.isNaN(wanted)) return true;
  const own = to.plus - from.plus;
  const known = variables.distance(to.of, from.of);
  if (known !== null) return holds(comparison, known + own - wanted);
  const more = { eq: 0, neq: 1, lt: -1, lte: 0, gt: 1, gte: 0 }[comparison];
  return variables.same(to.of, from.of, wanted + more - own);
}

function holds(comparison: Comparison, difference: number): boolean {
  switch (comparison) {
    case "eq":
      return difference === 0;
    case "neq":
      return difference !== 0;
    case "lt":
      return difference < 0;
    case "lte":
      return difference <= 0;
    case "gt":
      return difference > 0;
    case "gte":
      return difference >= 0;
  }
}

/** What a comparison of two values says of both. */
function relate(
  comparison: Comparison,
  [left, right]: readonly [Linear, Linear],
  variables: Variables,
): boolean {
  switch (comparison) {
    case "eq":
      if (left.times !== 1 || right.times !== 1) return fixBoth([left, right], variables);
      return variables.same(left.of, right.of, right.plus - left.plus);
    case "neq":
      return true;
    case "lt":
    case "lte":
      variables.order(left, right);
      return true;
    case "gt":
    case "gte":
      variables.order(right, left);
      return true;
  }
}

/** Small values for both sides of an equation with factors. */
function fixBoth([left, right]: readonly [Linear, Linear], variables: Variables): boolean {
  return ["2", "3", "1", "4", "6"].some((value) => {
    const text = String((left.times * Number(value) + left.plus - right.plus) / right.times);
    return (
      Number.isInteger(Number(text)) &&
      variables.restrict(left.of, { ...noFacts, only: [value] }) &&
      variables.restrict(right.of, { ...noFacts, only: [text] })
    );
  });
}
