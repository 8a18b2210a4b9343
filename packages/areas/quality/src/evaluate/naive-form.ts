import { DxError, messageOf, relation, type DataType, type Dialect, type Rows } from "@dx/core";
import {
  castAs,
  formatSql,
  identifier,
  joinSql,
  renderSql,
  sql,
  verbatimSql,
  type Sql,
} from "@dx/sql";
import type { Check, CheckResult } from "../check.ts";
import { columnsOf } from "./columns-of.ts";
import type { FoundTable, FoundTables } from "./column-types.ts";
import { countForm, isRowRule, type CountedCheck } from "./count-form.ts";
import { fromTable } from "./from-table.ts";
import { groupsForm } from "./groups-form.ts";
import { errorResult, judgeFailing, judgeMeasure, judgeSchema } from "./judge.ts";
import { readNumber } from "./read-number.ts";
import { schemaDifferences } from "./schema-differences.ts";
import type { SetCheck } from "./set-check.ts";
import { setForm } from "./set-form.ts";

/** Whether a check's figures are aggregates over its rows. */
export function isCounted(check: Check): check is CountedCheck {
  if (!("measure" in check)) return "rule" in check && !isSet(check);
  const { measure } = check;
  if (measure.kind === "failing") return isRowRule(measure.rule);
  return measure.kind !== "query" && measure.kind !== "columns-count";
}

/** Whether a check looks at rows beside others. */
export function isSet(check: Check): check is SetCheck {
  return "rule" in check && !isRowRule(check.rule);
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
  if ("measure" in check && !isCounted(check)) return ownForm(check, found, typeOf);
  if (!isCounted(check)) throw new DxError("DX_QUALITY_CHECK", "the check has no rule");
  if (check.groupBy !== undefined) {
    const { query, read } = groupsForm([check], check.groupBy, { typeOf, lowered: false });
    return {
      query,
      read: ({ columns }, text) => {
        const [result] = read(columns, () => text);
        return result ?? errorResult(check, "no groups were read", text);
      },
    };
  }
  const { asked, judge } = countForm(check, { typeOf, lowered: false });
  const named = asked.map((one, index) => sql`${one} as ${identifier(`figure_${index}`)}`);
  return {
    query: sql`select ${named} ${fromTable(check)}`,
    read: ({ columns }, text) => judge(columns, { how: "scanned", sql: text }),
  };
}

/** A measure that no aggregate over the check's rows gives. */
function ownForm(
  check: Extract<Check, { measure: object }>,
  found: FoundTable | undefined,
  typeOf: (column: string) => DataType,
): NaiveForm {
  const { measure } = check;
  const judgedOf = (observed: number | null, sqlText: string): CheckResult =>
    judgeMeasure(
      check,
      { rows: 0, considered: 0, observed, mayBeNothing: false },
      { how: "scanned", sql: sqlText },
    );
  if (measure.kind === "columns-count")
    return {
      query: sql`select * from ${relation(check.table)} where 1 = 0`,
      read: (_, text) => ({ ...judgedOf(found?.all.length ?? 0, text), ...noCounts }),
    };
  if (measure.kind === "query")
    return {
      query: sql`select ${castAs(sql`(${queryText(check, measure.sql)})`, "float64")} as figure`,
      read: ({ columns }, text) => ({ ...judgedOf(readNumber(columns[0]), text), ...noCounts }),
    };
  if (measure.kind !== "failing" || isRowRule(measure.rule))
    throw new DxError("DX_QUALITY_CHECK", `${measure.kind} is asked in another way`);
  const {
    bounds: _bounds,
    warnBounds: _warnBounds,
    ofNothing: _ofNothing,
    measure: _measure,
    ...head
  } = check;
  const inner = { ...head, rule: measure.rule, threshold: { of: "rows", failAbove: 0 } } as const;
  const { query, judge } = setForm(inner, { typeOf, grouped: false });
  return {
    query,
    read: ({ columns }, text) => {
      const judged = { how: "scanned", sql: text } as const;
      return judgeFailing(check, judge(columns, judged), judged);
    },
  };
}

const noCounts = { rows: null, considered: null } as const;

/** A query of the check's own, where its table stands for its rows. */
function queryText(check: Check, text: string): Sql {
  const [first = "", ...others] = text.split("{table}");
  const rows = sql`(select * ${fromTable(check)})`;
  return joinSql(
    [verbatimSql(first), ...others.map((part) => sql`${rows}${verbatimSql(part)}`)],
    "",
  );
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
