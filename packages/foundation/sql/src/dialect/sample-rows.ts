import { DxError, relation, type TableName } from "@dx/core";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";
import { dialectCall } from "./functions.ts";

/** Which rows a sample has. */
export interface SampleRowsOptions {
  /** The likelihood of each row to be in it, from above 0 to 1; counted to a millionth of a percent. */
  readonly share: number;
  /** A whole number from 0 to 2^31 - 1; the same gives the same rows, as long as the table stays as it is. */
  readonly seed: number;
}

/**
 * A subquery of some rows of a table, each taken with the same likelihood; an alias is to follow.
 * Postgres and Snowflake take tables only, no views.
 * @throws DxError `DX_SQL_VALUE` if share or seed are none; on rendering, `DX_SQL_UNSUPPORTED` where a dialect has no such sample
 */
export function sampleRows(table: TableName, { share, seed }: SampleRowsOptions): Sql {
  if (!(share > 0 && share <= 1))
    throw new DxError("DX_SQL_VALUE", `${share} is no share of rows`, {
      path: ["share"],
      hint: "give a number above 0, and at most 1",
    });
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 31)
    throw new DxError("DX_SQL_VALUE", `${seed} is no seed`, {
      path: ["seed"],
      hint: "give a whole number from 0 to 2147483647",
    });
  const percent = (share * 100).toFixed(6).replace(/[.]?0+$/, "");
  return dialectCall(
    "sample-rows",
    sql`${relation(table)}`,
    text(percent === "0" ? "0.000001" : percent),
    text(String(seed)),
  );
}

function text(written: string): Sql {
  return { kind: "sql", pieces: [{ kind: "text", text: written }] };
}
