import { relation, type DataType } from "@dx/core";
import {
  verbatimSql,
  castAs,
  createPlan,
  createTableAs,
  dropTable,
  identifier,
  isNotDistinct,
  joinSql,
  sql,
  typedLiteral,
  type Plan,
  type Sql,
} from "@dx/sql";
import { isNumeric } from "../evaluate/value-sql.ts";
import type { MutatedColumn } from "./list-mutations.ts";
import type { Mutation } from "./mutation.ts";

/** The column of a copy that numbers its rows. */
const numberColumn = "dx_row";

/** Where the rows are that are damaged. */
export interface CopyOptions {
  /** The columns. */
  readonly columns: readonly MutatedColumn[];
  /** At most so many rows, the first in the order of all columns; without it, all. */
  readonly rows?: number;
}

/** The plan of a copy of a table, its rows numbered in the order of all columns. */
export function planCopy(table: string, copy: string, { columns, rows }: CopyOptions): Plan {
  const names = columns.map(({ name }) => identifier(name));
  const limit = rows === undefined ? sql`` : sql` limit ${BigInt(rows)}`;
  const some = sql`select ${names} from ${relation(table)} order by ${names}${limit}`;
  const numbered = sql`select ${names}, row_number() over (order by ${names}) as ${identifier(numberColumn)} from (${some}) as some_rows`;
  return replace(copy, numbered, `copy ${table}, its rows numbered`);
}

/** The plan of a damaged table, from such a copy. */
export function planMutation(
  mutation: Mutation,
  {
    copy,
    into,
    columns,
  }: { readonly copy: string; readonly into: string; readonly columns: readonly MutatedColumn[] },
): Plan {
  return replace(into, mutantRows(mutation, copy, columns), `damage: ${mutation.id}`);
}

/** The plan of a table that is not damaged, from such a copy. */
export function planUnharmed(copy: string, into: string, columns: readonly MutatedColumn[]): Plan {
  const names = columns.map(({ name }) => identifier(name));
  return replace(into, sql`select ${names} from ${relation(copy)}`, "damage nothing");
}

function replace(table: string, rows: Sql, purpose: string): Plan {
  return createPlan([
    [
      { purpose: "make room", sql: dropTable(table, { ifExists: true }) },
      { purpose, sql: createTableAs(table, rows) },
    ],
  ]);
}

/** Counts how many rows of a copy a damage changes: a damage that changes nothing cannot be noticed. */
export function changedRows(
  mutation: Mutation,
  copy: string,
  columns: readonly MutatedColumn[],
): Sql {
  const { kind, column, other } = mutation;
  const count = sql`select count(*) from ${relation(copy)}`;
  const type = columns.find(({ name }) => name === column)?.type;
  const kept = keepsSome(mutation, copy);
  if (kept !== undefined) return sql`${count} where (case when ${kept} then 0 else 1 end) = 1`;
  if (kind === "duplicated rows") return sql`${count} where ${chosen(mutation)}`;
  if (kind === "lost column" || kind === "changed type" || column === null || type === undefined)
    return count;
  const value = identifier(column);
  const damaged = other === undefined ? damage(mutation, value, { type, copy }) : identifier(other);
  const same = isNotDistinct(asText(damaged, type), asText(value, type));
  return sql`${count} where ${where(mutation)} and not ${same}`;
}

/** JSON and the like have no equality. */
function asText(value: Sql, { kind }: DataType): Sql {
  return kind === "json" ? castAs(value, "text") : value;
}

function mutantRows(mutation: Mutation, copy: string, columns: readonly MutatedColumn[]): Sql {
  const { kind, column, other } = mutation;
  const names = columns.map(({ name }) => identifier(name));
  const from = sql`from ${relation(copy)}`;
  if (kind === "duplicated rows")
    return sql`select ${names} ${from} union all select ${names} ${from} where ${chosen(mutation)}`;
  if (kind === "lost column")
    return sql`select ${columns.filter(({ name }) => name !== column).map(({ name }) => identifier(name))} ${from}`;
  const kept = keepsSome(mutation, copy);
  if (kept !== undefined) return sql`select ${names} ${from} where ${kept}`;
  const selected = columns.map(({ name, type }) => {
    const value = identifier(name);
    const partner = name === column ? other : name === other ? column : null;
    if (other !== undefined && partner !== null && partner !== undefined) {
      const swapped = identifier(partner);
      return sql`case when ${where(mutation)} then ${swapped} else ${value} end as ${value}`;
    }
    if (name !== column) return value;
    if (kind === "changed type") return sql`${castAs(value, "text")} as ${value}`;
    const damaged = damage(mutation, value, { type, copy });
    return sql`case when ${where(mutation)} then ${damaged} else ${value} end as ${value}`;
  });
  return sql`select ${joinSql(selected, ", ")} ${from}`;
}

