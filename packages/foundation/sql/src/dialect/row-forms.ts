import { DxError, type Dialect } from "@dx/core";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";

/** How a row becomes the text of a composite value. */
interface RowForms {
  /** A boolean. */
  readonly boolean: (value: Sql) => Sql;
  /** A decimal, without zeros at its end. */
  readonly decimal: (value: Sql) => Sql;
  /** What has no sign in it that is quoted. */
  readonly plain: (value: Sql) => Sql;
  /** What has a space in it, and no quote. */
  readonly quoted: (value: Sql) => Sql;
  /** Any text. */
  readonly word: (value: Sql) => Sql;
  /** All of them. */
  readonly text: (fields: readonly Sql[]) => Sql;
}

const same = (value: Sql): Sql => value;
const varchar = (value: Sql): Sql => sql`cast(${value} as varchar)`;

const postgres: RowForms = {
  boolean: same,
  decimal: (value) => sql`trim_scale(${value})`,
  plain: same,
  quoted: same,
  word: (value) => sql`cast(${value} as text)`,
  text: (fields) => sql`cast(row(${fields}) as text)`,
};

/** @see PostgreSQL, "Composite Types", 8.16.6 */
const duckdb: RowForms = {
  boolean: (value) => sql`case when ${value} then 't' when not ${value} then 'f' end`,
  decimal: (value) =>
    sql`case when contains(${varchar(value)}, '.') then rtrim(rtrim(${varchar(value)}, '0'), '.') else ${varchar(value)} end`,
  plain: varchar,
  quoted: (value) => sql`'"' || ${varchar(value)} || '"'`,
  word: (value) => {
    const escaped = sql`replace(replace(${value}, '\\', '\\\\'), '"', '""')`;
    const isSpecial = sql`${value} = '' or regexp_matches(${value}, '["\\\\(),[:space:]]')`;
    return sql`case when ${isSpecial} then '"' || ${escaped} || '"' else ${value} end`;
  },
  text: (fields) => {
    const parts = fields.flatMap((field, index) => [index === 0 ? sql`'('` : sql`','`, field]);
    return sql`concat(${[...parts, sql`')'`]})`;
  },
};

/** The forms of a dialect. */
export function rowForms(dialect: Dialect): RowForms {
  if (dialect === "postgres") return postgres;
  if (dialect === "duckdb") return duckdb;
  throw new DxError("DX_SQL_UNSUPPORTED", `${dialect} does not write rows as Postgres does`, {
    hint: "take `rowHash`, which is slower",
  });
}
