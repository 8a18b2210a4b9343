import type { Column } from "@dx/core";
import { sql, type Sql } from "@dx/sql";
import type { Check, CheckResult, SetRule } from "../check.ts";
import { fromTable } from "./from-table.ts";
import type { Judged } from "./judge.ts";

/** A check that looks at rows beside others. */
export type SetCheck = Extract<Check, { rule: object }> & { readonly rule: SetRule };

/** Such a check as one query. */
export interface SetForm {
  /** Gives one row: all rows, those considered, those that fail, and further counts. */
  readonly query: Sql;
  /** How many columns it gives. */
  readonly width: number;
  /** Makes the result of its columns. */
  readonly judge: (columns: readonly (Column | undefined)[], judged: Judged) => CheckResult;
}

/** All rows of a check, as a column of its query. */
export const total = (check: SetCheck): Sql => sql`(select count(*) ${fromTable(check)}) as n_rows`;
