import { relation, type Relation } from "@dx/core";
import { castAs, identifier, joinSql, sql, timestampLiteral, type Sql } from "@dx/sql";
import { factRows, inRows } from "./fact-rows.ts";
import { dayOf, inUtc, timeOfDay } from "./internal/in-utc.ts";
import { columnsOf, tableOf, type LoadOptions } from "./load-options.ts";
import { dateColumn, timeKey, unknownKey, versionColumns } from "./model.ts";
import type { Dimension, DimensionalModel, FactKey, FactTable } from "./model.ts";
import { sameMember } from "./same-member.ts";
import { findDimension, keyOf } from "./star-columns.ts";

/**
 * The query of a fact's rows as they go into the star: each reference is the surrogate key of its dimension's member, where the dimension is of
 * type 2 of its last version that began no later than the fact, or of the unknown member: never NULL. Before its first version a
 * member's first one counts, and without a time its last one; while it was deleted, the version before.
 * @throws DxError `DX_DIMENSIONAL_NAME` for a reference to no dimension
 * @example
 * ```ts
 * import { resolveFact } from "@dx/dimensional";
 * import { renderSql } from "@dx/sql";
 * const id = { name: "iata", source: "iata", type: { kind: "text" } } as const;
 * const airport = { name: "dim_airport", source: "airports", surrogateKey: "airport_key", businessKey: [id], attributes: [], hierarchies: [], scdType: 1 } as const;
 * const fact = { name: "fct_flight", kind: "factless", source: "flights", grain: { sentence: "one row per flight", key: [{ ...id, name: "flight", source: "flight" }] }, keys: [{ column: "origin_key", role: "origin", dimension: "dim_airport", source: ["origin"] }], measures: [], degenerate: [] } as const;
 * const model = { name: "flights", facts: [fact], dimensions: [airport], date: null, decisions: [] };
 * if (!renderSql(resolveFact(model, fact, {}), "duckdb").text.includes("left join")) throw new Error();
 * ```
 * @see Kimball and Ross, "The Data Warehouse Toolkit" (3rd ed., 2013), chapter 19, surrogate key pipeline
 */
export function resolveFact(
  model: DimensionalModel,
  given: FactTable,
  options: Pick<LoadOptions, "sources" | "tables">,
): Sql {
  const fact = inRows(given);
  const own = [...fact.grain.key, ...fact.degenerate, ...fact.measures].map(
    ({ name, source }) => sql`${identifier("f", source)} as ${identifier(name)}`,
  );
  const keys = fact.keys.map(({ column, dimension, role }) => {
    const found = identifier(aliasOf(role), keyOf(model, dimension).key);
    return sql`coalesce(${found}, ${unknownKey}) as ${identifier(column)}`;
  });
  const joins = fact.keys.map((key) => joinMember(model, key, options));
  return sql`select ${[...own, ...keys]} from ${factRows(given, options)} as f${joinSql(joins, "")}`;
}

function aliasOf(role: string): string {
  return `d_${role}`;
}

function joinMember(
  model: DimensionalModel,
  key: FactKey,
  options: Pick<LoadOptions, "tables">,
): Sql {
  const alias = aliasOf(key.role);
  const table = relation(tableOf(key.dimension, options));
  const [source = ""] = key.source;
  if (model.date?.name === key.dimension) {
    const day = identifier(alias, dateColumn);
    return sql` left join ${table} as ${identifier(alias)} on ${day} = ${dayOf(identifier("f", source), key.utc)}`;
  }
  if (model.time?.name === key.dimension) {
    const time = timeOfDay(identifier("f", source), { ...model.time, ...key });
    return sql` left join ${table} as ${identifier(alias)} on ${identifier(alias, timeKey)} = ${time}`;
  }
  const dimension = findDimension(model.dimensions, key.dimension);
  const found = sameMember(dimension, alias, (_, at) => identifier("f", key.source[at] ?? source));
  const same =
    dimension.kind === "junk"
      ? sql`${found} and ${identifier(alias, dimension.surrogateKey)} <> ${unknownKey}`
      : found;
  if (dimension.scdType !== 2) return sql` left join ${table} as ${identifier(alias)} on ${same}`;
  const time = castAs(inUtc(identifier("f", key.asOf ?? source), key.utc), "timestamp");
  const at = sql`coalesce(${time}, ${latest})`;
  const then = sql`${identifier(alias, "version_begin")} <= ${at} and ${at} < ${identifier(alias, "version_end")}`;
  return sql` left join ${versionsOf(dimension, table)} as ${identifier(alias)} on ${same} and ${then}`;
}

/** The versions of members, each until the next one begins; the first begins with time itself, and the last never ends. */
function versionsOf({ surrogateKey, businessKey }: Dimension, table: Relation): Sql {
  const keys = columnsOf(
    "v",
    businessKey.map(({ name }) => name),
  );
  const from = identifier("v", versionColumns.validFrom);
  const window = sql`(partition by ${keys} order by ${from})`;
  const begin = sql`case when row_number() over ${window} = 1 then ${first} else ${from} end`;
  return sql`(select v.*, ${begin} as version_begin, coalesce(lead(${from}) over ${window}, ${last}) as version_end
    from ${table} as v where ${identifier("v", surrogateKey)} <> ${unknownKey})`;
}

const first = timestampLiteral("0001-01-01");
const last = timestampLiteral("9999-12-31T23:59:59.999999");
/** Facts without a time. */
const latest = timestampLiteral("9999-12-31T23:59:59.999998");
