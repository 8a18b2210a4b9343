import { relation, type Claim, type TableName } from "@dx/core";
import { identifier, joinSql, isNotDistinct, sql, type Sql } from "@dx/sql";
import { claimId } from "./claim-id.ts";
import type { StarTable } from "./star-columns.ts";

/**
 * The claim that loading the same once more changed nothing: a copy of a table, on which it was done, has the same rows, all columns
 * compared, those for auditors included. By one join on the key, which must be unique.
 * @param again - the copy
 * @example
 * ```ts
 * import { sameTableClaim, starTables } from "@dx/dimensional";
 * const date = { name: "dim_date", from: "2026-01-01", to: "2026-12-31", fiscalYearStartMonth: 1, fiscalYearLabel: "start", holidays: [] } as const;
 * const [calendar] = starTables({ name: "sales", facts: [], dimensions: [], date, decisions: [] });
 * if (calendar === undefined || sameTableClaim(calendar, "again").id !== "star.dim_date.again") throw new Error();
 * ```
 */
export function sameTableClaim(
  { name, columns, primaryKey }: StarTable,
  again: TableName,
): Claim<Sql> {
  const same = columns.map((column) =>
    isNotDistinct(identifier("a", column.name), identifier("b", column.name)),
  );
  const keys = primaryKey.map((one) => sql`${identifier("a", one)} = ${identifier("b", one)}`);
  const [first = ""] = primaryKey;
  const missing = sql`${identifier("a", first)} is null or ${identifier("b", first)} is null`;
  return {
    id: claimId(name, "again"),
    statement: `Making and loading ${name} once more, on a copy, leaves it as it is.`,
    subject: name,
    about: "result",
    check: {
      kind: "no-rows",
      violations: sql`select ${primaryKey.map((one) => sql`coalesce(${identifier("a", one)}, ${identifier("b", one)}) as ${identifier(one)}`)}
        from ${relation(name)} as a full join ${relation(again)} as b on ${joinSql(keys, " and ")}
        where ${missing} or not (${joinSql(same, " and ")}) or ${count(name)} <> ${count(again)}`,
      population: sql`select * from ${relation(name)} as a`,
    },
  };
}

function count(table: TableName): Sql {
  return sql`(select count(*) from ${relation(table)})`;
}
