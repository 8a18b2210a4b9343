import { formatValue, type Rows } from "@dx/core";
import type { Cell } from "../report.ts";
import { isNumericColumn, isNumericKind } from "./is-numeric-column.ts";

/** A column of texts. */
export interface GridColumn {
  /** Its heading. */
  readonly name: string;
  /** Whether its texts are numbers. */
  readonly numeric: boolean;
  /** A text a row; `null` is NULL. */
  readonly texts: readonly (string | null)[];
}

/** The rows of a table that are shown. */
export interface Grid {
  /** All columns. */
  readonly columns: readonly GridColumn[];
  /** How many rows there are. */
  readonly count: number;
  /** How many of them are shown. */
  readonly shown: number;
}

type Records = readonly Readonly<Record<string, Cell>>[];

/** Reads as many rows as are shown. */
export function toGrid(rows: Rows | Records, limit: number): Grid {
  if (isRows(rows)) {
    const shown = Math.min(rows.count, limit);
    const columns = rows.columns.map((column) => ({
      name: column.name,
      numeric: isNumericColumn(column),
      texts: Array.from({ length: shown }, (_, index) => formatValue(column, index)),
    }));
    return { columns, count: rows.count, shown };
  }
  const shown = rows.slice(0, limit);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = names.map((name) => {
    const cells = shown.map((row) => (Object.hasOwn(row, name) ? row[name] : null) ?? null);
    const known = cells.flatMap((cell) => (cell === null || toText(cell) === null ? [] : [cell]));
    return {
      name,
      numeric: known.length > 0 && known.every(isNumber),
      texts: cells.map((cell) => (cell === null ? null : toText(cell))),
    };
  });
  return { columns, count: rows.length, shown: shown.length };
}

function isRows(rows: Rows | Records): rows is Rows {
  return "columns" in rows && "count" in rows;
}

function isNumber(cell: NonNullable<Cell>): boolean {
  if (typeof cell === "object") return isNumericKind(cell.type);
  return typeof cell === "number" || typeof cell === "bigint";
}

function toText(cell: NonNullable<Cell>): string | null {
  return typeof cell === "object" ? cell.value : String(cell);
}
