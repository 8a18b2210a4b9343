import type { Random } from "@dx/core";
import type { CatalogColumn } from "@dx/sql-parser";
import { familyOf, type TypeFamily } from "./type-family.ts";
import type { ChangeKind } from "./perturbation.ts";
import { poolKey, type ValuePools } from "./value-pools.ts";

/** Rows of texts; `null` is NULL. */
export type TextRows = readonly (readonly (string | null)[])[];

/**
 * Of which kind the values are: the few of their columns; the same with every second one neutral, so that what is computed
 * equals what it is computed from; two of the few; many; or hardly any, so that rows made for the statement stand alone.
 */
export type RowStyle = "few" | "neutral" | "two" | "wide" | "sparse";

/** How many rows a table gets where nobody says. */
export const usualCount: Readonly<Record<RowStyle, number>> = {
  few: 14,
  neutral: 14,
  two: 6,
  wide: 24,
  sparse: 1,
};

/** How many rows a table gets, and from where. */
export interface RowSource {
  readonly pools: ValuePools;
  readonly random: Random;
  readonly style: RowStyle;
  readonly count: number;
  /** The table's place among those of the statement. */
  readonly own: number;
}

/**
 * Rows for a table. Half of the values go through the few of their column in step with those of other tables, so that
 * rows meet; the rest is drawn. One in twelve is NULL, and the last row is like none of another table.
 */
export function makeRows(
  table: string,
  columns: readonly CatalogColumn[],
  { pools, random, style, count, own }: RowSource,
): TextRows {
  return Array.from({ length: count }, (_, row) =>
    columns.map(({ name, type }) => {
      const family = familyOf(type);
      const isAlone = style === "sparse" || row > 2;
      if (isAlone && row === count - 1) return family.fresh(20 + own);
      const pool = styled(pools.get(poolKey(table, name)) ?? [], family, style);
      const isNeutral = style === "neutral" && family.neutral !== null && row % 2 === 1;
      if (isNeutral && random.integer(0, 3) > 0) return family.neutral;
      const inStep = pool[row % pool.length] ?? null;
      if (row < pool.length || random.integer(0, 1) === 0) return inStep;
      return random.integer(1, 12) === 1 ? null : random.pick(pool);
    }),
  );
}

function styled(pool: readonly string[], { wide }: TypeFamily, style: RowStyle): readonly string[] {
  if (style === "two") return pool.slice(0, 2);
  return style === "wide" ? [...new Set([...pool, ...wide])] : pool;
}

/** How a column is changed. */
export interface ColumnChange {
  readonly kind: ChangeKind;
  readonly column: CatalogColumn;
  readonly pool: readonly string[];
}

/** The values of a column, changed. */
export function changeValues(
  values: readonly (string | null)[],
  { kind, column, pool }: ColumnChange,
): readonly (string | null)[] {
  const family = familyOf(column.type);
  const other = (value: string | null): string | null =>
    pool[(pool.indexOf(value ?? "") + 1) % pool.length] ?? null;
  return values.map((value, row) => {
    switch (kind) {
      case "nudge":
        return value === null ? family.fresh(row) : family.nudge(value);
      case "rotate":
        return row % 2 === 0 ? other(value) : value;
      case "null":
        return row % 3 === 0 ? null : value;
      case "fresh":
        return row % 4 === 1 ? family.fresh(row) : value;
    }
  });
}
