import { DxError, type Column, type DataType, type Dialect, type Rows } from "@dx/core";
import { renderSql } from "@dx/sql";

const mostDigits = 38;

/**
 * The types of a new table's columns: those of the rows. Decimals without precision get one by the values that
 * are there, where the engine must have one; later ones that do not fit are refused then.
 */
export function tableTypes({ columns }: Rows, dialect: Dialect): readonly DataType[] {
  return columns.map((column) => {
    if (column.kind !== "decimal") return { kind: column.kind };
    const { precision, scale } = column;
    if (precision !== undefined) return { kind: "decimal", precision, scale: scale ?? 0 };
    return takesPlainDecimal(dialect) ? { kind: "decimal" } : fitDecimal(column);
  });
}

function takesPlainDecimal(dialect: Dialect): boolean {
  try {
    renderSql({ kind: "sql", pieces: [{ kind: "type", type: { kind: "decimal" } }] }, dialect);
    return true;
  } catch {
    return false;
  }
}

/** Room for all values that are there, the rest of the digits before the point. */
function fitDecimal({ name, values }: Column<"decimal">): DataType {
  let scale = 0;
  let whole = 1;
  for (const value of values)
    if (value !== null) {
      const digits = String(value.unscaled < 0n ? -value.unscaled : value.unscaled).length;
      scale = Math.max(scale, value.scale);
      whole = Math.max(whole, digits - value.scale);
    }
  if (whole + scale > mostDigits)
    throw new DxError(
      "DX_DATABASE_VALUE",
      `column ${name}: ${whole + scale} digits are needed, ${mostDigits} is the most`,
      {
        path: [name],
        hint: "give the column another type in `types`, as text",
      },
    );
  return { kind: "decimal", precision: mostDigits, scale };
}
