import { DxError, relation, type TableName } from "@dx/core";
import { createPlan, identifier, isNotDistinct, sql, type Plan, type Sql } from "@dx/sql";
import { nameColumns, periodName } from "./obt-columns.ts";
import { periodOf, writeQuery } from "./obt-query.ts";
import type { ObtSpec } from "./obt-spec.ts";

/** Which facts may have changed. */
export interface ObtPeriodsOptions {
  /** A column of the fact, as a date of loading. */
  readonly changedBy: string;
  /** Days or months of facts whose column has at least this value, or no value, are made anew: SQL of the column's type. */
  readonly since: Sql;
}

/**
 * Plans what brings a wide table of days or months up to date: the days or months in which facts may have changed are deleted, and made
 * anew of all their facts; all others stay. Attributes that changed, facts that went away, or from one period to another,
 * without `changedBy` telling, are not seen: the claim that a refresh equals a rebuild tells.
 * @throws DxError `DX_OBT_SPEC` for a detailed table, and as `obtQuery`
 * @example
 * ```ts
 * import { planObtPeriods } from "@dx/obt";
 * import { sql } from "@dx/sql";
 * const spec = { fact: "fct_sale", factKey: "sale_id", measures: [{ column: "amount", rollUp: "sum" }], dimensions: [], level: { kind: "daily", time: "sold_at" } } as const;
 * const plan = planObtPeriods("obt_sale", spec, { changedBy: "loaded_on", since: sql`date '2026-01-01'` });
 * if (plan.flat().length !== 2) throw new Error();
 * ```
 */
export function planObtPeriods(
  into: TableName,
  spec: ObtSpec,
  { changedBy, since }: ObtPeriodsOptions,
): Plan {
  const { level } = spec;
  if (level.kind === "detail")
    throw new DxError("DX_OBT_SPEC", "a detailed wide table has no days or months", {
      path: ["level"],
      hint: "refresh it by planObtRefresh",
    });
  const named = nameColumns(spec);
  const table = relation(into);
  const me = table.name; // Redshift deletes from no alias
  const column = periodName(level);
  const changed = identifier("w", changedBy);
  const periods = sql`select distinct ${periodOf(named)} as period from ${named.fact} as w where ${changed} >= ${since} or ${changed} is null`;
  const among = (period: Sql): Sql =>
    sql`exists (select 1 from (${periods}) as p where ${isNotDistinct(sql`p.period`, period)})`;
  const facts = sql`select * from ${named.fact} as w where ${among(periodOf(named))}`;
  const names = named.columns.map(({ name }) => identifier(name));
  return createPlan([
    [
      {
        purpose: `forget each ${column} in which facts may have changed`,
        sql: sql`delete from ${table} where ${among(identifier(me, column))}`,
      },
      {
        purpose: `make each such ${column} of all its facts`,
        sql: sql`insert into ${table} (${names}) select ${names} from (${writeQuery(named, { facts })}) as n`,
      },
    ],
  ]);
}