/** Which rows stay, of damages that lose rows; `undefined` for others. */
function keepsSome(mutation: Mutation, copy: string): Sql | undefined {
  const { kind, column } = mutation;
  const from = sql`from ${relation(copy)}`;
  const name = column === null ? sql`` : identifier(column);
  switch (kind) {
    case "empty table":
      return sql`1 = 0`;
    case "lost rows":
      return chosen(mutation);
    case "late data":
      return sql`${name} <= (select min(middle) from (select ${name} as middle, row_number() over (order by ${name}) * 2 as place, count(*) over () as n_all ${from} where ${name} is not null) as in_order where place >= n_all)`;
    case "dropped partition":
      return sql`(${name} is null or ${name} <> (select ${name} ${from} where ${name} is not null group by ${name} order by count(*) desc, ${name} limit 1))`;
    default:
      return undefined;
  }
}

const whole = new Set<Mutation["kind"]>(["emptied column", "stuck value", "drift"]);

/** The rows that are damaged. */
function where(mutation: Mutation): Sql {
  return whole.has(mutation.kind) ? sql`1 = 1` : chosen(mutation);
}

function chosen({ every, from }: Mutation): Sql {
  return sql`${identifier(numberColumn)} % ${BigInt(every)} = ${BigInt(from)}`;
}

interface Damaged {
  readonly type: DataType;
  readonly copy: string;
}

// oxlint-disable-next-line complexity -- one case for each damage
function damage({ kind }: Mutation, value: Sql, { type, copy }: Damaged): Sql {
  const number = (text: string): Sql => cast(verbatimSql(text), type);
  switch (kind) {
    case "nulls":
    case "emptied column":
      return sql`null`;
    case "empty text":
      return sql`''`;
    case "placeholder":
      return isNumeric(type) ? number("-999") : sql`'N/A'`;
    case "padding":
      return sql`concat(' ', ${value})`;
    case "case":
      return sql`case when ${value} = upper(${value}) then lower(${value}) else upper(${value}) end`;
    case "truncation":
      return sql`substr(${value}, 1, ${castAs(sql`length(${value}) / 2`, "int32")})`;
    case "encoding":
      return sql`replace(concat(${value}, ''), 'e', 'Ã©')`;
    case "unknown value":
      return sql`concat(${value}, ' (new)')`;
    case "unit error":
      return cast(sql`${wide(value)} * ${verbatimSql("1000")}`, type);
    case "sign":
      return sql`- ${value}`;
    case "zeroed":
      return number("0");
    case "drift":
      return cast(sql`${wide(value)} * ${verbatimSql("1.5")}`, type);
    case "stuck value":
      return sql`(select min(${value}) from ${relation(copy)})`;
    case "date of default":
      return timeOf(type, "1900-01-01");
    case "date in the future":
      return timeOf(type, "2999-01-01");
    default:
      return value;
  }
}

/** A number as the column's type; numbers that would not fit become the greatest that does. */
function cast(value: Sql, type: DataType): Sql {
  const most = greatest(type);
  const typed = castAs(value, type);
  if (most === undefined) return typed;
  const edge = verbatimSql(most);
  return sql`case when ${value} > ${edge} then ${castAs(edge, type)} when ${value} < -${edge} then ${castAs(sql`-${edge}`, type)} else ${typed} end`;
}

function wide(value: Sql): Sql {
  return castAs(value, "float64");
}

/** A great number that the type holds, and float64 too. */
function greatest(type: DataType): string | undefined {
  if (type.kind === "int32") return "2147483000";
  if (type.kind === "int64") return "9000000000000000000";
  if (type.kind !== "decimal" || type.precision === undefined) return undefined;
  return "9".repeat(Math.max(1, Math.min(15, type.precision - (type.scale ?? 0))));
}

const daysTo: Readonly<Record<string, number>> = { "1900-01-01": -25_567, "2999-01-01": 375_830 };

function timeOf({ kind }: DataType, day: string): Sql {
  const days = daysTo[day] ?? 0;
  if (kind === "date") return typedLiteral("date", days);
  return typedLiteral(kind === "instant" ? "instant" : "timestamp", BigInt(days) * 86_400_000_000n);
}
