import type { DiffOptions, DiffSide } from "./diff-options.ts";
import { findDifferences } from "./each-difference.ts";
import type { RowDifference, TableDiff } from "./table-diff.ts";

/**
 * Compares two tables, in one database or in two: which rows one of them lacks, which differ, and in which columns.
 * Rows are told apart by a key, which may have several columns, NULLs and duplicates.
 *
 * In one database, one full join compares values; where keys have duplicates or NULLs, and in two databases, the
 * sums of the rows' hashes are compared by segments, those that differ are refined, and rows of small ones are
 * brought here. Tables that are equal cost one scan of each. Sums of unequal segments are equal by chance with
 * probability 2 ** -128; `exact` compares the hash of each row instead.
 *
 * Values are compared as `rowHash` of `@dx/sql` says: -0 is 0, NaN is NaN, the scale of a decimal does not matter,
 * text counts by code points. Numbers with a tolerance take part in the hashes exactly, so no difference is lost:
 * rows that are not exactly equal are brought here and looked at.
 * @throws DxError `DX_TABLE_DIFF_COLUMNS`, `DX_TABLE_DIFF_TYPES` for columns that cannot be compared;
 * `DX_TABLE_DIFF_OPTION`; `DX_TABLE_DIFF_LIMIT` if `maxPulledRows` is reached before a difference is found;
 * `DX_TABLE_DIFF_ABORTED`
 * @example
 * ```ts
 * import { diffTables, type DiffDatabase } from "@dx/table-diff";
 * export async function isLoaded(source: DiffDatabase, target: DiffDatabase): Promise<boolean> {
 *   const left = { database: source, table: "orders" };
 *   const right = { database: target, table: "orders" };
 *   return (await diffTables(left, right, { key: ["shop", "number"] })).equal;
 * }
 * ```
 */
export async function diffTables(
  left: DiffSide,
  right: DiffSide,
  options: DiffOptions,
): Promise<TableDiff> {
  const { samples: most = 20 } = options;
  const samples: RowDifference[] = [];
  const differences = findDifferences([left, right], options, most);
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one difference after the other
    const next = await differences.next();
    if (next.done === true) return { ...next.value, samples };
    if (samples.length < most) samples.push(next.value);
  }
}
