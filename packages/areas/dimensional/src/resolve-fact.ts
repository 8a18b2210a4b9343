import { relation, type Relation } from "@dx/core";
import { identifier, joinSql, sql, timestampLiteral, type Sql } from "@dx/sql";
import { castAs, dayOf, inUtc } from "./internal/cast-as.ts";
import { columnsOf, sourceOf, tableOf, type LoadOptions } from "./load-options.ts";
import { dateColumn, unknownKey, versionColumns } from "./model.ts";
import type { Dimension, DimensionalModel, FactKey, FactTable } from "./model.ts";
import { findDimension, keyOf } from "./star-columns.ts";

/**
 * The query of a fact's rows as they go into the star: each reference is the surrogate key of its dimension's member, of the version
 * that was valid at the fact's time where the dimension is of type 2, or of the unknown member: never NULL. Before the first
 * version of a member, the first one counts.
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
  fact: FactTable,
  options: Pick<LoadOptions, "sources" | "tables">,
): Sql {
  const own = [...fact.grain.key, ...fact.degenerate, ...fact.measures].map(
    ({ name, source }) => sql`${identifier("f", source)} as ${identifier(name)}`,
  );
  const keys = fact.keys.map(({ column, dimension, role }) => {
    const found = identifier(aliasOf(role), keyOf(model, dimension).key);
    return sql`coalesce(${found}, ${unknownKey}) as ${identifier(column)}`;
  });
  const joins = fact.keys.map((key) => joinMember(model, key, options));
  return sql`select ${[...own, ...keys]} from ${sourceOf(fact.source, options)} as f${joinSql(joins, "")}`;
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
  const dimension = findDimension(model.dimensions, key.dimension);
  const same = dimension.businessKey.map(
    ({ name }, index) =>
      sql`${identifier(alias, name)} = ${identifier("f", key.source[index] ?? source)}`,
  );
  if (dimension.scdType !== 2)
    return sql` left join ${table} as ${identifier(alias)} on ${joinSql(same, " and ")}`;
  const at = castAs(inUtc(identifier("f", key.asOf ?? source), key.utc), "timestamp");
  const then = sql`${identifier(alias, "version_begin")} <= ${at} and ${at} < ${identifier(alias, "version_end")}`;
  return sql` left join ${versionsOf(dimension, table)} as ${identifier(alias)} on ${joinSql([...same, then], " and ")}`;
}

/** The versions of members, each with a begin and an end that are no NULL; the first begins with time itself. */
function versionsOf({ surrogateKey, businessKey }: Dimension, table: Relation): Sql {
  const keys = columnsOf(
    "v",
    businessKey.map(({ name }) => name),
  );
  const { validFrom, validTo } = versionColumns;
  const [from, to] = [identifier("v", validFrom), identifier("v", validTo)];
  const nth = sql`row_number() over (partition by ${keys} order by ${from})`;
  const first = timestampLiteral("0001-01-01");
  const last = timestampLiteral("9999-12-31T23:59:59.999999");
  return sql`(select v.*, case when ${nth} = 1 then ${first} else ${from} end as version_begin,
    coalesce(${to}, ${last}) as version_end
    from ${table} as v where ${identifier("v", surrogateKey)} <> ${unknownKey})`;
}
