import { createRows, type Column, type Rows } from "@dx/core";

/** Some of the rows, `to` not included. */
export function sliceRows({ columns }: Rows, from: number, to: number): Rows {
  const parts = columns.map((column) => {
    const values = column.values.slice(from, to);
    const validity = column.validity?.slice(from, to);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same column, but for its length
    return { ...column, values, ...(validity === undefined ? {} : { validity }) } as Column;
  });
  return createRows(parts, to - from);
}
