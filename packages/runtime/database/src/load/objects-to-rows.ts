import { createRows, dataType, toRows, type Column, type DataType } from "@dx/core";
import type { PlainObject, Rows, TypeName } from "@dx/core";

/** What `toRows` of `@dx/core` makes of objects; columns of one simple type are made in a tight loop. */
export function objectsToRows(
  objects: readonly PlainObject[],
  types: Readonly<Record<string, TypeName>>,
): Rows {
  const columns = namesOf(objects, types).map((name) => {
    const values = objects.map((one) => (Object.hasOwn(one, name) ? (one[name] ?? null) : null));
    const given = Object.hasOwn(types, name) ? types[name] : undefined;
    const type = given === undefined ? guess(values) : dataType(given);
    return fastColumn(name, type, values) ?? slowColumn(name, given, values);
  });
  return createRows(columns, objects.length);
}

function namesOf(
  objects: readonly PlainObject[],
  types: Readonly<Record<string, TypeName>>,
): readonly string[] {
  const names = new Set(Object.keys(types));
  for (const one of objects)
    for (const name in one) if (!names.has(name) && Object.hasOwn(one, name)) names.add(name);
  return [...names];
}

type Sort = "text" | "boolean" | "whole" | "number" | "other";

function sortOf(value: unknown): Sort {
  switch (typeof value) {
    case "string":
      return "text";
    case "boolean":
      return "boolean";
    case "bigint":
      return "whole";
    case "number":
      return Number.isSafeInteger(value) ? "whole" : "number";
    default:
      return "other";
  }
}

/** The type of values that are all of one simple sort. */
function guess(values: readonly unknown[]): DataType | undefined {
  let all: Sort | undefined;
  for (const value of values) {
    if (value === null) continue;
    const sort = sortOf(value);
    if (sort === all) continue;
    if (sort === "other") return undefined;
    if (all === undefined) all = sort;
    else if (all === "text" || all === "boolean" || sort === "text" || sort === "boolean")
      return undefined;
    else all = "number";
  }
  const kinds = { text: "text", boolean: "boolean", whole: "int64", number: "float64" } as const;
  return all === undefined || all === "other" ? undefined : { kind: kinds[all] };
}

/** A column, if its type is simple and all values are of it. */
function fastColumn(
  name: string,
  type: DataType | undefined,
  values: readonly unknown[],
): Column | undefined {
  switch (type?.kind) {
    case "text":
      return values.every(isTextOrNull) ? { ...type, name, values } : undefined;
    case "boolean":
      return fill({ ...type, name, values: new Uint8Array(values.length) }, values, (value) =>
        typeof value === "boolean" ? Number(value) : undefined,
      );
    case "int64":
      return fill({ ...type, name, values: new BigInt64Array(values.length) }, values, toInt64);
    case "float64":
      return fill({ ...type, name, values: new Float64Array(values.length) }, values, toFloat64);
    default:
      return undefined;
  }
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

function toInt64(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? value : undefined;
  return Number.isSafeInteger(value) ? BigInt(Number(value)) : undefined;
}

function toFloat64(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "bigint" ? Number(value) : undefined;
}

function fill<T extends bigint | number, C extends { readonly values: { [index: number]: T } }>(
  column: C,
  values: readonly unknown[],
  read: (value: unknown) => T | undefined,
): (C & { readonly validity?: Uint8Array }) | undefined {
  let validity: Uint8Array | undefined;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (value === null) {
      validity ??= new Uint8Array(values.length).fill(1);
      validity[index] = 0;
    } else {
      const one = read(value);
      if (one === undefined) return undefined;
      column.values[index] = one;
    }
  }
  return validity === undefined ? column : { ...column, validity };
}

/** Everything else, and the error for what does not fit. */
function slowColumn(name: string, type: TypeName | undefined, values: readonly unknown[]): Column {
  const objects = values.map((value) => Object.fromEntries([[name, value]]));
  const types = type === undefined ? {} : { [name]: type };
  const [column] = toRows(objects, types).columns;
  return column ?? { kind: "text", name, values: [] };
}
