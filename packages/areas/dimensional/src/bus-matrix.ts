import type { DimensionalModel } from "./model.ts";

/** Facts by dimensions: the roles in which a fact refers to each. */
export interface BusMatrix {
  /** Dimensions, those first that most facts share. */
  readonly dimensions: readonly BusDimension[];
  /** A row for each fact. */
  readonly rows: readonly BusRow[];
}

/** A column of a bus matrix. */
export interface BusDimension {
  /** Its name. */
  readonly name: string;
  /** Whether at least two facts share it: it is conformed, since they share its table and keys. */
  readonly conformed: boolean;
}

/** A row of a bus matrix. */
export interface BusRow {
  /** The fact. */
  readonly fact: string;
  /** What its rows are. */
  readonly grain: string;
  /** Roles by dimension; those that it does not have are not there. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
}

/**
 * The bus matrix of a star.
 * @example
 * ```ts
 * import { busMatrix } from "@dx/dimensional";
 * if (busMatrix({ name: "sales", facts: [], dimensions: [], date: null, decisions: [] }).rows.length > 0) throw new Error();
 * ```
 * @see Kimball and Ross, "The Data Warehouse Toolkit" (3rd ed., 2013), chapter 4, enterprise data warehouse bus matrix
 */
export function busMatrix({ facts, dimensions, date, time }: DimensionalModel): BusMatrix {
  const names = [date, time ?? null, ...dimensions].flatMap((one) =>
    one === null ? [] : [one.name],
  );
  const users = (name: string): number =>
    facts.filter(({ keys }) => keys.some(({ dimension }) => dimension === name)).length;
  return {
    dimensions: names
      .map((name) => ({ name, conformed: users(name) > 1 }))
      .toSorted((a, b) => users(b.name) - users(a.name)),
    rows: facts.map(({ name, grain, keys }) => ({
      fact: name,
      grain: grain.sentence,
      roles: Object.fromEntries(
        names.flatMap((one) => {
          const roles = keys.filter(({ dimension }) => dimension === one).map(({ role }) => role);
          return roles.length === 0 ? [] : [[one, roles] as const];
        }),
      ),
    })),
  };
}
