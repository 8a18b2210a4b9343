import { parseName } from "./names.ts";

/** What has a name, as a column of a schema. */
export interface Named {
  /** As `Names` says. */
  readonly name: string;
}

/**
 * The item that a name means, as the column of a schema. A name that platforms fold means an item whose
 * own name needs no quotes, whatever the case; any other means the very same name.
 * @param items - with names as `Names` says, as introspection gives them: in quotes where folding would change them
 * @example
 * ```ts
 * import { findNamed } from "@dx/core";
 * const columns = [{ name: "id" }, { name: '"City"' }];
 * if (findNamed(columns, "ID") !== columns[0] || findNamed(columns, '"City"') !== columns[1]) throw new Error();
 * if (findNamed(columns, "City") !== undefined) throw new Error();
 * ```
 */
export function findNamed<Item extends Named>(
  items: readonly Item[],
  name: string,
): Item | undefined {
  const wanted = parseName(name);
  const folded = wanted.text.toLowerCase();
  const isSame = (item: Item): boolean => {
    const own = parseName(item.name);
    return own.text === wanted.text && (wanted.exact || !own.exact);
  };
  const isFolded = (item: Item): boolean => {
    const own = parseName(item.name);
    return !wanted.exact && !own.exact && own.text.toLowerCase() === folded;
  };
  return items.find(isSame) ?? items.find(isFolded);
}
