import type { Sql } from "@dx/sql";

/** What several ask, each of it once, and where it stands for each of them. */
export interface EachOnce {
  readonly asked: readonly Sql[];
  readonly places: readonly (readonly number[])[];
}

/** Puts together what several ask. */
export function eachOnce(given: readonly (readonly Sql[])[]): EachOnce {
  const known = new Map<string, number>();
  const asked: Sql[] = [];
  const place = (one: Sql): number => {
    const key = JSON.stringify(one);
    const at = known.get(key);
    if (at !== undefined) return at;
    known.set(key, asked.length);
    return asked.push(one) - 1;
  };
  return { places: given.map((some) => some.map(place)), asked };
}
