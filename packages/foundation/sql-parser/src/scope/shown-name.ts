import type { Identifier } from "../ast/expression.ts";
import { traitsOf, type ParserDialect } from "../dialect/parser-dialect.ts";
import { foldIdentifier } from "../normalize-identifier.ts";

/** A name as the engine shows it: folded, where it folds; where it only does not tell cases apart, as written. */
export function shownName(
  name: Pick<Identifier, "name" | "quoted">,
  dialect: ParserDialect,
): string {
  return traitsOf(dialect).fold === "insensitive" ? name.name : foldIdentifier(name, dialect);
}
