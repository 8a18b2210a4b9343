import { DxError, messageOf, relation, type DataType, type Dialect, type Rows } from "@dx/core";
import { formatSql, identifier, renderSql, sql, type Sql } from "@dx/sql";
import type { Check, CheckResult } from "../check.ts";
import { columnsOf } from "./columns-of.ts";
import type { FoundTable, FoundTables } from "./column-types.ts";
import { countForm, type CountedCheck } from "./count-form.ts";
import { fromTable } from "./from-table.ts";
import { errorResult, judgeSchema } from "./judge.ts";
import { schemaDifferences } from "./schema-differences.ts";
import { setForm, type SetCheck } from "./set-form.ts";

/** Whether a check's figures are aggregates over its rows. */
export function isCounted(check: Check): check is CountedCheck {
  return "measure" in check || ("rule" in check && !isSet(check));
}

/** Whether a check looks at rows beside others. */
export function isSet(check: Check): check is SetCheck {
  return (
    "rule" in check &&
    ["unique", "references", "increasing", "determines"].includes(check.rule.kind)
  );
}

/** The types of the columns of a table. @throws DxError `DX_QUALITY_COLUMN` for one that is not there */
export function typesOf(found: FoundTable | undefined): (column: string) => DataType {
  return (name) => {
    const column = found?.columns.get(name);
    if (column !== undefined && "type" in column) return column.type;
    const reason = column === undefined ? `there is no column ${name}` : column.error;
    throw new DxError("DX_QUALITY_COLUMN", reason, { path: [name] });
  };
}

/** One query for one check, and how to read its answer. */
export interface NaiveForm {
  readonly query: Sql;
  readonly read: (rows: Rows, text: string) => CheckResult;
}

/** The plain form of a check. @throws DxError if it does not fit its table */
export function naiveForm(check: Check, tables: FoundTables): NaiveForm {
  const found = tables.get(check.table);
  if (found !== undefined && found.error !== null)
    throw new DxError("DX_QUALITY_TABLE", found.error, { path: [check.table] });
  const typeOf = typesOf(found);
  for (const column of columnsOf(check)) typeOf(column);
  if ("schema" in check)
    return {
      query: sql`select * from ${relation(check.table)} where 1 = 0`,
      read: (_, text) =>
        judgeSchema(check, found === undefined ? [] : schemaDifferences(check.schema, found), text),
    };
  if (isSet(check)) {
    const { query, judge } = setForm(check, { typeOf, grouped: false });
    return { query, read: ({ columns }, text) => judge(columns, { how: "scanned", sql: text }) };
  }
  if (!isCounted(check)) throw new DxError("DX_QUALITY_CHECK", "the check has no rule");
  const { asked, judge } = countForm(check, { typeOf, lowered: false });
  const named = asked.map((one, index) => sql`${one} as ${identifier(`figure_${index}`)}`);
  return {
    query: sql`select ${named} ${fromTable(check)}`,
    read: ({ columns }, text) => judge(columns, { how: "scanned", sql: text }),
  };
}

/** SQL as people read it. */
export function textOf(value: Sql, dialect: Dialect): string {
  return formatSql(renderSql(value, dialect).text, dialect);
}

/** How the SQL of a check is told. */
export interface TextOptions {
  readonly dialect: Dialect;
  /** Whether it is told at all. */
  readonly withSql: boolean;
}

/** Asks one check by its own query; what goes wrong becomes its result. */
export function* askOne(
  check: Check,
  tables: FoundTables,
  { dialect, withSql }: TextOptions,
): Generator<readonly Sql[], CheckResult, readonly Rows[]> {
  let text = "";
  try {
    const { query, read } = naiveForm(check, tables);
    text = withSql ? textOf(query, dialect) : "";
    const [rows] = yield [query];
    return read(rows ?? { count: 0, columns: [] }, text);
  } catch (error) {
    return errorResult(
      check,
      messageOf(error),
      text === "" && withSql ? sqlOfNone(check, dialect) : text,
    );
  }
}

/** What was asked of a check that fits no column: the columns that it names. */
function sqlOfNone(check: Check, dialect: Dialect): string {
  const columns = columnsOf(check).map((name) => identifier(name));
  const list = columns.length === 0 ? sql`*` : sql`${columns}`;
  return textOf(sql`select ${list} from ${relation(check.table)} where 1 = 0`, dialect);
}
