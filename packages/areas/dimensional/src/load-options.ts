import { formatRelation, relation, type TableName, type Time } from "@dx/core";
import { identifier, joinSql, timestampLiteral, typedLiteral, type Sql } from "@dx/sql";
import { isNotDistinct, sql } from "@dx/sql";

/** How a star is loaded. */
export interface LoadOptions {
  /** The time of the load, for the columns of auditors; a `parameter` for a scheduled job. */
  readonly loadedAt: Time | Sql;
  /** Where the tables are that the model calls its sources, by their names there; others have those names. */
  readonly sources?: Readonly<Record<string, TableName>>;
  /** Where the tables of the star are, by their names in the model; others have those names. */
  readonly tables?: Readonly<Record<string, TableName>>;
  /** The schema for working tables; without it, they are beside the star's. */
  readonly staging?: string;
}

/** Where a source is. */
export function sourceOf(name: string, { sources = {} }: Pick<LoadOptions, "sources">): Sql {
  return sql`${relation(Object.hasOwn(sources, name) ? (sources[name] ?? name) : name)}`;
}

/** Where a table of the star is. */
export function tableOf(name: string, { tables = {} }: Pick<LoadOptions, "tables">): TableName {
  return Object.hasOwn(tables, name) ? (tables[name] ?? name) : name;
}

/** A working table, as `stg_fct_flight`. */
export function stagingOf(name: string, { staging }: Pick<LoadOptions, "staging">): TableName {
  const { name: own, schema, catalog } = relation(name);
  const plain = own.startsWith('"') ? own.slice(1, -1).replaceAll('""', '"') : own;
  const working = own.startsWith('"') ? `"stg_${plain.replaceAll('"', '""')}"` : `stg_${plain}`;
  if (staging !== undefined) return { kind: "relation", schema: staging, name: working };
  return formatRelation({
    kind: "relation",
    name: working,
    ...(schema === undefined ? {} : { schema }),
    ...(catalog === undefined ? {} : { catalog }),
  });
}

/** The time of a load. */
export function timeOf({ loadedAt }: Pick<LoadOptions, "loadedAt">): Sql {
  return timestampLiteral(loadedAt);
}

/** Columns of an alias. */
export function columnsOf(alias: string, names: readonly string[]): readonly Sql[] {
  return names.map((name) => identifier(alias, name));
}

/** That columns of two aliases are equal; none of them is NULL. */
export function equalOn(left: string, right: string, names: readonly string[]): Sql {
  return joinSql(
    names.map((name) => sql`${identifier(left, name)} = ${identifier(right, name)}`),
    " and ",
  );
}

/** That at least one of some columns of two aliases differs, NULL being equal to NULL. */
export function differOn(left: string, right: string, names: readonly string[]): Sql {
  const same = names.map((name) => isNotDistinct(identifier(left, name), identifier(right, name)));
  return sql`not (${joinSql(same, " and ")})`;
}

/** NULL of a type. */
export function nullOf(type: Parameters<typeof typedLiteral>[0]): Sql {
  return typedLiteral(type, null);
}
