import {
  formatValue,
  relation,
  type Column,
  type DataType,
  type Rows,
  type TableName,
} from "@dx/core";
import { dialectCall } from "../dialect/functions.ts";
import { identifier } from "../identifier.ts";
import { joinSql } from "../join-sql.ts";
import { createPlan, type Plan } from "../plan.ts";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";
import { createTable } from "./create-table.ts";

/** A plan, of one transaction, that makes a table and fills it; for thousands of rows, not millions. */
export function planTable(name: TableName, rows: Rows): Plan {
  const table = relation(name);
  const columns = rows.columns.map((column) => ({ name: column.name, type: typeOf(column) }));
  const create = { purpose: `make ${table.name}`, sql: createTable(table, columns) };
  if (rows.count === 0) return createPlan([[create]]);
  const plain = Array.from(
    { length: rows.count },
    (_, index) => sql`(${rows.columns.map((column) => cell(column, index))})`,
  );
  const texts = Array.from(
    { length: rows.count },
    (_, index) => sql`(${rows.columns.map((column) => formatValue(column, index))})`,
  );
  const insert = dialectCall(
    "insert-rows",
    sql`insert into ${table} values\n${joinSql(plain, ",\n")}`,
    sql`insert into ${table} select ${rows.columns.map(readText)} from (values\n${joinSql(texts, ",\n")}) as texts (${rows.columns.map((_, at) => textName(at))})`,
  );
  return createPlan([
    [create, { purpose: `fill ${table.name} with ${rows.count} rows`, sql: insert }],
  ]);
}

/** The type of a column, without its values. */
function typeOf(column: Column): DataType {
  if (column.kind !== "decimal") return { kind: column.kind };
  const { kind, precision, scale } = column;
  return {
    kind,
    ...(precision === undefined ? {} : { precision }),
    ...(scale === undefined ? {} : { scale }),
  };
}

function cell(column: Column, index: number): Sql {
  const literal = {
    kind: "literal",
    type: typeOf(column),
    text: formatValue(column, index),
  } as const;
  return { kind: "sql", pieces: [literal] };
}

/** The value of a column whose canonical text is in a column of the same place. */
function readText(column: Column, at: number): Sql {
  const text = textName(at);
  if (column.kind === "text") return text;
  if (column.kind === "bytes" || column.kind === "json")
    return dialectCall(`from-${column.kind}`, text);
  const type: Sql = { kind: "sql", pieces: [{ kind: "type", type: typeOf(column) }] };
  return sql`cast(${text} as ${type})`;
}

function textName(at: number): Sql {
  return identifier(`text_${at}`);
}
