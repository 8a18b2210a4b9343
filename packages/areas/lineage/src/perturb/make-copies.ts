import { quoteName } from "@dx/core";
import {
  createTableAs,
  createView,
  identifier,
  sql,
  verbatimSql,
  type Sql,
  type Statement,
} from "@dx/sql";
import type { CatalogColumn } from "@dx/sql-parser";
import type { TextRows } from "./make-rows.ts";

/** A table with its rows. */
export interface Made {
  readonly table: string;
  readonly columns: readonly CatalogColumn[];
  readonly rows: TextRows;
}

/** Which copy of the data it is for, and where that lies. */
export interface CopyPlace {
  readonly schema: string;
  readonly copy: number;
}

/** The name of a table's copy, without quotes around it. */
export function copyName(table: string, copy: number): string {
  return `${copy} ${table.replaceAll('"', "'")}`;
}

const named = (table: string, { schema, copy }: CopyPlace, suffix = ""): string =>
  `${quoteName(schema)}.${quoteName(copyName(table, copy) + suffix)}`;

/** Makes a table; its rows are numbered from 1 in a column that the query does not see. */
export function makeTable(one: Made, place: CopyPlace): readonly Statement[] {
  const { table, columns } = one;
  const rows = named(table, place, " rows");
  const shown = sql`select ${columns.map(({ written }) => identifier(written))} from ${relationSql(rows)}`;
  return [
    { purpose: `fill ${table}`, sql: createTableAs(rows, rowsQuery(one)) },
    { purpose: `show ${table}`, sql: createView(named(table, place), shown) },
  ];
}

const numbers = "dx row";

function relationSql(name: string): Sql {
  return verbatimSql(name);
}

function rowsQuery({ columns, rows }: Made): Sql {
  const names = columns.map((_, index) => identifier(`c${index}`));
  const casts = columns.map(({ type, written }, index) => {
    return sql`cast(${names[index] ?? sql``} as ${verbatimSql(type)}) as ${identifier(written)}`;
  });
  const tuples = rows.map(
    (row, index) => sql`(${[BigInt(index + 1), ...row].map((value) => sql`${value}`)})`,
  );
  const all = [identifier(numbers), ...names];
  return sql`select ${identifier(numbers)}, ${casts} from (values ${tuples}) as made(${all})`;
}

/** Shows a table of the first copy with other values in one column. */
export function viewOf(
  { table, columns }: Made,
  { place, values }: { readonly place: number; readonly values: readonly (string | null)[] },
  copy: CopyPlace,
): Statement {
  const list = sql`[${values.map((value) => sql`${value}`)}][${identifier(numbers)}]`;
  const shown = columns.map(({ written, type }, index) =>
    index === place
      ? sql`cast(${list} as ${verbatimSql(type)}) as ${identifier(written)}`
      : identifier(written),
  );
  const rows = relationSql(named(table, { ...copy, copy: 0 }, " rows"));
  return {
    purpose: `show ${table} with another ${columns[place]?.written ?? ""}`,
    sql: createView(named(table, copy), sql`select ${shown} from ${rows}`),
  };
}
