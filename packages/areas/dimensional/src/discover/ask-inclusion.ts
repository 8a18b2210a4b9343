import { formatValue, relation, valueAt, type DataType, type Rows } from "@dx/core";
import {
  castAs,
  comparable,
  identifier,
  joinSql,
  matches,
  query,
  sql,
  type Query,
  type Sql,
} from "@dx/sql";

/** Columns of a table. */
export interface ColumnSet {
  /** The table's name. */
  readonly table: string;
  /** Its columns, in order. */
  readonly columns: readonly ComparedColumn[];
  /** Only rows whose column has this text. */
  readonly where?: { readonly column: string; readonly value: string };
}

/** A column, and how its values are compared. */
interface ComparedColumn {
  /** Its name. */
  readonly name: string;
  /** Its type. */
  readonly type: DataType;
  /** Whether as float64, whatever the type; a text that is no whole number equals nothing. */
  readonly asNumber?: boolean;
}

/** How many rows of a child have their values in a parent. Rows with a NULL in the columns are left out. */
export interface InclusionFigures {
  /** Rows with values. */
  readonly rows: number;
  /** Of them, those whose values the parent lacks. */
  readonly missingRows: number;
  /** Different values. */
  readonly values: number;
  /** Of them, those that the parent lacks. */
  readonly missingValues: number;
}

/** Asks how far values of a child are in a parent. */
export function askInclusion(child: ColumnSet, parent: ColumnSet): Query<InclusionFigures> {
  const missing = sql`parent_values.p0 is null`;
  const question = sql`
    ${sidesOf(child, parent)}
    select count(*) as n_values, count(case when ${missing} then 1 end) as missing_values,
      ${bigint(sql`coalesce(sum(n), 0)`)} as n_rows,
      ${bigint(sql`coalesce(sum(case when ${missing} then n else 0 end), 0)`)} as missing_rows
    from child_values left join parent_values on ${joinOf(child)}`;
  return query("inclusion", question, (rows) => ({
    rows: countOf(rows, "n_rows"),
    missingRows: countOf(rows, "missing_rows"),
    values: countOf(rows, "n_values"),
    missingValues: countOf(rows, "missing_values"),
  }));
}

/**
 * Asks how far the values of one column are in a key of one column: the same without grouping, since no value of the
 * parent comes twice.
 * @param values - how many different values the child has; none is counted here
 */
export function askKeyInclusion(
  child: ColumnSet,
  parent: ColumnSet,
  values: number,
): Query<InclusionFigures> {
  const question = sql`
    select count(*) as n_rows, count(case when parent_values.p0 is null then 1 end) as missing_rows
    from (${valuesOf(child, "c")}) as child_values
    left join (${valuesOf(parent, "p")}) as parent_values on ${joinOf(child)}`;
  return query("inclusion", question, (rows) => {
    const missingRows = countOf(rows, "missing_rows");
    return {
      rows: countOf(rows, "n_rows"),
      missingRows,
      values,
      missingValues: Math.min(missingRows, values),
    };
  });
}

/** Asks for the most frequent value that a parent lacks, as text for people; `null` if it has all. */
export function askMissing(child: ColumnSet, parent: ColumnSet): Query<string | null> {
  const names = child.columns.map((_, at) => identifier(`c${at}`));
  const question = sql`
    ${sidesOf(child, parent)}
    select ${names}, n from child_values left join parent_values on ${joinOf(child)}
    where parent_values.p0 is null order by n desc, ${names} limit 1`;
  return query("missing", question, (rows) => {
    if (rows.count === 0) return null;
    const values = rows.columns.slice(0, -1).map((column) => formatValue(column, 0));
    return `${values.join(", ")} (${countOf(rows, "n")} rows)`;
  });
}

function sidesOf(child: ColumnSet, parent: ColumnSet): Sql {
  const names = (letter: string): readonly Sql[] =>
    child.columns.map((_, at) => identifier(`${letter}${at}`));
  return sql`with child_values as (
      select ${names("c")}, count(*) as n from (${valuesOf(child, "c")}) as child_rows group by ${names("c")}
    ), parent_values as (select distinct ${names("p")} from (${valuesOf(parent, "p")}) as parent_rows)`;
}

function valuesOf({ table, columns, where }: ColumnSet, letter: string): Sql {
  const selected = columns.map(
    (column, at) => sql`${valueOf(column)} as ${identifier(`${letter}${at}`)}`,
  );
  const filled = columns.map(({ name }) => sql`${identifier(name)} is not null`);
  if (where !== undefined)
    filled.push(sql`${castAs(identifier(where.column), "text")} = ${where.value}`);
  return sql`select ${selected} from ${relation(table)} where ${joinSql(filled, " and ")}`;
}

function valueOf({ name, type, asNumber = false }: ComparedColumn): Sql {
  const value = identifier(name);
  if (!asNumber) return comparable({ sql: value, type });
  if (type.kind !== "text") return castAs(value, "float64");
  const text = castAs(value, "text");
  return sql`case when ${matches(text, "^[+-]?[0-9]{1,15}([.]0+)?$")} then ${castAs(text, "float64")} end`;
}

function joinOf({ columns }: ColumnSet): Sql {
  return joinSql(
    columns.map((_, at) => sql`${identifier(`c${at}`)} = ${identifier(`p${at}`)}`),
    " and ",
  );
}

/** An expression as int64. */
export function bigint(value: Sql): Sql {
  return castAs(value, "int64");
}

/** A count of an answer's first row. */
export function countOf(rows: Rows, name: string): number {
  const column = rows.columns.find((one) => one.name === name);
  const value = column === undefined || rows.count === 0 ? null : valueAt(column, 0);
  return typeof value === "bigint" || typeof value === "number" ? Number(value) : 0;
}
