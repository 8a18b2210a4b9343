import type { Examined, Json, SameRowsCheck, Verdict } from "@dx/core";
import { inquire, together, type Inquiry, type Sql } from "@dx/sql";
import { countGrouped, pullGrouped } from "./group-sides.ts";
import { joinSides } from "./join-sides.ts";
import { toDifference } from "./match-rows.ts";
import type { JoinedPair, Pairing } from "./pairing.ts";
import { planComparison } from "./plan-comparison.ts";
import { readColumns, rowsFrom } from "./read-columns.ts";

/** What became of a claim that two queries return the same rows, and how many were looked at. */
export type SameRowsVerdict = Verdict & {
  /** All rows of both sides. */
  readonly examined: Examined;
};

/**
 * Asks whether two queries on one database return the same rows, duplicates counted, NULL equal to NULL. Compares
 * values, not hashes: by one full join, and where keys have duplicates or NULLs, by counting equal rows. The figures
 * are `left`, `right`, `missing` and `unexpected` (rows without a counterpart on the right and on the left) and
 * `changed` (pairs of one key); a counterexample is a `RowDifference` with the least key of its kind.
 * @throws DxError as `diffTables` on columns and types
 * @example
 * ```ts
 * import { sameRows } from "@dx/table-diff";
 * import { sql } from "@dx/sql";
 * const [left, right] = [sql`select id, name from a`, sql`select id, name from b`];
 * const asked = sameRows({ kind: "same-rows", left, right, key: ["id"], columns: ["id", "name"] });
 * if (asked.name !== "same-rows") throw new Error();
 * ```
 */
export function sameRows(check: SameRowsCheck<Sql>): Inquiry<SameRowsVerdict> {
  const { left, right, key, columns: names } = check;
  return inquire("same-rows", function* () {
    const described = yield* together(
      "columns",
      { left: readColumns(left), right: readColumns(right) },
      (columns) => columns,
    );
    const columns = planComparison(
      { dialect: "duckdb", columns: described.left },
      { dialect: "duckdb", columns: described.right },
      { key, columns: names },
    );
    const pairing: Pairing = { left: rowsFrom(left), right: rowsFrom(right), columns };
    const counts = yield* joinSides(pairing, 1, Number.MAX_SAFE_INTEGER);
    const found = counts.isUnique
      ? { missing: counts.onlyLeft, unexpected: counts.onlyRight, changed: counts.changed }
      : yield* countGrouped(pairing);
    const differ = found.missing + found.unexpected + found.changed > 0;
    const pairs = differ && !counts.isUnique ? yield* pullGrouped(pairing) : counts.pairs;
    const rows = counts.left + counts.right;
    const examined = { rows, of: rows };
    const figures = { left: counts.left, right: counts.right, ...found };
    if (differ)
      return { verdict: "fails", counterexample: show(pairs, pairing), figures, examined };
    if (rows > 0) return { verdict: "holds", figures, examined };
    return {
      verdict: "unknown",
      because: "no-data",
      reason: "both sides are empty",
      figures,
      examined,
    };
  });
}

function show([pair]: readonly JoinedPair[], { columns }: Pairing): Json {
  if (pair === undefined) return null;
  const { left, right } = pair;
  return { ...toDifference(left, right, { columns, isDuplicated: pair.isDuplicated === true }) };
}
