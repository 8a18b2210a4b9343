import { foldColumns } from "../internal/fold-columns.ts";
import type { DataType, Dialect, Rows } from "@dx/core";

/** A column and its type; `columns` of a `TableSchema` and of {@link inferSchema} are such. */
export interface TypedColumn {
  /** As `Names` of `@dx/core` says. */
  readonly name: string;
  /** Its type. */
  readonly type: DataType;
}

/** The columns of rows, without their values, under the names that they get in a database. */
export function columnsOfRows({ columns }: Rows, dialect: Dialect): readonly TypedColumn[] {
  return foldColumns(
    columns.map((column): TypedColumn => {
      if (column.kind !== "decimal") return { name: column.name, type: { kind: column.kind } };
      const { kind, precision, scale = 0 } = column;
      return {
        name: column.name,
        type: precision === undefined ? { kind } : { kind, precision, scale },
      };
    }),
    dialect,
  );
}
