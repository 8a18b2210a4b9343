import type { Column, Rows } from "@dx/core";

/** How large the values of rows are: what typed arrays take, bytes of texts in UTF-8, 16 for decimals and intervals. */
export function sizeOfRows({ columns }: Rows): number {
  return columns.reduce((sum, column) => sum + sizeOf(column), 0);
}

function sizeOf({ values }: Column): number {
  if (ArrayBuffer.isView(values)) return values.byteLength;
  let size = 0;
  for (const value of values)
    if (typeof value === "string") size += utf8(value);
    else if (value instanceof Uint8Array) size += value.length;
    else if (value !== null) size += 16;
  return size;
}

function utf8(text: string): number {
  let size = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) size += code > 0x7_ff && (code < 0xd8_00 || code > 0xdf_ff) ? 2 : 1;
  }
  return size;
}
