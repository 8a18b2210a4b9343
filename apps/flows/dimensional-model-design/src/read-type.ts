import { DxError, dataType, nearest, type DataType, type Json } from "@dx/core";

const types: Readonly<Record<string, DataType>> = Object.fromEntries(
  (
    [
      ["boolean", "boolean", "bool"],
      ["int32", "int32", "int", "integer", "smallint", "tinyint"],
      ["int64", "int64", "bigint", "long"],
      ["float64", "float64", "double", "float", "real"],
      ["text", "text", "string", "varchar", "char"],
      ["date", "date"],
      ["time", "time"],
      ["timestamp", "timestamp", "datetime"],
      ["instant", "instant", "timestamptz"],
      ["bytes", "bytes", "blob", "binary"],
      ["uuid", "uuid"],
      ["json", "json", "jsonb"],
    ] as const
  ).flatMap(([kind, ...names]) => names.map((name) => [name, dataType(kind)])),
);

/**
 * The type that a word in a description means, as `bigint` or `decimal(18, 2)`.
 * @throws DxError `DX_FLOW_TYPE` if it is none
 */
export function readType(described: Json, path: readonly (string | number)[]): DataType {
  const text = typeof described === "string" ? described.toLowerCase() : "";
  const [, word = "", precision, scale = "0"] =
    /^\s*(\w+)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*$/.exec(text) ?? [];
  if (/^(decimal|numeric)$/.test(word) && precision !== undefined)
    return { kind: "decimal", precision: Number(precision), scale: Number(scale) };
  const known = types[word];
  if (known !== undefined) return known;
  const near = nearest(word, Object.keys(types));
  throw new DxError("DX_FLOW_TYPE", `not a type: ${JSON.stringify(described)}`, {
    path,
    hint:
      near === undefined
        ? `types are decimal(18, 2), ${Object.keys(types).join(", ")}`
        : `did you mean ${near}?`,
  });
}
