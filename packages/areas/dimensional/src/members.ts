import { relation } from "@dx/core";
import { identifier, sql, type Sql } from "@dx/sql";
import { dayOf, timeOfDay } from "./internal/in-utc.ts";
import { columnsOf, tableOf } from "./load-options.ts";
import { dateColumn, dateKey, timeKey, unknownKey } from "./model.ts";
import type { DimensionalModel, FactKey } from "./model.ts";
import type { ReconcileOptions } from "./reconcile.ts";
import { sameMember } from "./same-member.ts";
import { findDimension } from "./star-columns.ts";

/** How rows of the star's fact, or of its source, are given the members of a role. */
export interface Members {
  /** The join of the members, as `m`, to the fact `f`. */
  readonly join: Sql;
  /** What names the member: its business key, its day, or its time of day; NULL is the unknown member. */
  readonly columns: Readonly<Record<string, Sql>>;
  /** Is NULL where there is no member. */
  readonly found: Sql;
}

/** The members of a role on the star's side: by surrogate key. */
export function membersInStar(
  model: DimensionalModel,
  key: FactKey,
  options: ReconcileOptions,
): Members {
  const table = relation(tableOf(key.dimension, options));
  const own = identifier("f", key.column);
  if (model.date?.name === key.dimension)
    return {
      join: sql` left join ${table} as m on ${identifier("m", dateKey)} = ${own}`,
      columns: { member: identifier("m", dateColumn) },
      found: identifier("m", dateColumn),
    };
  if (model.time?.name === key.dimension)
    return {
      join: sql` left join ${table} as m on ${identifier("m", timeKey)} = ${own} and ${own} <> ${unknownKey}`,
      columns: { member: identifier("m", timeKey) },
      found: identifier("m", timeKey),
    };
  const { surrogateKey, businessKey } = findDimension(model.dimensions, key.dimension);
  return {
    join: sql` left join ${table} as m on ${identifier("m", surrogateKey)} = ${own}`,
    columns: named(businessKey.map(({ name }) => name)),
    found: identifier("m", surrogateKey),
  };
}

/** The members of a role on the source's side: by the source's own codes and dates. */
export function membersInSource(
  model: DimensionalModel,
  key: FactKey,
  options: ReconcileOptions,
): Members {
  const table = relation(tableOf(key.dimension, options));
  const [source = ""] = key.source;
  if (model.date?.name === key.dimension)
    return {
      join: sql` left join ${table} as m on ${identifier("m", dateColumn)} = ${dayOf(identifier("f", source), key.utc)}`,
      columns: { member: identifier("m", dateColumn) },
      found: identifier("m", dateColumn),
    };
  if (model.time?.name === key.dimension) {
    const time = timeOfDay(identifier("f", source), { ...model.time, ...key });
    return {
      join: sql` left join ${table} as m on ${identifier("m", timeKey)} = ${time}`,
      columns: { member: identifier("m", timeKey) },
      found: identifier("m", timeKey),
    };
  }
  const dimension = findDimension(model.dimensions, key.dimension);
  const { surrogateKey, businessKey } = dimension;
  const names = businessKey.map(({ name }) => name);
  const same = sameMember(dimension, "m", (_, at) => identifier("f", key.source[at] ?? source));
  const known = sql`(select distinct ${columnsOf("k", names)}, 1 as is_member from ${table} as k where ${identifier("k", surrogateKey)} <> ${unknownKey})`;
  return {
    join: sql` left join ${known} as m on ${same}`,
    columns: named(names),
    found: sql`m.is_member`,
  };
}

function named(names: readonly string[]): Readonly<Record<string, Sql>> {
  const entries = names.map((name, index) => [
    index === 0 ? "member" : `member_${index + 1}`,
    identifier("m", name),
  ]);
  return Object.fromEntries(entries);
}

/** Columns with their names. */
export function written(columns: Readonly<Record<string, Sql>>): readonly Sql[] {
  return Object.entries(columns).map(([name, column]) => sql`${column} as ${identifier(name)}`);
}
