import { relation, type Claim, type TableName } from "@dx/core";
import { verbatimSql, castAs, identifier, joinSql, sql, type Sql } from "@dx/sql";
import {
  fold,
  nameColumns,
  type NamedDimension,
  type NamedObt,
  type ObtColumn,
} from "./obt-columns.ts";
import { attributeColumns, detailQuery, joinOf, measureValue, writeQuery } from "./obt-query.ts";
import type { ObtMeasure, ObtSpec } from "./obt-spec.ts";
import { idOf, rollUpClaim } from "./roll-up-claim.ts";

/** What else there is to compare with. */
export interface ObtClaimsOptions {
  /** A table that was made anew of the same star, beside one that was refreshed. */
  readonly rebuilt?: TableName;
  /** The greatest share of facts without a member, 0 to 1, that is no finding, by role; without a word, 0. */
  readonly atMostMissing?: Readonly<Record<string, number>>;
}

/**
 * What must be true of a wide table beside its star. `obt.grain.every-fact`: each fact that the filters leave is there, exactly once;
 * of days or months, `obt.grain.every-group`. `obt.grain.unique`: what tells rows apart does. `obt.measure.NAME`: in all and by
 * each dimension, the measure is what the fact says, by one join at a time. `obt.calculated`: each row has what the
 * formulas give on the star. `obt.nulls.ROLE`: as many NULLs as the dimension alone brings. `obt.refresh`: equal to what was made anew.
 * `obt.members.ROLE`, about the source: how many facts have no member.
 * @throws DxError as `obtQuery`
 */
export function obtClaims(
  into: TableName,
  spec: ObtSpec,
  { rebuilt, atMostMissing = {} }: ObtClaimsOptions = {},
): readonly Claim<Sql>[] {
  const named = nameColumns(spec);
  const work: Work = { into, named, facts: filteredFacts(named) };
  return [
    ...grainClaims(work),
    ...spec.measures.flatMap((measure) => measureClaim(work, measure)),
    ...(named.calculated.length === 0 ? [] : [calculatedClaim(work)]),
    ...(spec.level.kind === "detail" ? named.dimensions.map((one) => nullsClaim(work, one)) : []),
    ...(rebuilt === undefined ? [] : [refreshClaim(work, rebuilt)]),
    ...named.dimensions.map((one) => membersClaim(named, one, atMostMissing[one.role] ?? 0)),
  ];
}

interface Work {
  readonly into: TableName;
  readonly named: NamedObt;
  /** The facts that the filters leave, each as often as it is there, with no join of its own. */
  readonly facts: Sql;
}

const names = (columns: readonly string[], of?: string): readonly Sql[] =>
  columns.map((name) => (of === undefined ? identifier(name) : identifier(of, name)));

function filteredFacts(named: NamedObt): Sql {
  const { fact, factKeys, filters } = named;
  if (filters.length === 0) return sql`select * from ${fact}`;
  const same = joinSql(
    factKeys.map((key) => sql`${identifier("k", key)} = ${identifier("x", key)}`),
    " and ",
  );
  return sql`select * from ${fact} as x where exists (select 1 from (${detailQuery(named)}) as k where ${same})`;
}

function grainClaims({ into, named, facts }: Work): readonly Claim<Sql>[] {
  const table = relation(into);
  const { grain, factKeys, spec } = named;
  const about = { subject: table.name, about: "result" } as const;
  const groups = names(grain);
  const isDetail = spec.level.kind === "detail";
  const wanted = isDetail
    ? sql`select ${names(factKeys)} from (${facts}) as f`
    : sql`select distinct ${groups} from (${writeQuery(named)}) as w`;
  return [
    {
      id: isDetail ? "obt.grain.every-fact" : "obt.grain.every-group",
      statement: isDetail
        ? `Each row of ${named.fact.name}${named.filters.length > 0 ? " that the filters leave" : ""} is in ${table.name} exactly once.`
        : `Each combination of ${grain.join(", ")} is in ${table.name} exactly once.`,
      ...about,
      check: {
        kind: "same-rows",
        left: wanted,
        right: sql`select ${groups} from ${table}`,
        key: grain,
        columns: grain,
      },
    },
    {
      id: "obt.grain.unique",
      statement: `${grain.join(", ")} tells the rows of ${table.name} apart.`,
      ...about,
      check: {
        kind: "no-rows",
        violations: sql`select ${groups}, count(*) as times from ${table} group by ${groups} having count(*) > 1 order by ${groups}`,
        population: sql`select 1 as one from ${table}`,
      },
    },
  ];
}

/** What single facts are compared by: where rows are not brought together, sums tell of any change but one that cancels out. */
function roller(rollUp: ObtMeasure["rollUp"]): "sum" | "min" | "max" {
  return rollUp === "min" || rollUp === "max" ? rollUp : "sum";
}

