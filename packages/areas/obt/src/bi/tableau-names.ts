import { DxError, parseName, type Dialect } from "@dx/core";
import { foldName, hashValues } from "@dx/sql";

/** A name as the platform has stored it. */
export function storedName(name: string, dialect: Dialect): string {
  const { text, exact } = parseName(name);
  const stored = exact ? text : foldName(text, dialect);
  if (/[\p{Cc}\p{Cs}\p{NChar}]/u.test(stored))
    throw new DxError("DX_OBT_NAME", `no workbook can hold the name ${JSON.stringify(stored)}`, {
      path: [name],
      hint: "name the column without control characters",
    });
  return stored;
}

/** A name as workbooks write it: in brackets, those in it doubled. */
export const bracketed = (name: string): string => `[${name.replaceAll("]", "]]")}]`;

/** As `{8-4-4-4-12}`, the same for the same names. */
export function identify(...parts: readonly string[]): string {
  const hex = digest(...parts);
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return `{${[...groups, hex.slice(20, 32)].join("-").toUpperCase()}}`;
}

/** 32 hexadecimal digits that are the same for the same texts. */
export function digest(...parts: readonly string[]): string {
  return hashValues(parts.map((value) => ({ type: "text", value })));
}
