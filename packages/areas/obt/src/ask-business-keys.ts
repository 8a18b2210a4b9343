import { toNames, valueAt, type Names, type TableName, relation } from "@dx/core";
import { identifier, query, sql, type Query, type Sql } from "@dx/sql";
import type { VersionColumns } from "./find-versions.ts";

/**
 * Asks which columns may be the business key of a dimension with versions: never NULL and without a second row among current
 * versions, and, where there are older ones, shared by versions. All of one query.
 * @param columns - those that are asked about
 */
export function askBusinessKeys(
  table: TableName,
  columns: Names,
  { flag, validTo = "valid_to" }: VersionColumns,
): Query<readonly string[]> {
  const names = toNames(columns, "columns");
  const isCurrent =
    flag === undefined ? sql`${identifier(validTo)} is null` : sql`${identifier(flag)} = true`;
  const figures = names.flatMap((name, index): readonly Sql[] => {
    const now = sql`case when ${isCurrent} then ${identifier(name)} end`;
    return [
      sql`count(${now}) as ${identifier(`filled_${index}`)}`,
      sql`count(distinct ${now}) as ${identifier(`distinct_${index}`)}`,
      sql`count(distinct ${identifier(name)}) as ${identifier(`all_${index}`)}`,
    ];
  });
  const asked = sql`select ${[
    sql`count(*) as versions`,
    sql`count(case when ${isCurrent} then 1 end) as members`,
    ...figures,
  ]} from ${relation(table)}`;
  return query("askBusinessKeys", asked, ({ columns: answers }) => {
    const [versions = 0, members = 0, ...rest] = answers.map((one) => Number(valueAt(one, 0)));
    return names.filter((_, index) => {
      const [filled = 0, distinct = 0, all = 0] = rest.slice(index * 3, index * 3 + 3);
      const isKey = members > 0 && filled === members && distinct === members;
      return isKey && (versions === members || all < versions);
    });
  });
}
