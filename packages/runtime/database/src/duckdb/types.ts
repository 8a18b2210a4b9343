import type { DataType } from "@dx/core";
import { DuckDBTypeId, type DuckDBType } from "@duckdb/node-api";

/** The type of a column as dx reads it; `null` for what is read as text, by the engine's own cast. */
export function typeOf(type: DuckDBType): DataType | null {
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return { kind: "boolean" };
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.SQLNULL:
      return { kind: "int32" };
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.BIGINT:
      return { kind: "int64" };
    case DuckDBTypeId.UBIGINT:
      return { kind: "decimal", precision: 20, scale: 0 };
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
      return { kind: "decimal" };
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
      return { kind: "float64" };
    case DuckDBTypeId.DECIMAL:
      return { kind: "decimal", precision: type.width, scale: type.scale };
    case DuckDBTypeId.VARCHAR:
      return type.alias?.toLowerCase() === "json" ? { kind: "json" } : { kind: "text" };
    case DuckDBTypeId.DATE:
      return { kind: "date" };
    case DuckDBTypeId.TIME:
      return { kind: "time" };
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
      return { kind: "timestamp" };
    case DuckDBTypeId.TIMESTAMP_TZ:
      return { kind: "instant" };
    case DuckDBTypeId.INTERVAL:
      return { kind: "interval" };
    case DuckDBTypeId.BLOB:
      return { kind: "bytes" };
    case DuckDBTypeId.UUID:
      return { kind: "uuid" };
    default:
      return null;
  }
}

/** The engine's name of a type. */
export function nativeOf(type: DuckDBType): string {
  return type.toString().toLowerCase();
}

const scalars: Readonly<Record<string, DataType>> = {
  boolean: { kind: "boolean" },
  tinyint: { kind: "int32" },
  smallint: { kind: "int32" },
  integer: { kind: "int32" },
  utinyint: { kind: "int32" },
  usmallint: { kind: "int32" },
  uinteger: { kind: "int64" },
  bigint: { kind: "int64" },
  ubigint: { kind: "decimal", precision: 20, scale: 0 },
  hugeint: { kind: "decimal" },
  uhugeint: { kind: "decimal" },
  float: { kind: "float64" },
  double: { kind: "float64" },
  varchar: { kind: "text" },
  json: { kind: "json" },
  date: { kind: "date" },
  time: { kind: "time" },
  timestamp: { kind: "timestamp" },
  timestamp_s: { kind: "timestamp" },
  timestamp_ms: { kind: "timestamp" },
  "timestamp with time zone": { kind: "instant" },
  interval: { kind: "interval" },
  blob: { kind: "bytes" },
  uuid: { kind: "uuid" },
};

/** The type that a name of the catalogue means. */
export function typeNamed(name: string): DataType {
  const native = name.toLowerCase();
  const [, precision, scale] = /^decimal\((\d+),(\d+)\)$/.exec(native) ?? [];
  if (precision !== undefined)
    return { kind: "decimal", precision: Number(precision), scale: Number(scale) };
  return scalars[native] ?? { kind: "text", native };
}
