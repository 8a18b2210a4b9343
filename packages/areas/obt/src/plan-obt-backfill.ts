import { DxError, relation, type TableName } from "@dx/core";
import { createPlan, identifier, joinSql, sql, type Plan, type Sql } from "@dx/sql";
import { fold, nameColumns } from "./obt-columns.ts";
import { writeQuery } from "./obt-query.ts";
import type { ObtSpec } from "./obt-spec.ts";
import { planObtPeriods } from "./plan-obt-periods.ts";

/** Which part of a wide table is made anew. */
export interface ObtBackfillOptions {
  /** Of a detailed table: a column of the fact that it has too, as the day of the fact. */
  readonly column?: string;
  /** From this value on: SQL of the column's type; of days and months a date. */
  readonly from: Sql;
  /** Up to, and without, this value. */
  readonly before: Sql;
}

/**
 * Plans a range of a wide table anew, whatever changed in it; all else stays. Of days and months, those that begin within it; of
 * a detailed table, facts whose column is within it, or was when they were written. Run twice, it changes nothing more.
 * @throws DxError `DX_OBT_SPEC` if a detailed table does not have the column, and as `obtQuery`
 */
export function planObtBackfill(
  into: TableName,
  spec: ObtSpec,
  { column, from, before }: ObtBackfillOptions,
): Plan {
  if (spec.level.kind !== "detail")
    return planObtPeriods(into, spec, { kind: "range", from, before });
  const named = nameColumns(spec);
  const isThere = named.columns.some(
    ({ name, kind }) =>
      fold(name) === fold(column ?? "") && kind !== "attribute" && kind !== "calculated",
  );
  if (column === undefined || !isThere)
    throw new DxError(
      "DX_OBT_SPEC",
      `the wide table has no ${column ?? "column that tells which facts are meant"}`,
      { path: ["column"], hint: "name a column of the fact, and keep it by `factColumns`" },
    );
  const table = relation(into);
  const me = table.name; // Redshift deletes from no alias
  const within = (of: string): Sql =>
    sql`${identifier(of, column)} >= ${from} and ${identifier(of, column)} < ${before}`;
  const same = joinSql(
    named.factKeys.map((key) => sql`${identifier("f", key)} = ${identifier(me, key)}`),
    " and ",
  );
  const facts = sql`select * from ${named.fact} as f where ${within("f")}`;
  const names = named.columns.map(({ name }) => identifier(name));
  return createPlan([
    [
      {
        purpose: "forget the rows of the range",
        sql: sql`delete from ${table} where ${within(me)}`,
      },
      {
        purpose: "forget the rows of facts that have come into it",
        sql: sql`delete from ${table} where exists (select 1 from ${named.fact} as f where ${same} and ${within("f")})`,
      },
      {
        purpose: "make the rows of its facts",
        sql: sql`insert into ${table} (${names}) select ${names} from (${writeQuery(named, { facts })}) as n`,
      },
    ],
  ]);
}
