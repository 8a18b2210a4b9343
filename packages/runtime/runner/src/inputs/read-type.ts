import { DxError, dataType, nearest, type DataType } from "@dx/core";

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
 * The type that a word in a description of a table means, as `bigint` or `decimal(18, 2)`.
 * @param path - where in the inputs it stands, for the error
 * @throws DxError `DX_FLOW_TYPE` if it is none
 * @example
 * ```ts
 * import { readType } from "@dx/runner";
 * if (readType("NUMERIC(18, 2)", []).kind !== "decimal") throw new Error();
 * ```
 */
export function readType(described: unknown, path: readonly (string | number)[]): DataType {
  const text = typeof described === "string" ? described.toLowerCase() : "";
  const [, word = "", precision, scale = "0"] =
    /^\s*(\w+)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*$/.exec(text) ?? [];
  if (/^(decimal|numeric)$/.test(word) && precision !== undefined)
    return { kind: "decimal", precision: Number(precision), scale: Number(scale) };
  const known = Object.hasOwn(types, word) ? types[word] : undefined;
  if (known !== undefined) return known;
  const near = nearest(word, Object.keys(types));
  const what = path.at(-1) ?? "it";
  throw new DxError("DX_FLOW_TYPE", `${what} is ${JSON.stringify(described)}, which is no type`, {
    path,
    hint:
      near === undefined
        ? `types are decimal(18, 2), ${Object.keys(types).join(", ")}`
        : `did you mean ${near}?`,
  });
}
