import { relation, type TableSchema } from "@dx/core";
import { readType, type Context } from "@dx/runner";
import { finish } from "./finish.ts";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import { specOf } from "./spec-of.ts";

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
      type: readType(native, ["sourceColumns", name]),
    })),
    uniqueKeys: [],
    foreignKeys: [],
  };
}
