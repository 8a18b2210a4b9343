import { DxError, isDxError, parsePlainValue } from "@dx/core";
import type { DataType, DataTypeKind, ValueOf } from "@dx/core";
import { comparable, identifier, typedLiteral, type Sql } from "@dx/sql";
import type { CheckValue } from "../check.ts";

const compared = new Set<DataTypeKind>([
  "boolean",
  "int32",
  "int64",
  "float64",
  "decimal",
  "text",
  "date",
  "time",
  "timestamp",
  "instant",
  "uuid",
]);

const numeric = new Set<DataTypeKind>(["int32", "int64", "float64", "decimal"]);

/** Whether a type is of numbers. */
export function isNumeric({ kind }: DataType): boolean {
  return numeric.has(kind);
}

/** A column as it is compared with values: text by its code points, whatever the collation. */
export function operand(column: string, type: DataType): Sql {
  const plain = identifier(column);
  return type.kind === "text" || type.kind === "uuid" ? comparable({ sql: plain, type }) : plain;
}

/**
 * A value of a check as the type of its column.
 * @throws DxError `DX_QUALITY_TYPE` if it is none of the type
 */
export function valueSql(value: CheckValue, type: DataType): Sql {
  if (!compared.has(type.kind)) throw misfit(value, type, "such columns are not compared");
  if (type.kind === "boolean") {
    if (typeof value === "boolean") return typedLiteral("boolean", value);
    if (value === "true" || value === "false") return typedLiteral("boolean", value === "true");
    throw misfit(value, type, "write true or false");
  }
  if (typeof value === "boolean") throw misfit(value, type, `write a value of ${type.kind}`);
  if (isNumeric(type)) return numberSql(value, type);
  if (typeof value !== "string") throw misfit(value, type, `write it as text, of ${type.kind}`);
  if (type.kind === "text") return typedLiteral("text", value);
  if (type.kind === "uuid") return typedLiteral("text", read("uuid", value, type));
  return literalOf(type.kind, value, type);
}

/** Whole numbers stay whole and others decimal, so that nothing is lost beside a column of 64 bits. */
function numberSql(value: string | number | bigint, type: DataType): Sql {
  const text = String(value);
  if (type.kind === "float64") return literalOf("float64", text, type);
  if (/^[+-]?\d+$/.test(text)) {
    const whole = BigInt(text.replace("+", ""));
    if (BigInt.asIntN(64, whole) === whole) return typedLiteral("int64", whole);
  }
  const decimal = read("decimal", text, type);
  return typedLiteral({ kind: "decimal", precision: 38, scale: decimal.scale }, decimal);
}

function literalOf(kind: DataTypeKind, text: string, type: DataType): Sql {
  return typedLiteral<DataTypeKind>(kind, read<DataTypeKind>(kind, text, type));
}

function read<Kind extends DataTypeKind>(kind: Kind, text: string, type: DataType): ValueOf[Kind] {
  try {
    return parsePlainValue<Kind>(kind, text);
  } catch (cause) {
    throw isDxError(cause) ? misfit(text, type, `write a value of ${type.kind}`) : cause;
  }
}

function misfit(value: CheckValue, { kind }: DataType, hint: string): DxError {
  const shown = typeof value === "bigint" ? String(value) : JSON.stringify(value);
  return new DxError("DX_QUALITY_TYPE", `${shown} cannot be compared with a column of ${kind}`, {
    hint,
  });
}
