import type { DesignSource, DesignTable } from "./design-input.ts";
import { isNumber } from "./kinds.ts";
import { looksLikeKey } from "./names.ts";

/**
 * A source with the keys that mean something: of those that only the rows show, the ones with the fewest measures in them, since in a
 * small table a quantity may tell rows apart by chance. What people say and what is declared stays.
 */
export function bestKeys({ tables, references }: DesignSource): DesignSource {
  const best = (table: DesignTable): DesignTable => {
    const named = new Set(
      references.flatMap(({ child, childColumns }) => (child === table.name ? childColumns : [])),
    );
    const measures = new Set(
      table.columns
        .filter(({ name, type }) => isNumber(type) && !named.has(name) && !looksLikeKey(name))
        .map(({ name }) => name),
    );
    const chance = (columns: readonly string[]): number =>
      columns.filter((one) => measures.has(one)).length;
    const found = table.keys.filter(({ by }) => by === "data");
    const least = Math.min(...found.map(({ columns }) => chance(columns)));
    return {
      ...table,
      keys: table.keys.filter(({ by, columns }) => by !== "data" || chance(columns) === least),
    };
  };
  return { tables: tables.map(best), references };
}
