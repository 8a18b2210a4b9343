import { DxError } from "@dx/core";
import { identifier, rowHash, type Sql } from "@dx/sql";
import { columnsOf, type HistorySpec } from "./history-spec.ts";
import { needTypes, type TypedColumn } from "./need-types.ts";

/**
 * The hash of the columns of type 2, which `planChanges` keeps in `rowHash`: that of `@dx/sql`, the same in every engine.
 * @param columns - the columns with their types, as `columns` of a `TableSchema`
 * @throws DxError `DX_SCD_SPEC` if there are no columns of type 2, or their types are not told
 * @example
 * ```ts
 * import { historyClaims, rowHashOf } from "@dx/scd";
 * import { renderSql } from "@dx/sql";
 * const spec = { key: "id", tracked: "city", validFrom: "since", validTo: "until", rowHash: "hash" };
 * const hash = rowHashOf(spec, [{ name: "city", type: "text" }]);
 * if (!renderSql(hash, "duckdb").text.startsWith("md5(")) throw new Error();
 * ```
 */
export function rowHashOf(
  spec: HistorySpec,
  columns: readonly TypedColumn[] | undefined,
  alias?: string,
): Sql {
  return hashOf(columnsOf(spec).byType[2], columns, alias);
}

/** The hash of columns, by their names. */
export function hashOf(
  names: readonly string[],
  columns: readonly TypedColumn[] | undefined,
  alias?: string,
): Sql {
  if (columns === undefined || names.length === 0)
    throw new DxError("DX_SCD_SPEC", "a hash needs columns, and their types", {
      path: ["columns"],
      hint: "give `columns`, as `columns` of a table's schema; or leave the hash out",
    });
  const typeOf = needTypes(columns);
  return rowHash(
    names.map((name) => ({
      sql: alias === undefined ? identifier(name) : identifier(alias, name),
      type: typeOf(name),
    })),
  );
}
