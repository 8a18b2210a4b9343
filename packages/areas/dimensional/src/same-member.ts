import { identifier, joinSql, sql, type Sql, type SqlValue } from "@dx/sql";
import type { Dimension, StarColumn } from "./model.ts";

/** Columns of a dimension's business key, each beside what it is compared with. */
type Other = (column: StarColumn, at: number) => Sql;

/**
 * That a row names a member. Of a combination of flags NULL is a value too, and is equal to NULL: written so that engines can hash it.
 * @param alias - of the dimension's table
 */
export function sameMember(
  { kind, businessKey }: Pick<Dimension, "kind" | "businessKey">,
  alias: string,
  other: Other,
): Sql {
  const same = businessKey.map((column, at) => {
    const [own, theirs] = [identifier(alias, column.name), other(column, at)];
    if (kind !== "junk") return sql`${own} = ${theirs}`;
    const empty = emptyOf(column);
    return sql`coalesce(${own}, ${empty}) = coalesce(${theirs}, ${empty}) and ${isMissing(own)} = ${isMissing(theirs)}`;
  });
  return joinSql(same, " and ");
}

function isMissing(value: Sql): Sql {
  return sql`case when ${value} is null then 1 else 0 end`;
}

function emptyOf({ type }: StarColumn): SqlValue {
  if (type.kind === "text") return "";
  return type.kind === "boolean" ? false : 0n;
}
