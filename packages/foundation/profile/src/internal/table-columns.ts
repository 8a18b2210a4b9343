import { quoteName, relation, type Column, type DataType, type Relation } from "@dx/core";
import { query, sql, type Query } from "@dx/sql";
import type { Profiled } from "../profile-table.ts";

/** A table and its columns. */
export interface TableColumns {
  /** The table. */
  readonly relation: Relation;
  /** In its order. */
  readonly columns: readonly TableColumn[];
}

/** A column. */
export interface TableColumn {
  /** As `Names` says. */
  readonly name: string;
  /** Its type. */
  readonly type: DataType;
}

/** The relation of a table that was named or described. */
export function relationOf(table: Profiled): Relation {
  return typeof table === "object" && "columns" in table ? table.relation : relation(table);
}

/** The columns as described; `null` if the table was only named. */
export function describedColumns(table: Profiled): TableColumns | null {
  if (typeof table !== "object" || !("columns" in table)) return null;
  return {
    relation: table.relation,
    columns: table.columns.map(({ name, type }) => ({ name, type })),
  };
}

/** Asks for the columns of a table. */
export function askColumns(table: Profiled): Query<TableColumns> {
  const named = relationOf(table);
  return query("columns", sql`select * from ${named} where 1 = 0`, ({ columns }) => ({
    relation: named,
    columns: columns.map((column) => ({
      name: /^[a-z_][a-z0-9_]*$/.test(column.name) ? column.name : quoteName(column.name),
      type: typeOf(column),
    })),
  }));
}

function typeOf(column: Column): DataType {
  switch (column.kind) {
    case "decimal": {
      const { kind, precision, scale } = column;
      return {
        kind,
        ...(precision === undefined ? {} : { precision }),
        ...(scale === undefined ? {} : { scale }),
      };
    }
    case "text":
      return column.native === undefined
        ? { kind: "text" }
        : { kind: "text", native: column.native };
    default:
      return { kind: column.kind };
  }
}
