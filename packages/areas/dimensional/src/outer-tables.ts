import { identifier, joinSql, sql, type Sql } from "@dx/sql";
import { sourceOf, type LoadOptions } from "./load-options.ts";
import type { Dimension, StarColumn } from "./model.ts";

/** What members of a dimension are read from, as `s`, with its outer tables under names of their own. */
export function membersFrom(
  { source, outer = [] }: Dimension,
  options: Pick<LoadOptions, "sources">,
): Sql {
  const joins = outer.map(({ name, source: table, through, columns, key }) => {
    const on = key.map(
      (column, at) =>
        sql`${identifier(outerAlias(name), column)} = ${identifier(through === undefined ? "s" : outerAlias(through), columns[at] ?? "")}`,
    );
    return sql` left join ${sourceOf(table, options)} as ${identifier(outerAlias(name))} on ${joinSql(on, " and ")}`;
  });
  return sql`${sourceOf(source, options)} as s${joinSql(joins, "")}`;
}

/** A column of a member, where {@link membersFrom} has it. */
export function memberColumn({ source, from }: StarColumn): Sql {
  return identifier(from === undefined ? "s" : outerAlias(from), source);
}

function outerAlias(name: string): string {
  return `o_${name}`;
}

/**
 * A dimension with the attributes of its own table alone.
 * @example
 * ```ts
 * import { withoutOuter } from "@dx/dimensional";
 * const id = { name: "iata", source: "iata", type: { kind: "text" } } as const;
 * const airport = { name: "dim_airport", source: "airports", surrogateKey: "airport_key", businessKey: [id], attributes: [], hierarchies: [], scdType: 1 } as const;
 * if (withoutOuter(airport).attributes.length > 0) throw new Error();
 * ```
 */
export function withoutOuter({ outer = [], ...dimension }: Dimension): Dimension {
  if (outer.length === 0) return dimension;
  const attributes = dimension.attributes.filter(({ from }) => from === undefined);
  const names = new Set([...dimension.businessKey, ...attributes].map(({ name }) => name));
  return {
    ...dimension,
    attributes,
    hierarchies: dimension.hierarchies.filter(({ levels }) =>
      levels.every((one) => names.has(one)),
    ),
  };
}
