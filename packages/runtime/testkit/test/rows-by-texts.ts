import { formatValue, valueAt, type Column, type DataTypeKind, type Dialect } from "@dx/core";
import { identifier, joinSql, renderSql, sql, typedLiteral, verbatimSql, type Sql } from "@dx/sql";

const separator = "\u0001";
const nothing = "\u0002";

/** Kinds whose text is not the canonical one in every dialect. */
const spelled: ReadonlySet<DataTypeKind> = new Set(["date", "timestamp", "instant", "interval"]);

/** The query of rows, one long text a column; for tests with tens of thousands of them. */
export function rowsByTexts(columns: readonly Column[], dialect: Dialect): Sql {
  const raw = columns.map((column, at) => {
    const texts = indexes(column).map((index) =>
      spelled.has(column.kind)
        ? (spell(column, index, dialect).value ?? nothing)
        : (formatValue(column, index) ?? nothing),
    );
    const joined = texts.join(separator);
    return sql`unnest(string_to_array(${joined}, ${separator})) as ${identifier(`c${at}`)}`;
  });
  const typed = columns.map((column, at) => {
    const first = indexes(column).find((index) => valueAt(column, index) !== null) ?? 0;
    const [before = "", after = ""] = spell(column, first, dialect).text.split("$1");
    const text = sql`nullif(${identifier(`c${at}`)}, ${nothing})`;
    return sql`${verbatimSql(before)}${text}${verbatimSql(after)} as ${identifier(column.name)}`;
  });
  return sql`select ${joinSql(typed, ", ")} from (select ${joinSql(raw, ", ")}) as texts`;
}

function indexes({ values: { length } }: Column): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}

function spell(
  column: Column,
  index: number,
  dialect: Dialect,
): { readonly text: string; readonly value: string | null } {
  const literal = typedLiteral(column as never, valueAt(column, index) as never);
  const { text, values } = renderSql(literal, dialect, { literals: "bound" });
  return { text, value: values[0] ?? null };
}
