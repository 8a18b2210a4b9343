import { DxError } from "@dx/core";

/**
 * Refuses an option that is no number between two others, both included.
 * @throws DxError `DX_DIMENSIONAL_OPTIONS`
 */
export function requireNumber(
  what: string,
  value: number,
  [from, to, kind = "number"]: readonly [
    from: number,
    to: number,
    kind?: "number" | "whole number",
  ],
): void {
  const isKind = kind === "number" || Number.isInteger(value);
  if (value >= from && value <= to && isKind) return;
  throw new DxError("DX_DIMENSIONAL_OPTIONS", `${what}: got ${value}`, {
    path: [what],
    hint: `give a ${kind} from ${from} to ${to}`,
  });
}
