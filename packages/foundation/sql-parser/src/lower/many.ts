import { emptySelect, emptyStar } from "../ast/empty.ts";
import type { Expression } from "../ast/expression.ts";
import type { FromItem } from "../ast/query.ts";
import type { InsertStatement, StatementTree } from "../ast/statement.ts";
import { lowerExpression, lowerQuery, type LowerContext } from "./context.ts";
import { lowerStatement } from "./statement.ts";
import { dataOf, isRaw, listOf, tagged, type Raw } from "./raw.ts";

/**
 * What a statement says, as more than one where it fills more than one table: the branches of `insert all`, and what changes
 * tables in a `with`.
 */
export function lowerStatements(value: unknown, context: LowerContext): readonly StatementTree[] {
  const found = tagged(value);
  if (found === null) return [lowerStatement(value, context)];
  if (found.tag === "multitable_inserts") return branches(found.data, context);
  return [...changesIn(found.data, context), lowerStatement(value, context)];
}

/** `insert all when a > 1 then into t (x) values (a) ... select`: an insert for each branch. */
function branches(data: Raw, context: LowerContext): readonly StatementTree[] {
  return listOf(data["expressions"]).flatMap((one): readonly StatementTree[] => {
    const branch = dataOf(one, "conditional_insert");
    const tree = lowerStatement(branch?.["this"], context);
    const query = lowerQuery(data["source"], context);
    if (tree.kind !== "insert" || query === null) return [];
    const condition = branch?.["expression"];
    const source: FromItem = {
      kind: "derived",
      query,
      alias: null,
      columnAliases: [],
      lateral: false,
    };
    const select = {
      ...emptySelect,
      from: [source],
      items: valuesOf(tree).map((value) => ({ value, alias: null })),
      where: isRaw(condition) ? lowerExpression(condition, context) : null,
    };
    return [{ ...tree, query: select }];
  });
}

function valuesOf({ query }: InsertStatement): readonly Expression[] {
  const [row] = query?.kind === "values" ? query.rows : [];
  return row ?? [{ kind: "star", ...emptyStar }];
}

/** The inserts, updates, deletes and merges that common tables are. */
function changesIn(data: Raw, context: LowerContext): readonly StatementTree[] {
  const clause = isRaw(data["with"]) ? data["with"] : {};
  return listOf(clause["ctes"]).flatMap((one) => {
    const inner = isRaw(one) ? tagged(one["this"]) : null;
    const isChange = inner !== null && /^(?:insert|update|delete|merge)$/.test(inner.tag);
    return isChange && isRaw(one) ? lowerStatements(one["this"], context) : [];
  });
}
