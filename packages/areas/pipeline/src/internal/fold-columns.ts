import { DxError, quoteName, type Dialect } from "@dx/core";
import { foldName } from "@dx/sql";
import type { TypedColumn } from "../schema/typed-column.ts";

/**
 * Columns under the names that a catalogue has, protected where folding would change them.
 * @throws DxError `DX_PIPELINE_NAMES` if two become one
 */
export function foldColumns(
  columns: readonly TypedColumn[],
  dialect: Dialect,
): readonly TypedColumn[] {
  const seen = new Map<string, string>();
  return columns.map(({ name, type }) => {
    const folded = foldName(name, dialect);
    const before = seen.get(folded.toLowerCase());
    if (before !== undefined)
      throw new DxError("DX_PIPELINE_NAMES", `the columns ${before} and ${name} get one name`, {
        path: [name],
        hint: "give one of them another name in the source, or in a query",
      });
    seen.set(folded.toLowerCase(), name);
    return { name: protect(folded, dialect), type };
  });
}

/** A catalogue's name as one that means it. */
export function protect(name: string, dialect: Dialect): string {
  return foldName(name, dialect) === name ? name : quoteName(name);
}
