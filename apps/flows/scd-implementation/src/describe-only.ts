import { DxError, dataType, nearest, relation, type DataType, type TableSchema } from "@dx/core";
import type { Context } from "@dx/runner";
import { finish } from "./finish.ts";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import { specOf } from "./spec-of.ts";

const types: Readonly<Record<string, DataType>> = Object.fromEntries(
  (
    [
      ["boolean", "boolean", "bool"],
      ["int32", "int32", "int", "integer", "smallint"],
      ["int64", "int64", "bigint"],
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

/** Writes everything for a source that is only described; nothing is run, and all claims are unknown. */
export async function describeOnly(inputs: Inputs, ctx: Context): Promise<Outputs> {
  const source = schemaOf(inputs);
  const spec = specOf(inputs);
  const made: Outputs["made"] = {
    mode: "description",
    isNew: true,
    spec,
    columns: source.columns.map(({ name, type }) => ({ name, type })),
    snapshots: [],
    changes: null,
    kept: null,
    before: null,
    reversed: null,
    replayed: null,
    facts: null,
    findings: [],
  };
  const dialect = inputs.platform ?? "duckdb";
  return finish(inputs, ctx, { made, spec, dialect, source, loadSeconds: null });
}

function schemaOf({ sourceTable, sourceColumns = {} }: Inputs): TableSchema {
  return {
    relation: relation(sourceTable),
    kind: "table",
    columns: Object.entries(sourceColumns).map(([name, native]) => ({
      name,
      native,
      nullable: true,
      type: readType(name, native),
    })),
    uniqueKeys: [],
    foreignKeys: [],
  };
}

function readType(name: string, native: string): DataType {
  const [, word = "", precision, scale = "0"] =
    /^\s*(\w+)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*$/.exec(native.toLowerCase()) ?? [];
  if (/^(decimal|numeric)$/.test(word) && precision !== undefined)
    return { kind: "decimal", precision: Number(precision), scale: Number(scale) };
  const known = types[word];
  if (known !== undefined) return known;
  const near = nearest(word, Object.keys(types));
  throw new DxError("DX_FLOW_TYPE", `${name} is ${JSON.stringify(native)}, which is no type`, {
    path: ["sourceColumns", name],
    hint:
      near === undefined
        ? `types are decimal(18, 2), ${Object.keys(types).join(", ")}`
        : `did you mean ${near}?`,
  });
}
