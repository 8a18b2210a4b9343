import { DxError, formatRelation, relation } from "@dx/core";
import { engineSum, identifier, joinSql, query, sql, type Query, type Sql } from "@dx/sql";
import { sameRows } from "@dx/table-diff";
import { inRange } from "../extract/backfill.ts";
import { keyColumns } from "../load/load-spec.ts";
import { findKeyFaults } from "../load/staged-faults.ts";
import type { Moving } from "./move-table.ts";
import type { Staged } from "./stage-rows.ts";

/**
 * Tests that the staged keys can be merged by.
 * @throws DxError `DX_PIPELINE_KEY` with an example
 */
export async function requireKeys({ tx, spec }: Moving, { table, columns }: Staged): Promise<void> {
  if (spec.mode !== "merge" || spec.key === undefined) return;
  const faults = await tx.run(findKeyFaults(table, keyColumns(spec.key, columns)));
  if (faults.rows === 0) return;
  throw new DxError(
    "DX_PIPELINE_KEY",
    `${faults.rows} rows have a key that is NULL or not theirs alone, as ${JSON.stringify(faults.example)}`,
    {
      path: ["key"],
      hint: "nothing was loaded: take columns that tell all rows apart, or a query that leaves the others out",
    },
  );
}

/**
 * Compares the staged rows with the target's rows of the same keys before the commit: by their number and the sum of
 * their hashes, and where these differ, which may be by how a value is written, value by value.
 * @throws DxError `DX_PIPELINE_RECONCILE` if they are not the same
 */
export async function proveLoaded(
  { tx, spec }: Moving,
  { table, columns, read }: Staged,
): Promise<void> {
  if (spec.mode === "append" || read === 0) return;
  const names = columns.map(({ name }) => name);
  const key = spec.key === undefined ? columns : keyColumns(spec.key, columns);
  const compared = spec.merge === "insert-only" ? key.map(({ name }) => name) : names;
  const list = compared.map((name) => identifier("r", name));
  const left = sql`select ${list} from ${table} as r`;
  const right =
    spec.mode === "replace"
      ? sql`select ${list} from ${relation(spec.table)} as r${inSpan()}`
      : ofSameKeys();
  if (await tx.run(haveSameSums({ left, right, names: compared }))) return;
  const found = await tx.run(
    sameRows({
      left,
      right,
      key: key.map(({ name }) => name),
      columns: compared,
      kind: "same-rows",
    }),
  );
  if (found.verdict !== "fails") return;
  throw new DxError(
    "DX_PIPELINE_RECONCILE",
    `${formatRelation(relation(spec.table))} does not have the rows that were read, as ${JSON.stringify(found.counterexample)}`,
    {
      path: [formatRelation(relation(spec.table))],
      hint: "nothing was loaded: a trigger or a type of the target may change values",
    },
  );

  function inSpan(): Sql {
    return spec.range === undefined ? sql`` : sql` where ${inRange(spec.range, columns, "r")}`;
  }

  function ofSameKeys(): Sql {
    const same = joinSql(
      key.map(({ name }) => sql`${identifier("r", name)} = ${identifier("s", name)}`),
      " and ",
    );
    return sql`select ${list} from ${relation(spec.table)} as r where exists (select 1 from ${table} as s where ${same})`;
  }
}

function haveSameSums({
  left,
  right,
  names,
}: {
  readonly left: Sql;
  readonly right: Sql;
  readonly names: readonly string[];
}): Query<boolean> {
  const sum = engineSum(names.map((name) => identifier("r", name)));
  const summed = (rows: Sql): Sql => sql`select count(*) as n, ${sum} as total from (${rows}) as r`;
  return query(
    "haveSameSums",
    sql`${summed(left)} union ${summed(right)}`,
    ({ count }) => count === 1,
  );
}
