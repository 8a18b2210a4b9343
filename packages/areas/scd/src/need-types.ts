import { DxError, findNamed, nearest, parseName, type DataType, type TypeName } from "@dx/core";
import { dataType } from "@dx/core";

/** A column and its type; `columns` of a `TableSchema` are such. */
export interface TypedColumn {
  /** Its name. */
  readonly name: string;
  /** Its type. */
  readonly type: TypeName;
}

/**
 * The types of columns, by name; a name without quotes fits whatever case the catalogue has.
 * @throws DxError `DX_SCD_SPEC` for a column that is not among them
 */
export function needTypes(columns: readonly TypedColumn[]): (name: string) => DataType {
  return (name) => {
    const found = findNamed(columns, name);
    if (found !== undefined) return dataType(found.type);
    const near = nearest(
      parseName(name).text,
      columns.map((column) => column.name),
    );
    throw new DxError("DX_SCD_SPEC", `no column is called ${name}`, {
      path: [name],
      hint: near === undefined ? "name one of the columns that there are" : `there is ${near}`,
    });
  };
}
