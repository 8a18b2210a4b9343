import type { DataType } from "@dx/core";
import { DuckDBTypeId, type DuckDBType } from "@duckdb/node-api";

const plain: Readonly<Partial<Record<DuckDBTypeId, DataType>>> = {
  [DuckDBTypeId.BOOLEAN]: { kind: "boolean" },
  [DuckDBTypeId.TINYINT]: { kind: "int32" },
  [DuckDBTypeId.SMALLINT]: { kind: "int32" },
  [DuckDBTypeId.INTEGER]: { kind: "int32" },
  [DuckDBTypeId.UTINYINT]: { kind: "int32" },
  [DuckDBTypeId.USMALLINT]: { kind: "int32" },
  [DuckDBTypeId.SQLNULL]: { kind: "int32" },
  [DuckDBTypeId.UINTEGER]: { kind: "int64" },
  [DuckDBTypeId.BIGINT]: { kind: "int64" },
  [DuckDBTypeId.UBIGINT]: { kind: "decimal", precision: 20, scale: 0 },
  [DuckDBTypeId.HUGEINT]: { kind: "decimal" },
  [DuckDBTypeId.UHUGEINT]: { kind: "decimal" },
  [DuckDBTypeId.FLOAT]: { kind: "float64" },
  [DuckDBTypeId.DOUBLE]: { kind: "float64" },
  [DuckDBTypeId.DATE]: { kind: "date" },
  [DuckDBTypeId.TIME]: { kind: "time" },
  [DuckDBTypeId.TIMESTAMP]: { kind: "timestamp" },
  [DuckDBTypeId.TIMESTAMP_S]: { kind: "timestamp" },
  [DuckDBTypeId.TIMESTAMP_MS]: { kind: "timestamp" },
  [DuckDBTypeId.TIMESTAMP_TZ]: { kind: "instant" },
  [DuckDBTypeId.INTERVAL]: { kind: "interval" },
  [DuckDBTypeId.BLOB]: { kind: "bytes" },
  [DuckDBTypeId.UUID]: { kind: "uuid" },
};

/** The type of a column as dx reads it; `null` for what is read as text, by the engine's own cast. */
export function typeOf(type: DuckDBType): DataType | null {
  if (type.typeId === DuckDBTypeId.DECIMAL)
    return { kind: "decimal", precision: type.width, scale: type.scale };
  if (type.typeId === DuckDBTypeId.VARCHAR)
    return type.alias?.toLowerCase() === "json" ? { kind: "json" } : { kind: "text" };
  return plain[type.typeId] ?? null;
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
