import { join } from "node:path";
import type { Database } from "@dx/database";
import { verbatimSql } from "@dx/sql";

/** Columns of `anyTable`, and their types in both engines. */
const columns: Readonly<Record<string, string>> = {
  '"Id"': "integer",
  big: "bigint",
  f: "double precision",
  t: "varchar",
  d: "date",
  yes: "boolean",
  '"odd ""name"': "varchar",
};

async function say(db: Database, text: string): Promise<void> {
  await db.apply([[{ purpose: "test", sql: verbatimSql(text) }]]);
}

/** Makes a table of the rows of another, with every constraint that these rows fulfil. */
export async function declareRows(db: Database, from: string, to: string): Promise<void> {
  const conditions = Object.keys(columns).flatMap((name) => [
    [`${name} not null`, `count(*) = count(${name})`],
    [`unique (${name})`, `count(${name}) = count(distinct ${name})`],
  ]);
  conditions.push(
    ['unique (big, "Id")', `count(*) = count(distinct (big, "Id"))`],
    ['check ("Id" >= -2)', `coalesce(min("Id"), 0) >= -2`],
    ['check ("Id" <= 5)', `coalesce(max("Id"), 0) <= 5`],
    ["check (big between -1 and 3)", "coalesce(min(big), 0) >= -1 and coalesce(max(big), 0) <= 3"],
    ["check (f >= -2)", "coalesce(min(f), 0) >= -2"],
    ["check (f < 5)", "coalesce(max(f), 0) < 5"],
    ["check (t in ('a', 'ab'))", "count(t) = count(case when t in ('a', 'ab') then 1 end)"],
    ["check (d > '2000-01-01')", "coalesce(min(d), '2020-01-01') > '2000-01-01'"],
    ['check (big <= "Id")', `count(case when big > "Id" then 1 end) = 0`],
  );
  const asked = conditions.map(([, condition], at) => `${condition ?? ""} as c${at}`).join(", ");
  const found = await db.query(verbatimSql(`select ${asked} from ${from}`));
  const kept = conditions.filter((_, at) => Boolean(found.columns[at]?.values[0]));
  const clauses = kept.map(([clause = ""]) => clause);
  const list = Object.entries(columns).map(([name, type]) =>
    clauses.includes(`${name} not null`) ? `${name} ${type} not null` : `${name} ${type}`,
  );
  const rest = clauses.filter((one) => !one.endsWith(" not null"));
  await say(db, `drop table if exists ${to}`);
  await say(db, `create table ${to} (${[...list, ...rest].join(", ")})`);
  await say(db, `insert into ${to} select * from ${from}`);
}

/** Makes a view of the rows of a table in a Parquet file of a folder, and gives its name; of DuckDB. */
export async function parquetRows(db: Database, from: string, folder: string): Promise<string> {
  const file = join(folder, "rows.parquet");
  await say(db, `copy ${from} to '${file}'`);
  await say(db, `create or replace view in_parquet as select * from read_parquet('${file}')`);
  return "in_parquet";
}
