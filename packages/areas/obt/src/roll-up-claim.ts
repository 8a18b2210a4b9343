import { relation, type Claim, type TableName } from "@dx/core";
import { identifier, isNotDistinct, joinSql, sql, type Sql } from "@dx/sql";
import { fold, periodName, type NamedObt } from "./obt-columns.ts";
import { detailQuery, meanOf, measureValue, periodOf } from "./obt-query.ts";
import type { ObtMeasure } from "./obt-spec.ts";

/** Of days and months: each row's last values, or mean, beside what is found in another way than it was made. */
export function rollUpClaim(into: TableName, named: NamedObt, measure: ObtMeasure): Claim<Sql> {
  const { column, rollUp } = measure;
  const { grain } = named;
  const names = [...grain, column].map((name) => identifier(name));
  return {
    id: `obt.measure.${idOf(column)}`,
    statement:
      rollUp === "average"
        ? `${column} of each row is the mean of its facts.`
        : `${column} of each row is the sum of the last values in its period.`,
    subject: relation(into).name,
    about: "result",
    check: {
      kind: "same-rows",
      left: rollUp === "average" ? meansOf(named, measure) : lastsOf(named, measure),
      right: sql`select ${names} from ${relation(into)}`,
      key: grain,
      columns: [...grain, column],
    },
  };
}

/** The facts with their periods, as `p`. */
function rowsOf(named: NamedObt): Sql {
  const { level } = named.spec;
  const period = level.kind === "detail" ? "dx_period" : periodName(level);
  return sql`select w.*, ${periodOf(named)} as ${identifier(period)} from (${detailQuery(named)}) as w`;
}

/** Means over windows, each row once. */
function meansOf(named: NamedObt, { column, isFloat }: ObtMeasure): Sql {
  const groups = named.grain.map((name) => identifier("p", name));
  const mean = meanOf(
    measureValue(identifier("p", column), isFloat),
    sql` over (partition by ${groups})`,
  );
  return sql`select distinct ${groups}, ${mean} as ${identifier(column)} from (${rowsOf(named)}) as p`;
}

/** Last values, found by looking for a later row instead of by a window. */
function lastsOf(named: NamedObt, { column, isFloat, per = [] }: ObtMeasure): Sql {
  const { grain, spec, factKeys } = named;
  if (spec.level.kind === "detail") return sql`select 1`;
  const members = typeof per === "string" ? [per] : per;
  const rows = rowsOf(named);
  const same = [periodName(spec.level), ...members].map((name) =>
    isNotDistinct(identifier("later", name), identifier("p", name)),
  );
  const isLater = joinSql(
    [spec.level.time, ...factKeys].map((name, index, all) => {
      const tied = all
        .slice(0, index)
        .map((one) => isNotDistinct(identifier("later", one), identifier("p", one)));
      const after = sql`${identifier("later", name)} > ${identifier("p", name)}`;
      return sql`(${joinSql([...tied, after], " and ")})`;
    }),
    " or ",
  );
  const none = sql`not exists (select 1 from (${rows}) as later where ${joinSql(same, " and ")} and (${isLater}))`;
  const value = measureValue(identifier("p", column), isFloat);
  const groups = grain.map((name) => identifier("p", name));
  const marked = sql`select ${[...groups, sql`case when ${none} then ${value} end as ${identifier(column)}`]} from (${rows}) as p`;
  const columns = grain.map((name) => identifier(name));
  return sql`select ${columns}, sum(${identifier(column)}) as ${identifier(column)} from (${marked}) as m group by ${columns}`;
}

/** A name as a part of a claim's id. */
export function idOf(name: string): string {
  return fold(name).replaceAll(/[^\p{L}\p{N}_]+/gu, "-");
}
