import { readType } from "@dx/runner";
import { DxError, findNamed } from "@dx/core";
import type { DesignTable } from "@dx/dimensional";
import type { Inputs } from "./inputs.ts";

/**
 * Compares the columns that the inputs describe with those that are there; an empty description says nothing.
 * @throws DxError `DX_FLOW_SCHEMA` with all columns that are not there, or are of another type
 */
export function checkSchemas({ sourceData }: Inputs, tables: readonly DesignTable[]): void {
  const faults = sourceData.tables.flatMap(({ name, schema }, index) => {
    const columns = tables.find((one) => one.name === name)?.columns ?? [];
    return Object.entries(schema).flatMap(([column, described]) => {
      const wanted = readType(described, ["sourceData", "tables", index, "schema", column]);
      const found = findNamed(columns, column);
      if (found === undefined) return [`${name} has no column ${column}`];
      if (familyOf(found.type.kind) === familyOf(wanted.kind)) return [];
      return [`${name}.${column} is ${found.type.kind}, not ${wanted.kind}`];
    });
  });
  if (faults.length === 0) return;
  throw new DxError("DX_FLOW_SCHEMA", faults.join("; "), {
    path: ["sourceData", "tables"],
    hint: "mend the descriptions, or leave them empty; nothing was written",
  });
}

/** Types that stand for each other: a file's whole numbers are as wide as its reader makes them. */
function familyOf(kind: string): string {
  return (
    { int32: "whole", int64: "whole", instant: "time", timestamp: "time", date: "time" }[kind] ??
    kind
  );
}
