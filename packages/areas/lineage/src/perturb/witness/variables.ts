import type { Random } from "@dx/core";
import type { TypeFamily } from "../type-family.ts";
import { chooseValue, fits, intersect, noFacts, shiftFacts, type Facts } from "./facts.ts";

/** A value that is not chosen yet, by its number. */
export type Variable = number;

/** A value that is computed from one that is not chosen yet: `times * variable + plus`. */
export interface Linear {
  readonly kind: "linear";
  readonly of: Variable;
  readonly times: number;
  readonly plus: number;
}

/** Values that are to be chosen, and what is known of them. */
export interface Variables {
  /** A new one; `pool` is what it is drawn from if nothing else is said. */
  make(family: TypeFamily, pool: readonly string[]): Variable;
  /** One value equals another plus a distance; `false` if that cannot be, and then nothing is changed. */
  same(one: Variable, other: Variable, distance: number): boolean;
  /** How far a value is from another; `null` if that is open. */
  distance(one: Variable, other: Variable): number | null;
  /** More is known of a value; `false` if that cannot be, and then nothing is changed. */
  restrict(one: Variable, facts: Facts): boolean;
  /** One value is to be below another, if it can be had. */
  order(low: Linear, high: Linear): void;
  /** A value is rather to be high, or low. */
  lean(one: Variable, to: "high" | "low"): void;
  /** The only value that one may have; `null` if there are others. */
  fixedOf(one: Variable): string | null;
  familyOf(one: Variable): TypeFamily;
  /** Chooses all values. */
  choose(): (one: Variable) => string | null;
}

interface Known {
  /** The variable that it is computed from; its own number if it is none. */
  parent: Variable;
  /** What is added to that. */
  plus: number;
  facts: Facts;
  lean: "high" | "low" | null;
  /** How many share the value. */
  size: number;
  readonly family: TypeFamily;
  readonly pool: readonly string[];
}

/** No values yet. */
export function createVariables(random: Random): Variables {
  const all: Known[] = [];
  const orders: (readonly [Linear, Linear])[] = [];
  const at = (one: Variable): Known => {
    const known = all[one];
    if (known === undefined) throw new RangeError(`no variable ${one}`);
    return known;
  };
  const find = (one: Variable): { readonly root: Variable; readonly plus: number } => {
    let [root, plus] = [one, 0];
    for (let known = at(root); known.parent !== root; known = at(root)) {
      plus += known.plus;
      root = known.parent;
    }
    return { root, plus };
  };
  const tell = (root: Known, facts: Facts): boolean => {
    const both = intersect(root.facts, facts, root.family);
    if (both !== null) root.facts = both;
    return both !== null;
  };
  return {
    make: (family, pool) => {
      const number = all.length;
      all.push({ parent: number, plus: 0, facts: noFacts, lean: null, size: 1, family, pool });
      return number;
    },
    same: (one, other, distance) => {
      const [a, b] = [find(one), find(other)];
      const apart = b.plus + distance - a.plus;
      if (a.root === b.root) return apart === 0;
      const [from, to] = [at(a.root), at(b.root)];
      const shifted = shiftFacts(from.facts, -apart, from.family);
      if (shifted === null || !tell(to, shifted)) return false;
      [from.parent, from.plus] = [b.root, apart];
      to.lean ??= from.lean;
      to.size += from.size;
      return true;
    },
    distance: (one, other) => {
      const [a, b] = [find(one), find(other)];
      return a.root === b.root ? a.plus - b.plus : null;
    },
    restrict: (one, facts) => {
      const { root, plus } = find(one);
      const shifted = shiftFacts(facts, -plus, at(root).family);
      return shifted !== null && tell(at(root), shifted);
    },
    order: (low, high) => orders.push([low, high]),
    lean: (one, to) => {
      at(find(one).root).lean ??= to;
    },
    fixedOf: (one) => {
      const { root, plus } = find(one);
      const { facts, family } = at(root);
      const [only, ...more] = facts.only ?? [];
      return more.length > 0 || only === undefined || only === null
        ? null
        : family.plus(only, plus);
    },
    familyOf: (one) => at(one).family,
    choose: () => {
      const values = all.map(({ parent, facts, family, lean, size, pool }, number) =>
        parent === number ? chooseValue(facts, { family, lean, size, pool, random, number }) : null,
      );
      for (let round = 0; round < 3; round += 1)
        for (const order of orders) keepOrder(order, { values, find, at, random });
      return (one) => {
        const { root, plus } = find(one);
        const value = values[root] ?? null;
        return value === null ? null : at(root).family.plus(value, plus);
      };
    },
  };
}

interface Chosen {
  readonly values: (string | null)[];
  readonly find: (one: Variable) => { readonly root: Variable; readonly plus: number };
  readonly at: (one: Variable) => Known;
  readonly random: Random;
}

/** Moves one of two values so that the first is the lower one, where that is possible. */
function keepOrder(
  [low, high]: readonly [Linear, Linear],
  { values, find, at, random }: Chosen,
): void {
  const placeOf = ({ of, times, plus }: Linear): Placed => {
    const { root, plus: more } = find(of);
    const value = values[root] ?? null;
    const { family } = at(root);
    return {
      root,
      times,
      value: value === null ? NaN : times * (family.position(value) + more) + plus,
    };
  };
  const [under, over] = [placeOf(low), placeOf(high)];
  const lacks = under.value - over.value;
  if (!(lacks >= 0) || under.root === over.root) return;
  const enough = (lacks + 1) * random.pick([1, 3]);
  const move = ({ root, times }: Placed, by: number): boolean => {
    const value = values[root] ?? null;
    const { family, facts } = at(root);
    const moved = value === null ? null : family.plus(value, Math.ceil(by / times));
    const isFit = moved !== null && fits(moved, facts, family);
    if (isFit) values[root] = moved;
    return isFit;
  };
  if (!move(over, enough)) move(under, -enough);
}

interface Placed {
  readonly root: Variable;
  readonly times: number;
  readonly value: number;
}
