import type { DesignSource, DesignTable } from "./design-input.ts";
import { isDate, isNumber } from "./kinds.ts";
import { looksLikeKey } from "./names.ts";

/**
 * A source with the keys that mean something: of those that only the rows show, the ones that least look like chance, since in a
 * small table a quantity or a time may tell rows apart too. What people say and what is declared stays.
 */
export function bestKeys({ tables, references }: DesignSource): DesignSource {
  const best = (table: DesignTable): DesignTable => {
    const named = new Set(
      references.flatMap(({ child, childColumns }) => (child === table.name ? childColumns : [])),
    );
    const found = table.keys.filter(({ by }) => by === "data");
    const least = Math.min(...found.map(({ columns }) => chance(columns, table, named)));
    return {
      ...table,
      keys: table.keys.filter(
        ({ by, columns }) => by !== "data" || chance(columns, table, named) === least,
      ),
    };
  };
  return { tables: tables.map(best), references };
}

/**
 * How much a key looks like chance, in ranks: the table's own number or code, several columns without measures, another whole number or
 * text, a reference that happens to be named once, a time, then measures.
 */
function chance(
  columns: readonly string[],
  table: DesignTable,
  named: ReadonlySet<string>,
): number {
  const found = table.columns.filter(({ name }) => columns.includes(name));
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) {
    const measures = found.filter(
      ({ name, type }) => isNumber(type) && !named.has(name) && !looksLikeKey(name),
    );
    return measures.length === 0 ? 1 : 4 + measures.length;
  }
  if (named.has(only.name)) return 3;
  if (isDate(only.type)) return 4;
  if (only.type.kind === "decimal" || only.type.kind === "float64") return 5;
  return looksLikeKey(only.name) || only === table.columns[0] ? 0 : 2;
}
