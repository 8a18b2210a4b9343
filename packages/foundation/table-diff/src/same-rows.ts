import type { Examined, Json, SameRowsCheck, Verdict } from "@dx/core";
import { inquire, together, type Inquiry, type Sql } from "@dx/sql";
import { countGrouped, pullGrouped } from "./group-sides.ts";
import { joinSides } from "./join-sides.ts";
import { toDifference } from "./match-rows.ts";
import type { JoinedPair, Pairing } from "./pairing.ts";
import { planComparison } from "./plan-comparison.ts";
import { readColumns, rowsFrom } from "./read-columns.ts";
import type { DiffRow } from "./table-diff.ts";

/** What became of a claim that two queries return the same rows, and how many were looked at. */
export type SameRowsVerdict = Verdict & {
  /** All rows of both sides. */
  readonly examined: Examined;
};

/**
 * Asks whether two queries on one database return the same rows, duplicates counted, NULL equal to NULL. Compares
 * values, not hashes: by one full join, and where keys have duplicates or NULLs, by counting equal rows. The figures
 * are `left`, `right`, `missing` and `unexpected` (rows without an equal one on the right and on the left) and
 * `changed` (pairs of both that have one key). A counterexample is `{ missing, unexpected, differs }`: a row of the
 * left and of the right side, of one key where both are there, and by name, with `true`, the columns in which they
 * differ; each may be `null`.
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
    const { changed } = found;
    const [missing, unexpected] = [found.missing + changed, found.unexpected + changed];
    const figures = { left: counts.left, right: counts.right, missing, unexpected, changed };
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
  const isDuplicated = pair.isDuplicated === true;
  const found = toDifference(pair.left, pair.right, { columns, isDuplicated });
  const differs = Object.fromEntries(found.columns.map((name) => [name, true] as const));
  return {
    missing: found.left === undefined ? null : plain(found.left),
    unexpected: found.right === undefined ? null : plain(found.right),
    differs: found.kind === "changed" ? differs : null,
  };
}

function plain(row: DiffRow): Json {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, { ...value }]));
}
