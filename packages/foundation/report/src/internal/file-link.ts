import { DxError } from "@dx/core";

/**
 * The address of a file in the page's folder.
 * @throws DxError `DX_REPORT_PATH` if it is not a relative path inside of that folder
 */
export function fileLink(path: string): string {
  const parts = path.split("/");
  const isInside = parts.every((part) => !["", ".", ".."].includes(part));
  if (isInside && !/[\\\p{Cc}\p{Cs}]/u.test(path)) return parts.map(encodeURIComponent).join("/");
  throw new DxError("DX_REPORT_PATH", `not a path inside of the report's folder: ${path}`, {
    path: ["files"],
    hint: "write it relative to the page, as artefacts/model.sql, with / between folders and without . and ..",
  });
}

/** A size for people; a kB is 1000 bytes. */
export function sizeText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let [size, unit] = [bytes, 0];
  while (size >= 999.5 && unit < units.length - 1) [size, unit] = [size / 1000, unit + 1];
  const digits = unit === 0 || size >= 99.5 ? Math.round(size) : Number(size.toPrecision(2));
  return `${digits} ${units[unit] ?? ""}`;
}
