import { DxError, nearest } from "@dx/core";
import type { DesignReference, DesignTable } from "@dx/dimensional";
import type { Inputs } from "./inputs.ts";

/**
 * The references that the inputs name, as from `flights.origin` to `airports.iata`.
 * @throws DxError `DX_FLOW_RELATIONSHIP` if one names no column of a table
 */
export function readRelationships(
  { sourceData: { relationships } }: Inputs,
  tables: readonly DesignTable[],
): readonly DesignReference[] {
  return relationships.map(({ from, to }, index) => {
    const [child, parent] = [
      readColumn(from, tables, ["sourceData", "relationships", index, "from"]),
      readColumn(to, tables, ["sourceData", "relationships", index, "to"]),
    ];
    return {
      child: child.table,
      childColumns: [child.column],
      parent: parent.table,
      parentColumns: [parent.column],
      by: "person",
      reason: "the inputs name this relationship",
    };
  });
}

function readColumn(
  text: string,
  tables: readonly DesignTable[],
  path: readonly (string | number)[],
): { readonly table: string; readonly column: string } {
  for (const { name, columns } of tables)
    for (const column of columns)
      if (text === `${name}.${column.name}`) return { table: name, column: column.name };
  const known = tables.flatMap(({ name, columns }) =>
    columns.map((column) => `${name}.${column.name}`),
  );
  const near = nearest(text, known);
  throw new DxError("DX_FLOW_RELATIONSHIP", `there is no column ${text}`, {
    path,
    hint: near === undefined ? "write table.column" : `did you mean ${near}?`,
  });
}

/**
 * The references that people name, with what the data say of them, and of the others those of columns that people do not speak
 * of; what is declared counts more than what is found.
 */
export function mergeReferences(
  named: readonly DesignReference[],
  others: readonly DesignReference[],
): readonly DesignReference[] {
  const kept = Array.from(named, (one) => {
    const found = others.find((other) => columnsText(other) === columnsText(one));
    return found === undefined ? one : { ...one, reason: `${one.reason}, and ${found.reason}` };
  });
  for (const one of others) {
    const speaksOf = (other: DesignReference): boolean =>
      other.child === one.child &&
      other.childColumns.some((column) => one.childColumns.includes(column));
    if (!kept.some(speaksOf)) kept.push(one);
  }
  return kept;
}

function columnsText({ child, childColumns, parent, parentColumns }: DesignReference): string {
  return JSON.stringify([child, childColumns, parent, parentColumns]);
}
