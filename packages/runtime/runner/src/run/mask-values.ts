import { createHmac, randomBytes } from "node:crypto";
import type { Block, Cell } from "@dx/report";
import { toObjects, type Evidence, type Json } from "@dx/core";
import { z } from "zod";

/** Hides values of the data. */
export interface Mask {
  /** A claim's counterexample without its values. */
  readonly evidence: (one: Evidence) => Evidence;
  /** A page's tables without their values. */
  readonly block: (block: Block) => Block;
}

const textValue = z.strictObject({ type: z.string(), value: z.string().nullable() });

/**
 * Shows of each value its type, its length, and a mark that is the same for the same value in this run only: the
 * key is drawn anew for each run, and kept nowhere.
 */
export function createMask(): Mask {
  const key = randomBytes(32);
  const hide = (text: string): string => {
    const mark = createHmac("sha256", key).update(text).digest("hex").slice(0, 6);
    return `${Array.from(text).length} characters, ${mark}`;
  };
  const json = (value: Json | undefined): Json => {
    const found = textValue.safeParse(value);
    if (found.success) {
      const { type, value: text } = found.data;
      return { type, value: text === null ? null : hide(text) };
    }
    if (typeof value === "string" || typeof value === "number") return hide(String(value));
    if (isList(value)) return value.map(json);
    if (typeof value !== "object" || value === null) return value ?? null;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, json(item)]));
  };
  const cell = (value: Cell): Cell => {
    if (value === null || value === undefined) return null;
    return typeof value === "object"
      ? { type: value.type, value: value.value === null ? null : hide(value.value) }
      : hide(String(value));
  };
  const block = (one: Block): Block => {
    if (one.kind === "details") return { ...one, blocks: one.blocks.map(block) };
    if (one.kind !== "table") return one;
    const rows = "columns" in one.rows ? toObjects(one.rows, "text") : one.rows;
    const masked = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(value)])),
    );
    return { ...one, rows: masked };
  };
  return {
    evidence: (one) =>
      one.verdict === "fails" && one.counterexample !== undefined
        ? { ...one, counterexample: json(one.counterexample) }
        : one,
    block,
  };
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
