import { verbatimSql, castAs, identifier, joinSql, sql, startOfMonth, type Sql } from "@dx/sql";
import {
  nameColumns,
  periodName,
  type NamedDimension,
  type NamedObt,
  type ObtColumn,
} from "./obt-columns.ts";
import type { ObtSpec } from "./obt-spec.ts";

/** Which facts are read. */
export interface ObtQueryOptions {
  /** A query of the fact's columns in the fact's place. */
  readonly facts?: Sql;
}

/**
 * The query of a wide table: the fact with the attributes of all its dimensions, one row for each fact, or one for each day or month
 * and all attributes alike. Dimensions are joined from the left: a fact without a member keeps its row, with NULLs.
 * @throws DxError as `nameColumns`
 * @example
 * ```ts
 * import { obtQuery } from "@dx/obt";
 * import { renderSql } from "@dx/sql";
 * const query = obtQuery({
 *   fact: "fct_sale",
 *   factKey: "sale_id",
 *   measures: [{ column: "amount", rollUp: "sum" }],
 *   dimensions: [{ table: "dim_shop", joinKey: "shop_key", attributes: ["city"] }],
 *   level: { kind: "detail" },
 * });
 * if (!renderSql(query, "duckdb").text.includes('as "shop_city"')) throw new Error();
 * ```
 */
export function obtQuery(spec: ObtSpec, options: ObtQueryOptions = {}): Sql {
  return writeQuery(nameColumns(spec), options);
}

/** The same, of names that were found. */
export function writeQuery(named: NamedObt, { facts }: ObtQueryOptions = {}): Sql {
  const { spec, calculated } = named;
  const detail = detailQuery(named, facts);
  const rows = spec.level.kind === "detail" ? detail : rolledUp(named, detail, spec.level);
  if (calculated.length === 0) return rows;
  const names = named.columns.filter(({ kind }) => kind !== "calculated");
  const own = names.map(({ name }) => sql`${identifier("w", name)}`);
  const computed = calculated.map((one) => sql`${one.sql} as ${identifier(one.name)}`);
  return sql`select ${[...own, ...computed]} from (${rows}) as w`;
}

/** The facts with all attributes, as fine as they are, but for those that filters leave out. */
export function detailQuery(named: NamedObt, facts?: Sql): Sql {
  const { spec, fact, factKeys, dimensions, filters } = named;
  const taken = new Set<string>();
  const own = [
    ...factKeys,
    ...dimensions.flatMap(({ joinKeys }) => joinKeys),
    ...dimensions.flatMap(({ asOf }) => (asOf === undefined ? [] : [asOf.at])),
    ...(spec.level.kind === "detail" ? [] : [spec.level.time]),
    ...(typeof spec.factColumns === "string" ? [spec.factColumns] : (spec.factColumns ?? [])),
    ...(spec.level.kind === "detail" ? [] : spec.measures.flatMap(({ per = [] }) => per)),
  ];
  const measures = spec.measures.map(({ column }) => column);
  const ofFact = (names: readonly string[]): readonly Sql[] =>
    names.flatMap((name) => {
      const isNew = !taken.has(name.toLowerCase());
      taken.add(name.toLowerCase());
      return isNew ? [sql`${identifier("f", name)}`] : [];
    });
  const keys = ofFact(own.filter((name) => !measures.includes(name)));
  const attributes = dimensions.flatMap((dimension) =>
    attributeColumns(named, dimension).map(
      ({ source, name }) => sql`${identifier(dimension.alias, source)} as ${identifier(name)}`,
    ),
  );
  const from = facts === undefined ? sql`${fact} as f` : sql`(${facts}) as f`;
  const joins = joinSql(dimensions.map(joinOf), "");
  const rows = sql`select ${[...keys, ...attributes, ...ofFact(measures)]} from ${from}${joins}`;
  if (filters.length === 0) return rows;
  return sql`select w.* from (${rows}) as w where ${joinSql(filters, " and ")}`;
}

/** The columns that a dimension brings. */
export function attributeColumns(
  { columns }: NamedObt,
  { role }: NamedDimension,
): readonly ObtColumn[] {
  return columns.filter((column) => column.kind === "attribute" && column.role === role);
}

