import { DxError } from "@dx/core";
import { parse } from "yaml";

/** Whether something is an object with keys. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The items of a list; nothing of what is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The objects of a list. */
export function recordsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return listOf(value).filter(isRecord);
}

/** Text, or `undefined`. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A finite number, also one written as text, or `undefined`. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "string" && value.trim() === "") return undefined;
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/**
 * Reads a document, which may be text (YAML or JSON) or was read already.
 * @throws DxError `DX_QUALITY_DOCUMENT` if it is neither, or no object
 */
export function readDocument(document: unknown, what: string): Readonly<Record<string, unknown>> {
  let read = document;
  if (typeof document === "string")
    try {
      read = parse(document);
    } catch (cause) {
      throw new DxError("DX_QUALITY_DOCUMENT", `${what}: not YAML: ${String(cause)}`, { cause });
    }
  if (isRecord(read)) return read;
  throw new DxError("DX_QUALITY_DOCUMENT", `${what}: got ${typeof document}, wanted an object`, {
    hint: "give the text of the file, or what JSON or YAML makes of it",
  });
}
