import { toObjects } from "@dx/core";
import { countRows, inquire, query, sql, type Inquiry, type Query, type Sql } from "@dx/sql";
import type { ParserDialect } from "@dx/sql-parser";
import type { LineageScript } from "./build/lineage.ts";

/** A view of a live database. */
export interface LiveView {
  /** Its schema. */
  readonly schema: string;
  /** Its name. */
  readonly name: string;
  /** Its text, as the engine keeps it. */
  readonly definition: string;
}

/**
 * The views of a database with their texts, in the order of their names; those of the system are left out. In Postgres materialized
 * views and the views of others are among them, in DuckDB those that the user may look into.
 * @example
 * ```ts
 * import { readViews } from "@dx/lineage";
 * if (readViews().name !== "readViews") throw new Error();
 * ```
 */
export function readViews(): Inquiry<readonly LiveView[]> {
  return inquire("readViews", function* () {
    const known = yield* countRows(sql`select table_name from information_schema.tables
      where table_schema = 'pg_catalog' and table_name = 'pg_matviews'`);
    return yield* known > 0 ? storedViews() : standardViews();
  });
}

/** As Postgres keeps them. */
function storedViews(): Query<readonly LiveView[]> {
  const views = storedIn(sql`pg_catalog.pg_views`, sql`viewname`);
  const kept = storedIn(sql`pg_catalog.pg_matviews`, sql`matviewname`);
  return viewsOf(sql`${views} union all ${kept} order by table_schema, table_name`);
}

function storedIn(from: Sql, name: Sql): Sql {
  return sql`select schemaname as table_schema, ${name} as table_name, definition as view_definition from ${from}
    where schemaname not in ('information_schema', 'pg_catalog') and schemaname not like 'pg~_%' escape '~'`;
}

function standardViews(): Query<readonly LiveView[]> {
  return viewsOf(sql`select table_schema, table_name, view_definition from information_schema.views
    where table_schema not in ('information_schema', 'pg_catalog') and table_catalog not in ('system', 'temp')
      and view_definition is not null order by table_schema, table_name`);
}

function viewsOf(text: Sql): Query<readonly LiveView[]> {
  return query("views", text, (rows) =>
    toObjects(rows, "js").map((row) => ({
      schema: String(row["table_schema"]),
      name: String(row["table_name"]),
      definition: String(row["view_definition"]),
    })),
  );
}

/**
 * A script that makes a view again, for {@link buildLineage}. Tables without a schema are those of the engine's search path, as it writes them.
 * @example
 * ```ts
 * import { viewScript } from "@dx/lineage";
 * const view = { schema: "shop", name: "v", definition: "select a from t;" };
 * if (viewScript(view, "postgres").sql !== 'create view "shop"."v" as select a from t;') throw new Error();
 * ```
 */
export function viewScript(view: LiveView, dialect: ParserDialect): LineageScript {
  const { schema, name, definition } = view;
  const isWhole = /^\s*create\b/i.test(definition);
  const text = isWhole
    ? definition
    : `create view ${protect(schema)}.${protect(name)} as ${definition.trim()}`;
  return { kind: "script", name: `${schema}.${name}`, sql: text, dialect };
}

function protect(part: string): string {
  return `"${part.replaceAll('"', '""')}"`;
}
