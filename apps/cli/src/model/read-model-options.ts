import type { Given } from "../command.ts";
import { use } from "../parse-given.ts";

/** How a model is looked for. */
export interface ModelOptions {
  /** Only these tables; all without it. */
  readonly tables: readonly string[] | null;
  /** Rows that choose candidates; `null` for all. */
  readonly sample: { readonly rows: number; readonly seed: number } | null;
  /** Whether lines of JSON are wanted. */
  readonly isJson: boolean;
}

/**
 * Reads the options of `dx model`.
 * @throws DxError `DX_CLI_USE` for numbers that are none, and a sample that would not be used
 */
export function readModelOptions(given: Given, action: string): ModelOptions {
  const sample = given.text("sample");
  const seed = given.text("seed");
  if (action === "keys" && sample !== undefined)
    throw use("keys are counted in all rows", "leave --sample out");
  if (action === "design") refuseForDesign(given);
  else refuseDesignOnly(given);
  if (seed !== undefined && sample === undefined)
    throw use("--seed is for a sample", "write --sample ROWS too");
  return {
    tables: given.text("tables")?.split(",") ?? null,
    sample:
      sample === "all"
        ? null
        : { rows: wholeOf("sample", sample ?? enough), seed: wholeOf("seed", seed ?? "1") },
    isJson: given.has("jsonl") || given.has("json"),
  };
}

function refuseForDesign(given: Given): void {
  if (given.text("sample") !== undefined)
    throw use("a design reads as much as it needs", "leave --sample out");
  if (given.text("tables")?.includes(",") === true)
    throw use("a design is of one schema, or of all tables", "write --tables shop, say");
}

function refuseDesignOnly(given: Given): void {
  for (const name of ["form", "dialect"])
    if (given.text(name) !== undefined)
      throw use(`--${name} is for dx model design`, `leave --${name} out`);
}

/** How many rows of a table choose candidates; more tell little more, and take long. */
const enough = "100000";

function wholeOf(name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw use(`--${name} is no whole number: ${text}`, `write --${name} 10000, say`);
}
