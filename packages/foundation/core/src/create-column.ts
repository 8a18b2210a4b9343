import {
  dataType,
  type DataType,
  type DataTypeKind,
  type PlainType,
  type ValueOf,
} from "./data-type.ts";
import { DxError } from "./error.ts";
import type { Column, ValuesOf } from "./rows.ts";

/** Values of a column as a plain list, `null` where SQL has NULL. */
export type PlainValues<Kind extends DataTypeKind> = readonly (ValueOf[Kind] | null)[];

/**
 * Makes a column of a plain list of values.
 * @param type - a kind, or a type with its parameters
 * @param values - of the JavaScript type that `ValueOf` says; `null` is NULL
 * @throws DxError `DX_CORE_VALUE` with the index of a value of another type, or out of its range
 * @example
 * ```ts
 * import { createColumn, createRows } from "@dx/core";
 * const id = createColumn("id", "int64", [1n, 2n]);
 * const name = createColumn("name", "text", ["Ann", null]);
 * if (createRows([id, name]).count !== 2) throw new Error();
 * ```
 */
export function createColumn<Kind extends DataTypeKind>(
  name: string,
  type: Kind | Extract<DataType, PlainType<Kind>>,
  values: PlainValues<Kind>,
): Column<Kind> {
  const declared = dataType(type);
  const { kind } = declared;
  values.forEach((value, index) => {
    if (value !== null && !accepts[kind](value)) throw wrongValue(name, kind, { value, index });
  });
  const column = { ...declared, name, ...hold(kind, values) };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each value was tested against the kind
  return column as unknown as Column<Kind>;
}

const accepts: Readonly<Record<DataTypeKind, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === "boolean",
  int32: isInt32,
  int64: isInt64,
  float64: (value) => typeof value === "number",
  decimal: (value) => hasField(value, "unscaled", "bigint") && hasField(value, "scale", "number"),
  text: isText,
  date: isInt32,
  time: (value) => typeof value === "bigint" && value >= 0n && value <= 86_400_000_000n,
  timestamp: isInt64,
  instant: isInt64,
  interval: (value) => hasField(value, "months", "number") && hasField(value, "micros", "bigint"),
  bytes: (value) => value instanceof Uint8Array,
  uuid: isText,
  json: isText,
};

function isInt32(value: unknown): boolean {
  return typeof value === "number" && (value | 0) === value;
}

function isInt64(value: unknown): boolean {
  return typeof value === "bigint" && BigInt.asIntN(64, value) === value;
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function hasField(value: unknown, field: string, type: "bigint" | "number"): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof Object.getOwnPropertyDescriptor(value, field)?.value === type
  );
}

const arrays = {
  boolean: Uint8Array,
  int32: Int32Array,
  int64: BigInt64Array,
  float64: Float64Array,
  date: Int32Array,
  time: BigInt64Array,
  timestamp: BigInt64Array,
  instant: BigInt64Array,
} as const;

function hold(
  kind: DataTypeKind,
  values: readonly unknown[],
): {
  readonly values: ValuesOf[DataTypeKind] | readonly unknown[];
  readonly validity?: Uint8Array;
} {
  if (!(kind in arrays)) return { values: [...values] };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tested in the line before
  const held = new arrays[kind as keyof typeof arrays](values.length);
  let validity: Uint8Array | undefined;
  for (const [index, value] of values.entries())
    if (value === null) {
      validity ??= new Uint8Array(values.length).fill(1);
      validity[index] = 0;
    } else
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each value was tested against the kind
      held[index] = (typeof value === "boolean" ? Number(value) : value) as never;
  return validity === undefined ? { values: held } : { values: held, validity };
}

function wrongValue(
  name: string,
  kind: DataTypeKind,
  { value, index }: { readonly value: unknown; readonly index: number },
): DxError {
  return new DxError(
    "DX_CORE_VALUE",
    `value ${index} of column ${name} is ${typeof value} ${String(value)}, no ${kind}`,
    { path: [name, index], hint: "see `ValueOf` for how values of each type are written" },
  );
}
