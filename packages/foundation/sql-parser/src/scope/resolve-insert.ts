import type { InsertStatement } from "../ast/statement.ts";
import { foldIdentifier } from "../normalize-identifier.ts";
import { bindExpression, resolveQuery, type Binder } from "./binder.ts";
import { referenceName } from "./catalog.ts";
import { tableSource } from "./resolve-from.ts";
import type { ResolvedQuery, Source, SourceColumn } from "./resolved.ts";
import type { ResolvedParts } from "./resolve-scopes.ts";
import { concatFrames, createScope, frameOf } from "./scope.ts";
import { shownName } from "./shown-name.ts";

/** Binds the query of an insert, and what it does where a row is there already. */
export function resolveInsert(tree: InsertStatement, binder: Binder): ResolvedParts {
  const context = { parent: null, common: null };
  const query = tree.query === null ? null : resolveQuery(tree.query, context, binder);
  if (tree.conflict === null) return { query };
  const { target: table, alias } = tree;
  const changed = tableSource(
    { kind: "table", table, alias, columnAliases: [] },
    { common: null, binder },
  );
  const excluded = excludedSource(tree, query, binder);
  const scope = createScope(concatFrames(frameOf(changed), frameOf(excluded)), context);
  for (const { value } of tree.conflict.assignments) bindExpression(value, scope, binder);
  if (tree.conflict.where !== null) bindExpression(tree.conflict.where, scope, binder);
  return { query, changed, sources: [excluded] };
}

/** The rows that could not be inserted, by the target's names; only to be named with `excluded` before them. */
function excludedSource(
  tree: InsertStatement,
  query: ResolvedQuery | null,
  binder: Binder,
): Source {
  const known = binder.catalog.get(referenceName(tree.target, binder)) ?? [];
  const named = tree.columns.map((one) => ({
    name: foldIdentifier(one, binder.dialect),
    written: shownName(one, binder.dialect),
  }));
  const names = named.length > 0 ? named : known;
  const outputs = query?.outputs ?? [];
  return {
    kind: "query",
    alias: foldIdentifier({ name: "excluded", quoted: false }, binder.dialect, "table"),
    table: null,
    columns: names.flatMap(({ name, written }, index): readonly SourceColumn[] => {
      const output = outputs[index];
      return output === undefined
        ? []
        : [{ name, written, type: output.type, output, place: index }];
    }),
    open: names.length === 0,
    holder: query === null ? null : { query },
    inputs: [],
    under: [],
    span: null,
  };
}
