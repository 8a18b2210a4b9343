import { parseName, relation, formatRelation } from "@dx/core";
import type { Suite } from "../check.ts";
import { columnsOf } from "../formats/words.ts";

/** A table and its columns. */
export interface CoveredTable {
  /** In the grammar of names. */
  readonly name: string;
  /** The names of its columns. */
  readonly columns: readonly string[];
}

/** How many columns have a check. */
export interface ColumnCoverage {
  /** 0 to 1; `null` if there are no columns. */
  readonly share: number | null;
  /** Columns that a rule or a measure names. */
  readonly covered: number;
  /** All columns. */
  readonly columns: number;
  /** The others, as `table.column`. */
  readonly uncovered: readonly string[];
}

const key = (table: string, column: string): string =>
  JSON.stringify([formatRelation(relation(table)), parseName(column).text.toLowerCase()]);

/**
 * How many columns are named by a rule or a measure of a suite; that a column is there at all, and conditions in SQL, do not count.
 * @example
 * ```ts
 * import { columnCoverage } from "@dx/quality";
 * const { uncovered } = columnCoverage({ name: "s", checks: [] }, [{ name: "shop", columns: ["id"] }]);
 * if (uncovered.join() !== "shop.id") throw new Error();
 * ```
 */
export function columnCoverage({ checks }: Suite, tables: readonly CoveredTable[]): ColumnCoverage {
  const named = new Set(
    checks
      .filter((check) => !("schema" in check))
      .flatMap((check) => columnsOf(check).map((column) => key(check.table, column))),
  );
  const all = tables.flatMap(({ name, columns }) =>
    columns.map((column) => ({
      label: `${name}.${column}`,
      isCovered: named.has(key(name, column)),
    })),
  );
  const uncovered = all.filter(({ isCovered }) => !isCovered).map(({ label }) => label);
  const covered = all.length - uncovered.length;
  return {
    share: all.length === 0 ? null : covered / all.length,
    covered,
    columns: all.length,
    uncovered,
  };
}
