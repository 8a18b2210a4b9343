import type { Sql } from "@dx/sql";

/** A whole number written as it is, where a literal with a cast will not do. */
export function plainNumber(number: number): Sql {
  return { kind: "sql", pieces: [{ kind: "text", text: String(number) }] };
}