/** How the query finds the row of a dimension for each fact, `f`. */
export function joinOf({
  alias,
  relation,
  joinKeys,
  dimensionKeys,
  current,
  asOf,
}: NamedDimension): Sql {
  const matches = (other: string): Sql =>
    joinSql(
      joinKeys.map(
        (name, index) =>
          sql`${identifier("f", name)} = ${identifier(other, dimensionKeys[index] ?? name)}`,
      ),
      " and ",
    );
  if (asOf !== undefined) {
    const at = identifier("f", asOf.at);
    const [from, to] = [identifier(alias, asOf.validFrom), identifier(alias, asOf.validTo)];
    return sql` left join ${relation} as ${identifier(alias)} on ${matches(alias)} and ${from} <= ${at} and (${at} < ${to} or ${to} is null)`;
  }
  if (current === undefined)
    return sql` left join ${relation} as ${identifier(alias)} on ${matches(alias)}`;
  const keys =
    typeof current.businessKey === "string" ? [current.businessKey] : current.businessKey;
  const isCurrent =
    current.flag === undefined
      ? sql`${identifier(alias, current.validTo ?? "")} is null`
      : sql`${identifier(alias, current.flag)} = true`;
  const isDirect =
    keys.length === dimensionKeys.length && keys.every((key) => dimensionKeys.includes(key));
  if (isDirect)
    return sql` left join ${relation} as ${identifier(alias)} on ${matches(alias)} and ${isCurrent}`;
  const named = `${alias}v`;
  const same = joinSql(
    keys.map((key) => sql`${identifier(alias, key)} = ${identifier(named, key)}`),
    " and ",
  );
  return sql` left join ${relation} as ${identifier(named)} on ${matches(named)} left join ${relation} as ${identifier(alias)} on ${same} and ${isCurrent}`;
}

function rolledUp(
  named: NamedObt,
  detail: Sql,
  level: Exclude<ObtSpec["level"], { readonly kind: "detail" }>,
): Sql {
  const { spec, factKeys, columns } = named;
  const period = periodOf(named);
  const lasts = spec.measures.flatMap(({ rollUp, per = [], column }, index) =>
    rollUp === "last" ? [{ column, index, per: typeof per === "string" ? [per] : per }] : [],
  );
  const windows = lasts.map(({ index, per }) => {
    const groups = [period, ...per.map((name) => identifier("w", name))];
    const order = [level.time, ...factKeys].map((name) => sql`${identifier("w", name)} desc`);
    return sql`row_number() over (partition by ${groups} order by ${order}) as ${identifier(lastName(index))}`;
  });
  const attributes = columns.filter(({ kind }) => kind === "attribute").map(({ name }) => name);
  const prepared = sql`select ${[sql`w.*`, sql`${period} as ${identifier(periodName(level))}`, ...windows]} from (${detail}) as w`;
  const groups = [periodName(level), ...attributes].map((name) => identifier("g", name));
  const measures = spec.measures.map((measure, index) => {
    const value = measureValue(identifier("g", measure.column), measure.isFloat);
    const name = identifier(measure.column);
    if (measure.rollUp === "average") return sql`${meanOf(value)} as ${name}`;
    if (measure.rollUp !== "last") return sql`${verbatimSql(measure.rollUp)}(${value}) as ${name}`;
    return sql`sum(case when ${identifier("g", lastName(index))} = 1 then ${value} end) as ${name}`;
  });
  const rows = sql`count(*) as ${identifier("row_count")}`;
  return sql`select ${[...groups, rows, ...measures]} from (${prepared}) as g group by ${groups}`;
}

/** The day, or the first day of the month, of a row `w`. */
export function periodOf({ spec: { level } }: NamedObt): Sql {
  if (level.kind === "detail") return sql`null`;
  const day = castAs(identifier("w", level.time), "date");
  return level.kind === "daily" ? day : startOfMonth(day);
}

/** The mean of values that are not NULL, exact up to the one division; with `over`, of a window. */
export function meanOf(value: Sql, over: Sql = sql``): Sql {
  const sum = castAs(sql`sum(${value})${over}`, "float64");
  return sql`(${sum} / nullif(${castAs(sql`count(${value})${over}`, "float64")}, 0))`;
}

const lastName = (index: number): string => `dx_last_${index + 1}`;

/** A measure that sums to the same whatever the order. */
export function measureValue(value: Sql, isFloat = false): Sql {
  return isFloat ? castAs(value, { kind: "decimal", precision: 38, scale: 9 }) : value;
}