/** In all, and by the first attribute of each dimension: `slice`, `member`, `value`. */
function measureClaim({ into, named, facts }: Work, measure: ObtMeasure): readonly Claim<Sql>[] {
  const { column, rollUp, isFloat } = measure;
  if (named.spec.level.kind !== "detail" && (rollUp === "last" || rollUp === "average"))
    return [rollUpClaim(into, named, measure)];
  const roll = (of: string): Sql => {
    const value = measureValue(identifier(of, column), isFloat);
    return sql`${verbatimSql(roller(rollUp))}(${value})`;
  };
  const table = relation(into);
  const all = (from: Sql): Sql =>
    sql`select 'all' as slice, 'all' as member, ${roll("f")} as value from ${from} as f`;
  const slices = named.dimensions.flatMap((dimension) => {
    const [first] = attributeColumns(named, dimension);
    return first === undefined ? [] : [{ dimension, first }];
  });
  const star = slices.map(
    ({ dimension, first }) =>
      sql`select ${first.name} as slice, ${castAs(identifier(dimension.alias, first.source), "text")} as member, ${roll("f")} as value from (${facts}) as f${joinOf(dimension)} group by ${identifier(dimension.alias, first.source)}`,
  );
  const wide = slices.map(
    ({ first }) =>
      sql`select ${first.name} as slice, ${castAs(identifier("f", first.name), "text")} as member, ${roll("f")} as value from ${table} as f group by ${identifier("f", first.name)}`,
  );
  return [
    {
      id: `obt.measure.${idOf(column)}`,
      statement: `The ${roller(rollUp)} of ${column}, in all and by each dimension, is that of ${named.fact.name}.`,
      subject: table.name,
      about: "result",
      check: {
        kind: "same-rows",
        left: joinSql([all(sql`(${facts})`), ...star], " union all "),
        right: joinSql([all(sql`${table}`), ...wide], " union all "),
        key: ["slice", "member"],
        columns: ["slice", "member", "value"],
      },
    },
  ];
}

function calculatedClaim({ into, named }: Work): Claim<Sql> {
  const fields = named.calculated.map(({ name }) => name);
  const columns = [...named.grain, ...fields];
  const of = (from: Sql): Sql => sql`select ${names(columns)} from ${from}`;
  return {
    id: "obt.calculated",
    statement: `${fields.join(", ")}: each row has what the formula gives on the star.`,
    subject: relation(into).name,
    about: "result",
    check: {
      kind: "same-rows",
      left: of(sql`(${writeQuery(named)}) as w`),
      right: of(sql`${relation(into)}`),
      key: named.grain,
      columns,
    },
  };
}

function countNulls({ name }: ObtColumn, value: Sql, from: Sql): Sql {
  return sql`select ${name} as attribute, count(*) - count(${value}) as nulls from ${from}`;
}

function nullsClaim({ into, named, facts }: Work, dimension: NamedDimension): Claim<Sql> {
  const columns = attributeColumns(named, dimension);
  const joined = sql`(${facts}) as f${joinOf(dimension)}`;
  return {
    id: `obt.nulls.${idOf(dimension.role)}`,
    statement: `The attributes of ${dimension.role} are NULL as often as ${dimension.relation.name} makes them.`,
    subject: relation(into).name,
    about: "result",
    check: {
      kind: "same-rows",
      left: joinSql(
        columns.map((one) => countNulls(one, identifier(dimension.alias, one.source), joined)),
        " union all ",
      ),
      right: joinSql(
        columns.map((one) =>
          countNulls(one, identifier("w", one.name), sql`${relation(into)} as w`),
        ),
        " union all ",
      ),
      key: ["attribute"],
      columns: ["attribute", "nulls"],
    },
  };
}

function refreshClaim({ into, named }: Work, rebuilt: TableName): Claim<Sql> {
  const all = named.columns.map(({ name }) => name);
  const of = (table: TableName): Sql => sql`select ${names(all)} from ${relation(table)}`;
  return {
    id: "obt.refresh",
    statement: "What a refresh left is what making the table anew gives.",
    subject: relation(into).name,
    about: "result",
    check: {
      kind: "same-rows",
      left: of(rebuilt),
      right: of(into),
      key: named.grain,
      columns: all,
    },
  };
}

function membersClaim(
  { fact, factKeys }: NamedObt,
  dimension: NamedDimension,
  atMost: number,
): Claim<Sql> {
  const [key = ""] = dimension.dimensionKeys;
  const shown = [...new Set([...factKeys, ...dimension.joinKeys].map(fold))];
  const listed = [...factKeys, ...dimension.joinKeys]
    .filter((name, index, all) => all.findIndex((one) => fold(one) === fold(name)) === index)
    .slice(0, shown.length);
  return {
    id: `obt.members.${idOf(dimension.role)}`,
    statement: `No more than ${atMost} of the facts have no member in ${dimension.relation.name} as ${dimension.role}.`,
    subject: fact.name,
    about: "source",
    check: {
      kind: "share",
      violations: sql`select ${names(listed, "f")} from ${fact} as f${joinOf(dimension)} where ${identifier(dimension.alias, key)} is null order by ${names(factKeys, "f")}`,
      population: sql`select 1 as one from ${fact}`,
      atMost,
    },
  };
}
