import type { Identifier, StarExpression } from "../ast/expression.ts";
import {
  lowerExpression,
  lowerIdentifier,
  lowerIdentifiers,
  spanOf,
  type LowerContext,
} from "./context.ts";
import { isRaw, listOf, type Raw } from "./raw.ts";

/** `a.b` before `.*`, which the parser takes for one name. */
function pathOf(name: Identifier): readonly Identifier[] {
  if (name.quoted || !name.name.includes(".")) return [name];
  return name.name.split(".").map((part) => Object.assign({}, name, { name: part }));
}

/** `*` with all that may follow it. */
export function lowerStar(data: Raw, context: LowerContext): StarExpression {
  const table = lowerIdentifier(data["table"], context);
  return {
    kind: "star",
    qualifier: table === null ? [] : pathOf(table),
    except: lowerIdentifiers(data["except"], context).flatMap((one) => pathOf(one).slice(-1)),
    replace: listOf(data["replace"]).flatMap((one) => {
      const name = isRaw(one) ? lowerIdentifier(one["alias"], context) : null;
      if (!isRaw(one) || name === null) return [];
      return [{ name, value: lowerExpression(one["this"], context) }];
    }),
    rename: listOf(data["rename"]).flatMap((one) => {
      const [from, to] = lowerIdentifiers(one, context);
      return from === undefined || to === undefined ? [] : [{ from, to }];
    }),
    pattern: null,
    isGuess: false,
    span: isRaw(data["span"]) ? spanOf(data, context) : (table?.span ?? null),
  };
}
