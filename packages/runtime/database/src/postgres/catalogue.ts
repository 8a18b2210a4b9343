import type { ColumnSchema, ForeignKey, Relation, TableSchema } from "@dx/core";
import { toObjects } from "@dx/core";
import type { RenderedSql } from "@dx/sql";
import { foldName, renderSql, sql } from "@dx/sql";
import type { Rows } from "@dx/core";
import { protect, readJson, readText } from "../internal/catalogue.ts";
import { typeOf } from "./types.ts";

const relations = `
select c.oid, n.nspname as schema, c.relname as name, c.relkind as kind, c.reltuples as rows,
  obj_description(c.oid, 'pg_class') as comment,
  (select json_agg(json_build_object('name', a.attname, 'type', coalesce(nullif(t.typbasetype, 0), a.atttypid),
      'modifier', case when t.typtype = 'd' then t.typtypmod else a.atttypmod end,
      'native', format_type(a.atttypid, a.atttypmod), 'notnull', a.attnotnull,
      'comment', col_description(a.attrelid, a.attnum),
      'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end) order by a.attnum)
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
  (select json_agg(json_build_object('kind', k.contype,
      'columns', (select json_agg(a.attname order by u.nth) from unnest(k.conkey) with ordinality as u(num, nth)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num),
      'schema', fn.nspname, 'table', f.relname,
      'referenced', (select json_agg(a.attname order by u.nth) from unnest(k.confkey) with ordinality as u(num, nth)
        join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num)) order by k.conname)
    from pg_constraint k left join pg_class f on f.oid = k.confrelid left join pg_namespace fn on fn.oid = f.relnamespace
    where k.conrelid = c.oid and k.contype in ('p', 'u', 'f')) as keys
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f')`;

const users = `
  and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
order by n.nspname, c.relname`;

interface RawColumn {
  readonly name: string;
  readonly type: number | string;
  readonly modifier: number;
  readonly native: string;
  readonly notnull: boolean;
  readonly comment: string | null;
  readonly default: string | null;
}

interface RawKey {
  readonly kind: "p" | "u" | "f";
  readonly columns: readonly string[];
  readonly schema: string | null;
  readonly table: string | null;
  readonly referenced: readonly string[] | null;
}

/** Reads the catalogue; see `Connection`. */
export async function readCatalogue(
  query: (sql: RenderedSql) => Promise<Rows>,
  only: Relation | undefined,
): Promise<readonly TableSchema[]> {
  const { where, values } = only === undefined ? { where: users, values: [] } : conditionOf(only);
  const text = `${relations}${where}`;
  const rows = await query({ dialect: "postgres", text, values, parameters: [] });
  return toObjects(rows, "js").map(toSchema);
}

/** The table that a query would find under a name; other databases are out of reach. */
function conditionOf({ catalog, ...local }: Relation): {
  readonly where: string;
  readonly values: readonly string[];
} {
  const name = renderSql(sql`${local}`, "postgres").text;
  const where = "\n  and c.oid = to_regclass($1)";
  if (catalog === undefined) return { where, values: [name] };
  const database = foldName(catalog, "postgres");
  return { where: `${where} and current_database() = $2`, values: [name, database] };
}

function toSchema(row: Readonly<Record<string, unknown>>): TableSchema {
  const keys = readJson<readonly RawKey[]>(row["keys"]) ?? [];
  const columns = readJson<readonly RawColumn[]>(row["columns"]) ?? [];
  const [primaryKey] = keys.filter(({ kind }) => kind === "p").map(columnsOf);
  const comment = readText(row["comment"]);
  const estimate = Number(row["rows"]);
  const kind = readText(row["kind"]);
  return {
    relation: relationOf(readText(row["schema"]) ?? "", readText(row["name"]) ?? ""),
    kind: kind === "v" || kind === "m" ? "view" : "table",
    columns: columns.map(toColumn),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniqueKeys: keys.filter((one) => one.kind === "u").map(columnsOf),
    foreignKeys: keys.filter((one) => one.kind === "f").map(toForeignKey),
    ...(comment === undefined ? {} : { comment }),
    ...(estimate >= 0 && kind !== "v" ? { estimatedRows: estimate } : {}),
  };
}

function relationOf(schema: string, name: string): Relation {
  return {
    kind: "relation",
    name: protect(name, "postgres"),
    schema: protect(schema, "postgres"),
  };
}

function columnsOf({ columns }: RawKey): readonly string[] {
  return columns.map((name) => protect(name, "postgres"));
}

function toForeignKey(key: RawKey): ForeignKey {
  return {
    columns: columnsOf(key),
    references: relationOf(key.schema ?? "", key.table ?? ""),
    referenced: (key.referenced ?? []).map((name) => protect(name, "postgres")),
  };
}

function toColumn(raw: RawColumn): ColumnSchema {
  const { name, native, modifier } = raw;
  return {
    name: protect(name, "postgres"),
    type: typeOf({ type: Number(raw.type), modifier }, native),
    native,
    nullable: !raw.notnull,
    ...(raw.default === null ? {} : { default: raw.default }),
    ...(raw.comment === null ? {} : { comment: raw.comment }),
  };
}
