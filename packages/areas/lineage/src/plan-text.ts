import { parseName, quoteName, relation } from "@dx/core";
import { createPlan, createSchema, sql, verbatimSql, type Plan } from "@dx/sql";

/**
 * A statement of a script as it stands, to run it where its effects are looked at; temporary tables are made to stay, since
 * they would end with their connection.
 * @example
 * ```ts
 * import { planText } from "@dx/lineage";
 * import { formatPlan } from "@dx/sql";
 * if (/temp/i.test(formatPlan(planText("create temp table t as select 1 as a"), "duckdb"))) throw new Error();
 * ```
 */
export function planText(text: string): Plan {
  const kept = text.replace(/^(\s*create\s+(?:or\s+replace\s+)?)temp(?:orary)?\s+/i, "$1");
  return createPlan([[{ purpose: "run a statement of a script", sql: verbatimSql(kept) }]]);
}

/**
 * Makes a table without rows, of columns with an engine's own types; its schema too, if it is not there. For DuckDB and Postgres.
 * @param columns - names as `Names` of `@dx/core` says, with types as the engine writes them; a type that is not known is text
 * @example
 * ```ts
 * import { planColumns } from "@dx/lineage";
 * import { formatPlan } from "@dx/sql";
 * const text = formatPlan(planColumns("shop.orders", { id: "integer", note: "" }), "duckdb");
 * if (!text.includes('"note" text')) throw new Error(text);
 * ```
 */
export function planColumns(table: string, columns: Readonly<Record<string, string>>): Plan {
  const { schema } = relation(table);
  const list = Object.entries(columns).map(
    ([name, type]) => `${quoteName(parseName(name).text)} ${type === "" ? "text" : type}`,
  );
  const make = sql`create table ${relation(table)} (${verbatimSql(list.join(", "))})`;
  return createPlan([
    [
      ...(schema === undefined
        ? []
        : [{ purpose: `make ${schema}`, sql: createSchema(schema, { ifNotExists: true }) }]),
      { purpose: `make ${table} without rows`, sql: make },
    ],
  ]);
}

/**
 * Lets a DuckDB work with one thread: thousands of queries over a few rows take a quarter less of the processors so.
 * @example
 * ```ts
 * import { planOneThread } from "@dx/lineage";
 * if (planOneThread().length !== 1) throw new Error();
 * ```
 */
export function planOneThread(): Plan {
  return createPlan([[{ purpose: "work with one thread", sql: sql`set threads = 1` }]]);
}
