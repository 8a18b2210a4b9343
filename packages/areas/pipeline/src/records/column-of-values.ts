import { createColumn, parsePlainValue, toMicros, type Column, type DataType } from "@dx/core";
import { isInstant } from "../schema/kinds-of-text.ts";
import { writeJson } from "./write-json.ts";

/** Values of records as a column of a type that holds them all. */
export function columnOfValues(name: string, type: DataType, values: readonly unknown[]): Column {
  switch (type.kind) {
    case "int64":
      return int64s(name, values);
    case "float64":
      return float64s(name, values);
    case "text":
      return { kind: "text", name, values: values.map(textOf) };
    case "json":
      return {
        kind: "json",
        name,
        values: values.map((one) => (one === null ? null : writeJson(one))),
      };
    default:
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- createColumn tests each value
      return createColumn(name, type, values.map((one) => valueOf(type, one)) as never);
  }
}

function int64s(name: string, values: readonly unknown[]): Column {
  const held = new BigInt64Array(values.length);
  const validity = fill(values, (value, at) => {
    held[at] =
      typeof value === "number" || typeof value === "string" ? BigInt(value) : bigintOf(value);
  });
  return { kind: "int64", name, values: held, ...validity };
}

function float64s(name: string, values: readonly unknown[]): Column {
  const held = new Float64Array(values.length);
  const validity = fill(values, (value, at) => {
    held[at] = Number(value);
  });
  return { kind: "float64", name, values: held, ...validity };
}

function fill(
  values: readonly unknown[],
  write: (value: unknown, at: number) => void,
): { readonly validity?: Uint8Array } {
  let validity: Uint8Array | undefined;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at];
    if (value === null) {
      validity ??= new Uint8Array(values.length).fill(1);
      validity[at] = 0;
    } else write(value, at);
  }
  return validity === undefined ? {} : { validity };
}

function bigintOf(value: unknown): bigint {
  return typeof value === "bigint" ? value : 0n;
}

function textOf(value: unknown): string | null {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "boolean":
    case "bigint":
      return String(value);
    default:
      if (value === null) return null;
      return isInstant(value) ? writeJson(value).slice(1, -1) : writeJson(value);
  }
}

function valueOf(type: DataType, value: unknown): unknown {
  if (typeof value === "string") return parsePlainValue(type, value);
  if (type.kind === "decimal" && (typeof value === "number" || typeof value === "bigint"))
    return { unscaled: BigInt(value), scale: 0 };
  return isInstant(value) ? toMicros(value) : value;
}
