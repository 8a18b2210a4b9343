import {
  DxError,
  formatRelation,
  type ColumnSchema,
  type TableName,
  type TableSchema,
} from "@dx/core";
import { countRows, inquire, sampleRows, sql, together, type Inquiry, type Sql } from "@dx/sql";
import { askAggregates } from "./internal/ask-aggregates.ts";
import { askValues } from "./internal/ask-values.ts";
import { describeColumn } from "./internal/describe-column.ts";
import { askColumns, describedColumns, relationOf } from "./internal/table-columns.ts";
import type { ProfileSample, TableProfile } from "./profile.ts";

/** A table by its name, or as the catalogue describes it: all its columns, or some. */
export type Profiled = TableName | DescribedTable;

/** As much of what the catalogue says as is needed. */
export interface DescribedTable extends Pick<TableSchema, "relation"> {
  /** Those that are looked at. */
  readonly columns: readonly Pick<ColumnSchema, "name" | "type">[];
}

/** How a table is profiled. */
export interface ProfileTableOptions {
  /** About so many rows are read instead of all: each with the same likelihood. All if there are no more. */
  readonly sample?: {
    /** How many rows are wanted. */
    readonly rows: number;
    /** A whole number from 0 to 2^31 - 1 that repeats the choice. */
    readonly seed: number;
  };
  /** How many of the most frequent values and shapes are listed; 10 without a word. */
  readonly top?: number;
  /** Which quantiles, in whole percent; 5, 25, 50, 75 and 95 without a word. */
  readonly percents?: readonly number[];
}

/**
 * Describes what a table holds: one scan for counts, mean and lengths of up to 60 columns, and one grouping of each
 * column for its different values, eight columns a question. With a sample, the rows are counted
 * first, and the profile says which were read; the number of different values is then an estimate for
 * the whole table. O(n log n) for each column of n rows.
 * @param table - of a table that is only named, the columns are asked for first
 * @throws DxError `DX_PROFILE_OPTIONS` for a sample, number or percents that are none; `DX_SQL_UNSUPPORTED` for a sample in
 * BigQuery and Redshift, which have none that a seed repeats. Postgres does not sample views
 * @example
 * ```ts
 * import { createRows } from "@dx/core";
 * import { profileTable } from "@dx/profile";
 * import { conduct } from "@dx/sql";
 * // `await db.run(profileTable("shop"))`; here every question is answered by no rows
 * const profile = await conduct(profileTable("shop"), async (questions) =>
 *   questions.map(() => createRows([])),
 * );
 * if (profile.rows !== 0) throw new Error("an empty table");
 * ```
 * @see Haas and Stokes, "Estimating the number of classes in a finite population" (1998), whose estimator is used as
 * in PostgreSQL, `src/backend/commands/analyze.c`
 */
export function profileTable(
  table: Profiled,
  options: ProfileTableOptions = {},
): Inquiry<TableProfile> {
  const { sample, top = 10, percents = [5, 25, 50, 75, 95] } = options;
  requireWhole("sample", sample?.rows ?? 1, [1, Number.MAX_SAFE_INTEGER]);
  requireWhole("top", top, [1, 1000]);
  for (const percent of percents) requireWhole("percents", percent, [0, 100]);
  return inquire("profileTable", function* () {
    const { relation, columns } = describedColumns(table) ?? (yield* askColumns(table));
    let rows: number | null = null;
    let from: Sql = sql`${relation}`;
    let share = 1;
    if (sample !== undefined) {
      rows = yield* countRows(relation);
      share = Math.min(1, sample.rows / Math.max(rows, 1));
      if (share < 1) from = sampleRows(relation, { share, seed: sample.seed });
    }
    const asked = together(
      "profile",
      { all: askAggregates(from, columns), values: askValues(from, columns, { top, percents }) },
      (answers) => answers,
    );
    const { all, values } = yield* asked;
    const taken: ProfileSample | null =
      sample === undefined || share === 1
        ? null
        : { method: "bernoulli", rows: all.rows, share, seed: sample.seed };
    const total = rows ?? all.rows;
    return {
      table: formatRelation(relationOf(table)),
      rows: total,
      profiled: all.rows,
      sample: taken,
      columns: columns.flatMap((column, at) => {
        const [aggregates, found] = [all.columns[at], values[at]];
        if (aggregates === undefined || found === undefined) return [];
        const read = taken === null ? 1 : all.rows / Math.max(total, 1);
        return [describeColumn(column, { rows: all.rows, read, aggregates, values: found, top })];
      }),
    };
  });
}

function requireWhole(what: string, value: number, [from, to]: readonly [number, number]): void {
  if (Number.isInteger(value) && value >= from && value <= to) return;
  throw new DxError("DX_PROFILE_OPTIONS", `${what}: got ${value}`, {
    path: [what],
    hint: `give whole numbers from ${from} to ${to}`,
  });
}
