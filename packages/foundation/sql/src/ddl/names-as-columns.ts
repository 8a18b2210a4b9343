import { toNames, type Names } from "@dx/core";
import { identifier } from "../identifier.ts";
import type { Sql } from "../sql.ts";

/** Names as columns. */
export function toIdentifiers(names: Names, what?: string): readonly Sql[] {
  return toNames(names, what).map((name) => identifier(name));
}
