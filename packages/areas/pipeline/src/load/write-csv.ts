import { formatValue, type Rows } from "@dx/core";

/** Rows as CSV with a line of names: NULL is nothing, an empty text is `""`, times and numbers are canonical text. */
export function writeCsv({ columns, count }: Rows): string {
  const lines = [columns.map(({ name }) => quote(name)).join(",")];
  for (let row = 0; row < count; row += 1)
    lines.push(columns.map((column) => write(formatValue(column, row))).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

function write(text: string | null): string {
  if (text === null) return "";
  return text === "" || /[",\r\n]|^\s|\s$/.test(text) ? quote(text) : text;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
