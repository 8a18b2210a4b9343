import { createColumn } from "./create-column.ts";
import { dataType, type DataType, type TypeName } from "./data-type.ts";
import { DxError, messageOf } from "./error.ts";
import { parsePlainValue } from "./parse-value.ts";
import { createRows, type Column, type Rows } from "./rows.ts";
import { toMicros } from "./to-micros.ts";

/** A record by column names: plain values, or those of one of the forms that `toObjects` writes. */
export type PlainObject = Readonly<Record<string, unknown>>;

/**
 * Makes rows of plain objects; what an object lacks is NULL. A column whose type is not given gets that of
 * its values: `boolean`, `bigint` int64, `number` int64 if all are whole and safe, else float64, `string` text,
 * a date object instant, `{ unscaled, scale }` decimal, bytes, what `toObjects` wrote as text of its own type, and all
 * else JSON.
 * @param types - by column; they also give the order of columns, and columns that no object has
 * @throws DxError `DX_CORE_VALUE` with index and column of a value that does not fit its type
 * @example
 * ```ts
 * import { toRows } from "@dx/core";
 * const rows = toRows([{ id: 1, since: "2025-03-17" }], { since: "timestamp" });
 * if (rows.columns.map(({ kind }) => kind).join() !== "timestamp,int64") throw new Error();
 * ```
 */
export function toRows(
  objects: readonly PlainObject[],
  types: Readonly<Record<string, TypeName>> = {},
): Rows {
  const names = new Set([...Object.keys(types), ...objects.flatMap((one) => Object.keys(one))]);
  const columns = [...names].map((name) => {
    const values = objects.map((one) => (Object.hasOwn(one, name) ? (one[name] ?? null) : null));
    const given = Object.hasOwn(types, name) ? types[name] : undefined;
    return toColumn(name, given === undefined ? guessType(values) : dataType(given), values);
  });
  return createRows(columns, objects.length);
}

function toColumn(name: string, type: DataType, values: readonly unknown[]): Column {
  const read = values.map((value, index) => {
    try {
      return readValue(type, value);
    } catch (cause) {
      const reason = messageOf(cause);
      throw new DxError("DX_CORE_VALUE", `${name} of object ${index}: ${reason}`, {
        path: [name, index],
        hint: "give the column another type, or the value in a form that `toObjects` writes",
        cause,
      });
    }
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- createColumn tests each value
  return createColumn(name, type, read as never);
}

const reads: Readonly<Partial<Record<DataType["kind"], (value: unknown) => unknown>>> = {
  text: (value) => (isNumber(value) || typeof value === "boolean" ? String(value) : toJson(value)),
  json: toJson,
  int64: (value) => (Number.isSafeInteger(value) ? BigInt(Number(value)) : value),
  float64: (value) => (typeof value === "bigint" ? Number(value) : value),
  decimal: (value) => (isNumber(value) ? parsePlainValue("decimal", String(value)) : value),
  timestamp: (value) => (isDateLike(value) ? toMicros(value) : value),
  instant: (value) => (isDateLike(value) ? toMicros(value) : value),
  date: (value) => (isDateLike(value) ? Number(toMicros(value) / 86_400_000_000n) : value),
};

function readValue(type: DataType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (isTextValue(value)) return value.value === null ? null : parsePlainValue(type, value.value);
  if (typeof value === "string") return parsePlainValue(type, value);
  return reads[type.kind]?.(value) ?? value;
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function guessType(values: readonly unknown[]): DataType {
  const present = values.filter((value) => value !== null && value !== undefined);
  const all = (test: (value: unknown) => boolean): boolean =>
    present.length > 0 && present.every(test);
  const [first] = present;
  if (present.length === 0) return { kind: "text" };
  if (all(isTextValue) && isTextValue(first)) return namedType(first.type);
  if (all((value) => typeof value === "boolean")) return { kind: "boolean" };
  if (all((value) => typeof value === "string")) return { kind: "text" };
  if (all((value) => typeof value === "bigint" || Number.isSafeInteger(value)))
    return { kind: "int64" };
  if (all((value) => typeof value === "number" || typeof value === "bigint"))
    return { kind: "float64" };
  if (all(isDateLike)) return { kind: "instant" };
  if (all((value) => value instanceof Uint8Array)) return { kind: "bytes" };
  if (all((value) => isRecord(value) && typeof value["unscaled"] === "bigint"))
    return { kind: "decimal" };
  return { kind: "json" };
}

const kinds = new Set(
  "boolean int32 int64 float64 date time timestamp instant interval bytes uuid json text decimal".split(
    " ",
  ),
);

function namedType(name: string): DataType {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tested against all kinds
  return kinds.has(name) ? ({ kind: name } as DataType) : { kind: "text", native: name };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTextValue(
  value: unknown,
): value is { readonly type: string; readonly value: string | null } {
  return (
    isRecord(value) &&
    Object.keys(value).length === 2 &&
    typeof value["type"] === "string" &&
    (value["value"] === null || typeof value["value"] === "string")
  );
}

function isDateLike(value: unknown): value is { getTime(): number } {
  return isRecord(value) && "getTime" in value && typeof value["getTime"] === "function";
}

function toJson(value: unknown): string {
  return (
    JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? String(item) : item)) ??
    "null"
  );
}
