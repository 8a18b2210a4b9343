/**
 * A number for people, the same everywhere: `1,234,567`, `0.1`, `1.5e-9`. Whole numbers keep all
 * digits, others six significant ones.
 * @example
 * ```ts
 * import { formatNumber } from "@dx/chart";
 * if (formatNumber(1234567.891) !== "1,234,570") throw new Error();
 * ```
 */
export function formatNumber(value: number | bigint): string {
  const exact = typeof value === "bigint" || Number.isSafeInteger(value);
  const text = exact ? String(value) : String(Number(value.toPrecision(6)));
  if (text.includes("e") || text.includes("n")) return text.replace("e+", "e");
  const [whole = "", fraction] = text.split(".");
  const grouped = whole.replace(/\d(?=(\d{3})+$)/g, "$&,");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
