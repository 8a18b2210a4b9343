import type { HistorySpec } from "@dx/scd";
import type { Inputs } from "./inputs.ts";

/**
 * Which columns keep the history. A new dimension has a surrogate key by hash and columns for auditors unless
 * the inputs say otherwise; of a dimension that is there, only columns that it has are used.
 * @param existing - the columns of the dimension in lower case, if it is there
 */
export function specOf(inputs: Inputs, existing?: readonly string[]): HistorySpec {
  const { dimensionTable, effectiveDateColumns, auditColumns, surrogateKey, rowHashColumn } =
    inputs;
  const table = dimensionTable.split(".").at(-1)?.replaceAll('"', "") ?? dimensionTable;
  const surrogate = surrogateKey ?? {
    column: `${table.replace(/^dim_/, "")}_key`,
    by: "hash" as const,
  };
  const audit = auditColumns ?? { insertedAt: "inserted_at", updatedAt: "updated_at" };
  const has = (column: string | undefined): column is string =>
    column !== undefined && (existing?.includes(column.replaceAll('"', "").toLowerCase()) ?? true);
  const keptAudit = {
    ...(has(audit.insertedAt) ? { insertedAt: audit.insertedAt } : {}),
    ...(has(audit.updatedAt) ? { updatedAt: audit.updatedAt } : {}),
  };
  return {
    key: inputs.businessKey,
    tracked: inputs.trackedAttributes,
    ...(inputs.columnTypes === undefined ? {} : { types: inputs.columnTypes }),
    ...(inputs.priorColumns === undefined ? {} : { prior: inputs.priorColumns }),
    ...effectiveDateColumns,
    ...(inputs.openEnd === undefined ? {} : { openEnd: inputs.openEnd }),
    current: inputs.currentFlagColumn,
    ...(surrogateKey !== undefined || has(surrogate.column) ? { surrogate } : {}),
    ...(rowHashColumn === undefined ? {} : { rowHash: rowHashColumn }),
    ...(Object.keys(keptAudit).length === 0 ? {} : { audit: keptAudit }),
  };
}
