import type { Column, DataType } from "@dx/core";
import type { Field } from "./read-messages.ts";

const plain: Readonly<Record<number, DataType>> = {
  16: { kind: "boolean" },
  17: { kind: "bytes" },
  20: { kind: "int64" },
  21: { kind: "int32" },
  23: { kind: "int32" },
  25: { kind: "text" },
  26: { kind: "int64" },
  114: { kind: "json" },
  700: { kind: "float64" },
  701: { kind: "float64" },
  1043: { kind: "text" },
  1082: { kind: "date" },
  1083: { kind: "time" },
  1114: { kind: "timestamp" },
  1184: { kind: "instant" },
  1186: { kind: "interval" },
  1700: { kind: "decimal" },
  2950: { kind: "uuid" },
  3802: { kind: "json" },
};

/** Whether values come in binary; all others come as text. @see PostgreSQL, catalogue `pg_type` */
export function isBinary({ type }: Field): boolean {
  return type in plain;
}

/**
 * The type of a column as dx reads it.
 * @param names - the engine's names of the types that dx has no kind for
 */
export function typeOf(
  { type, modifier }: Pick<Field, "type" | "modifier">,
  name: string,
): DataType {
  const known = plain[type];
  if (known === undefined) return { kind: "text", native: name };
  if (known.kind !== "decimal" || modifier < 0) return known;
  const [precision, scale] = [((modifier - 4) >> 16) & 0xff_ff, (modifier - 4) & 0x7_ff];
  // A scale of 1025 and more is below zero: digits before the point that are rounded away.
  return scale > 1000 ? known : { kind: "decimal", precision, scale };
}

/** A column of a type. */
export function columnOf(
  name: string,
  type: DataType,
  held: { readonly values: unknown; readonly validity?: Uint8Array },
): Column {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whoever calls has made the values for the type
  return { ...type, name, ...held } as unknown as Column;
}
