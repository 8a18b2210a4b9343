import { DxError, type Relation } from "@dx/core";
import { castAs, identifier, joinSql, sql, typedLiteral, verbatimSql, type Sql } from "@dx/sql";
import type { OutputColumn, RowCondition, Transformation } from "./transformation.ts";

const reference = /\{\{\s*(?:ref|source)\(\s*'([^']+)'\s*\)\s*\}\}/g;

/** The sources and transformations that one is made from, each once. */
export function referencesOf({ from, joins = [], sql: text }: Transformation): readonly string[] {
  const named =
    text === undefined
      ? [from, ...joins.map(({ table }) => table)]
      : [...text.matchAll(reference)].map(([, name]) => name);
  return [...new Set(named.filter((name) => name !== undefined))];
}

/**
 * The query of a transformation; text of `sql` is written as it is, all else in any dialect.
 * @param place - where a source or transformation is
 * @throws DxError `DX_PIPELINE_TRANSFORMATION` for one that has neither `from` and `columns` nor `sql`, or both
 */
export function transformationSql(one: Transformation, place: (name: string) => Relation): Sql {
  const { from, columns, sql: text, joins = [], where = [] } = one;
  if (text !== undefined && from === undefined && columns === undefined) return fill(text, place);
  if (text !== undefined || from === undefined || columns === undefined)
    throw new DxError("DX_PIPELINE_TRANSFORMATION", `${one.name} is not defined well`, {
      path: [one.name],
      hint: "give `from` and `columns`, or `sql`",
    });
  const outputs = Object.entries(columns).map(([name, column]) => ({
    name,
    column: typeof column === "string" ? { column } : column,
  }));
  const list = outputs.map(
    ({ name, column }) => sql`${write(column, from)} as ${identifier(name)}`,
  );
  const joined = joins.map(({ table, on, kind = "left" }) => {
    const same = Object.entries(on).map(
      ([left, right]) => sql`${columnOf(left, from)} = ${columnOf(right, table)}`,
    );
    const word = kind === "left" ? sql` left join ` : sql` join `;
    return sql`${word}${place(table)} as ${identifier(table)} on ${joinSql(same, " and ")}`;
  });
  const kept =
    where.length === 0
      ? sql``
      : sql` where ${joinSql(
          where.map((row) => condition(row, from)),
          " and ",
        )}`;
  const isGrouped = outputs.some(({ column }) => column.aggregate !== undefined);
  const groups = outputs
    .filter(({ column }) => column.aggregate === undefined)
    .map(({ column }) => write(column, from));
  const group = isGrouped && groups.length > 0 ? sql` group by ${groups}` : sql``;
  return sql`select ${list} from ${place(from)} as ${identifier(from)}${joinSql(joined, "")}${kept}${group}`;
}

function fill(text: string, place: (name: string) => Relation): Sql {
  const parts = text.split(reference);
  const pieces = parts.map((part, at): Sql =>
    at % 2 === 0 ? verbatimSql(part) : sql`${place(part)}`,
  );
  return joinSql(pieces, "");
}

/** A column by its name, or by its table's and its own. */
function columnOf(name: string, from: string): Sql {
  const [, table, column] = /^(\w+)\.(.+)$/s.exec(name) ?? [];
  return table === undefined || column === undefined
    ? identifier(from, name)
    : identifier(table, column);
}

function write({ column, cast, aggregate, text, ifNull }: OutputColumn, from: string): Sql {
  if (column === undefined) {
    if (aggregate === "count") return sql`count(*)`;
    throw new DxError("DX_PIPELINE_TRANSFORMATION", "a column of a result names no column", {
      hint: "name one; only `count` needs none",
    });
  }
  let value = columnOf(column, from);
  if (text !== undefined) value = sql`${verbatimSql(text)}(${value})`;
  if (ifNull !== undefined) value = sql`coalesce(${value}, ${ifNull})`;
  if (aggregate === "count_distinct") value = sql`count(distinct ${value})`;
  else if (aggregate !== undefined) value = sql`${verbatimSql(aggregate)}(${value})`;
  return cast === undefined ? value : castAs(value, cast);
}

function condition({ column, is, value }: RowCondition, from: string): Sql {
  const left = columnOf(column, from);
  if (is === "null" || is === "not null") return sql`${left} ${verbatimSql(`is ${is}`)}`;
  if (value === undefined)
    throw new DxError("DX_PIPELINE_TRANSFORMATION", `${column} is compared with nothing`, {
      path: [column],
      hint: "give `value`, or compare with null or not null",
    });
  const right =
    typeof value === "number" && Number.isSafeInteger(value)
      ? typedLiteral("int64", BigInt(value))
      : value;
  return sql`${left} ${verbatimSql(is)} ${right}`;
}
