/* oxlint-disable typescript/no-unsafe-type-assertion -- answers of a program */
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

/** An answer of `dx quality check`. */
export interface LineAnswer {
  readonly success?: boolean | null;
  readonly outcome?: string;
  readonly observed?: unknown;
  readonly unexpected_count?: number | null;
  readonly error?: { readonly message: string; readonly hint: string | null } | null;
}

const main = resolve(import.meta.dirname, "../../../../apps/cli/src/main.ts");

/** Asks `dx quality check` lines, each of which it answers by one; in a database, or in an empty DuckDB. */
export function askLines(lines: readonly object[], url?: string): readonly LineAnswer[] {
  const args = ["--conditions=@dx/source", main, "quality", "check", "--jsonl"];
  if (url !== undefined) args.push("--db", url);
  const input = lines.map((line) => JSON.stringify(line)).join("\n");
  try {
    const out = execFileSync(process.execPath, args, {
      input,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    return read(out);
  } catch (error) {
    if (error instanceof Error && "stdout" in error) return read(String(error.stdout));
    throw error;
  }
}

function read(out: string): readonly LineAnswer[] {
  return out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as LineAnswer);
}
