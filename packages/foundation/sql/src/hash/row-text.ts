import { dataType, type DataTypeKind, type Dialect } from "@dx/core";
import { dialectCall } from "../dialect/functions.ts";
import type { Sql } from "../sql.ts";
import { encodeColumn, type HashedColumn } from "./row-hash.ts";

const forms: { readonly [Kind in DataTypeKind]?: "boolean" | "decimal" | "plain" | "quoted" } = {
  boolean: "boolean",
  int32: "plain",
  int64: "plain",
  decimal: "decimal",
  date: "plain",
  timestamp: "quoted",
  instant: "quoted",
  uuid: "plain",
};

/** Whether a dialect has {@link rowText}. */
export function hasRowText(dialect: Dialect): boolean {
  return dialect === "duckdb" || dialect === "postgres";
}

/**
 * A row as Postgres writes a composite value, from Postgres and from DuckDB: half as dear there as what `rowHash` hashes. Equal
 * texts are of equal rows. Equal rows may have different texts: years before 1 and infinite times are written differently.
 * Sessions write dates as ISO 8601 has them, in one time zone.
 * @param columns - at least one, in an order that counts
 * @throws DxError `DX_SQL_UNSUPPORTED` on rendering, in all other dialects, and as `rowHash`
 */
export function rowText(columns: readonly HashedColumn[]): Sql {
  const fields = columns.map((column) => {
    const { kind } = dataType(column.type);
    const form = forms[kind];
    if (form !== undefined) return dialectCall(`row-${form}`, column.sql);
    if (kind === "text") return dialectCall("row-word", column.sql);
    const hasSigns = kind === "json" || kind === "interval";
    return dialectCall(hasSigns ? "row-word" : "row-plain", encodeColumn(column));
  });
  return dialectCall("row-text", ...fields);
}
