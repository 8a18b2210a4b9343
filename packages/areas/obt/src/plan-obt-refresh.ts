import { DxError, relation, type TableName } from "@dx/core";
import {
  createPlan,
  deleteUsing,
  identifier,
  isNotDistinct,
  joinSql,
  sql,
  type Plan,
  type Sql,
  type Statement,
} from "@dx/sql";
import { attributeColumns, joinOf, writeQuery } from "./obt-query.ts";
import { fold, nameColumns, type NamedDimension, type NamedObt } from "./obt-columns.ts";
import type { ObtSpec } from "./obt-spec.ts";
import { planObt } from "./plan-obt.ts";

/** Which facts may have changed. */
export interface ObtRefreshOptions {
  /** A column of the fact that the wide table has too, as a date of loading. */
  readonly changedBy: string;
  /** Facts whose column has at least this value, or no value, are taken anew: SQL of the column's type. */
  readonly since: Sql;
}

/**
 * Plans what brings a detailed wide table up to date: rows of facts from `since` on, and rows whose attributes are no longer those of
 * their dimensions, are deleted; then every fact without a row gets one. Facts that changed or went away without `changedBy`
 * telling stay as they were: the claim that a refresh equals a rebuild tells. A table of days or months is made anew.
 * @throws DxError `DX_OBT_SPEC` if the wide table does not have the column, and as `obtQuery`
 */
export function planObtRefresh(
  into: TableName,
  spec: ObtSpec,
  { changedBy, since }: ObtRefreshOptions,
): Plan {
  if (spec.level.kind !== "detail") return planObt(into, spec);
  const named = nameColumns(spec);
  const table = relation(into);
  const isThere = named.columns.some(
    ({ name, kind }) =>
      fold(name) === fold(changedBy) && kind !== "attribute" && kind !== "calculated",
  );
  if (!isThere)
    throw new DxError("DX_OBT_SPEC", `the wide table has no ${changedBy} of the fact`, {
      path: ["changedBy"],
      hint: "add it to `factColumns`",
    });
  const column = identifier(changedBy);
  const same = joinSql(
    named.factKeys.map((key) => sql`${identifier("t", key)} = ${identifier("f", key)}`),
    " and ",
  );
  const missing = sql`select * from ${named.fact} as f where not exists (select 1 from ${table} as t where ${same})`;
  const names = named.columns.map(({ name }) => identifier(name));
  return createPlan([
    [
      {
        purpose: "forget the rows of facts that may have changed",
        sql: sql`delete from ${table} where ${column} >= ${since} or ${column} is null`,
      },
      ...named.dimensions.flatMap((dimension) => forget(table, named, dimension)),
      {
        purpose: "add a row for each fact that has none",
        sql: sql`insert into ${table} (${names}) select ${names} from (${writeQuery(named, { facts: missing })}) as n`,
      },
    ],
  ]);
}

/** Deletes rows whose attributes are not those of the dimension's row any more. */
function forget(
  table: TableName,
  named: NamedObt,
  dimension: NamedDimension,
): readonly Statement[] {
  const isByKey = dimension.current === undefined && dimension.asOf === undefined;
  return isByKey ? forgetByKey(table, named, dimension) : [forgetByFact(table, named, dimension)];
}

/** Where the key that the wide table has names the dimension's row, that row is looked at once. */
function forgetByKey(
  table: TableName,
  named: NamedObt,
  dimension: NamedDimension,
): readonly Statement[] {
  const me = relation(table).name; // Redshift deletes from no alias
  const columns = attributeColumns(named, dimension);
  const sameKey = (other: string): Sql =>
    joinSql(
      dimension.joinKeys.map(
        (key, index) =>
          sql`${identifier(me, key)} = ${identifier(other, dimension.dimensionKeys[index] ?? key)}`,
      ),
      " and ",
    );
  const differs = columns.map(
    ({ name, source }) => sql`not ${isNotDistinct(identifier(me, name), identifier("o", source))}`,
  );
  const hasSome = columns.map(({ name }) => sql`${identifier(me, name)} is not null`);
  return [
    {
      purpose: `forget rows whose ${dimension.role} has changed`,
      sql: deleteUsing({
        table,
        as: me,
        from: sql`${dimension.relation} as o`,
        on: sql`${sameKey("o")} and (${joinSql(differs, " or ")})`,
      }),
    },
    {
      purpose: `forget rows whose ${dimension.role} is gone`,
      sql: sql`delete from ${relation(table)} where (${joinSql(hasSome, " or ")}) and not exists (select 1 from ${dimension.relation} as o where ${sameKey("o")})`,
    },
  ];
}

/** Where versions are chosen, the version of each fact is found again. */
function forgetByFact(table: TableName, named: NamedObt, dimension: NamedDimension): Statement {
  const me = relation(table).name;
  const columns = attributeColumns(named, dimension);
  const keys = named.factKeys.map((key) => identifier("f", key));
  const attributes = columns.map(
    ({ source, name }) => sql`${identifier(dimension.alias, source)} as ${identifier(name)}`,
  );
  const now = sql`select ${[...keys, ...attributes]} from ${relation(table)} as f${joinOf(dimension)}`;
  const differs = columns.map(
    ({ name }) => sql`not ${isNotDistinct(identifier(me, name), identifier("o", name))}`,
  );
  const same = named.factKeys.map((key) => sql`${identifier(me, key)} = ${identifier("o", key)}`);
  return {
    purpose: `forget rows whose ${dimension.role} has changed`,
    sql: deleteUsing({
      table,
      as: me,
      from: sql`(${now}) as o`,
      on: sql`${joinSql(same, " and ")} and (${joinSql(differs, " or ")})`,
    }),
  };
}
