import { DxError, nearest, parseName, type DataType, type TableSchema } from "@dx/core";

/**
 * The types of a table's columns, by name; a name without quotes fits whatever case the catalogue has.
 * @throws DxError `DX_SCD_SPEC` for a column that it does not have
 */
export function needTypes({ columns, relation }: TableSchema): (name: string) => DataType {
  return (name) => {
    const { text, exact } = parseName(name);
    const found =
      columns.find((column) => column.name === text) ??
      columns.find((column) => !exact && column.name.toLowerCase() === text.toLowerCase());
    if (found !== undefined) return found.type;
    const near = nearest(
      text,
      columns.map((column) => column.name),
    );
    throw new DxError("DX_SCD_SPEC", `${relation.name} has no column ${text}`, {
      path: [name],
      hint: near === undefined ? "name one of its columns" : `it has ${near}`,
    });
  };
}
