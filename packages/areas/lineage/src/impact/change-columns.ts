import { DxError, nearest } from "@dx/core";
import { normalizeIdentifier, type CatalogColumn, type ParserDialect } from "@dx/sql-parser";
import type { SchemaChange } from "./schema-change.ts";

/**
 * The columns of a table after a change; `undefined` if it goes.
 * @throws DxError `DX_LINEAGE_CHANGE` if there is no such column, or the new name is taken
 */
export function changeColumns(
  columns: readonly CatalogColumn[],
  change: SchemaChange,
  dialect: ParserDialect,
): readonly CatalogColumn[] | undefined {
  if (change.kind === "drop-table") return undefined;
  const fold = (name: string): string => normalizeIdentifier(name, dialect);
  const isIt = ({ name }: CatalogColumn): boolean => name === fold(change.column);
  const create = (name: string, type: string): CatalogColumn => ({
    written: name,
    name: fold(name),
    type,
  });
  const refuseTaken = (name: string): void => {
    if (columns.some((one) => one.name === fold(name)))
      throw new DxError("DX_LINEAGE_CHANGE", `${change.table} has a column ${name} already`, {
        path: ["column"],
        hint: "choose another name",
      });
  };
  if (change.kind === "add-column") {
    refuseTaken(change.column);
    return [...columns, create(change.column, change.type)];
  }
  if (!columns.some(isIt)) {
    const near = nearest(
      change.column,
      columns.map(({ written }) => written),
    );
    throw new DxError("DX_LINEAGE_CHANGE", `${change.table} has no column ${change.column}`, {
      path: ["column"],
      hint:
        near === undefined
          ? `it has ${columns.map(({ written }) => written).join(", ")}`
          : `did you mean ${near}?`,
    });
  }
  switch (change.kind) {
    case "drop-column":
      return columns.filter((one) => !isIt(one));
    case "rename-column":
      refuseTaken(change.to);
      return columns.map((one) => (isIt(one) ? create(change.to, one.type) : one));
    case "change-type":
      return columns.map((one) => (isIt(one) ? { ...one, type: change.type } : one));
  }
}
