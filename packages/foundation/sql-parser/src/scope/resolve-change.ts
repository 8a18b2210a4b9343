import type { TableItem } from "../ast/query.ts";
import type { DeleteStatement, MergeStatement, UpdateStatement } from "../ast/statement.ts";
import { likeOf } from "../dialect/parser-dialect.ts";
import { foldIdentifier } from "../normalize-identifier.ts";
import { bindExpression, type Binder } from "./binder.ts";
import { resolveFrom, tableSource, type FromContext } from "./resolve-from.ts";
import { addCommon } from "./resolve-query.ts";
import type { Source } from "./resolved.ts";
import type { ResolvedParts } from "./resolve-scopes.ts";
import { concatFrames, createScope, frameOf, type Frame, type Scope } from "./scope.ts";

/** Binds what an update, delete or merge says of the rows of its target and of what it reads besides. */
export function resolveChange(
  tree: UpdateStatement | DeleteStatement | MergeStatement,
  binder: Binder,
): ResolvedParts {
  const common = addCommon(tree.with, { parent: null, common: null }, binder);
  const from: FromContext = { parent: null, common, binder, joins: [], joinKeys: [] };
  const items = tree.kind === "merge" ? [tree.source] : tree.from;
  const frame = resolveFrom(items, from);
  const changed =
    targetIn(tree.target, frame, binder) ?? tableSource(tree.target, { common: null, binder });
  const isThere = frame.sources.includes(changed);
  const all = isThere ? frame : concatFrames(frameOf(changed), frame);
  bindParts(tree, createScope(all, { parent: null, common }), { binder, frame, changed });
  const sources = frame.sources.filter((source) => source !== changed);
  return { changed, sources, joins: from.joins, joinKeys: from.joinKeys };
}

/** The target as one of what is read: by its alias, as T-SQL lets it be named. */
function targetIn(
  { table, alias }: TableItem,
  { sources }: Frame,
  { dialect }: Binder,
): Source | null {
  const only = alias ?? table.parts.at(-1);
  if (only === undefined || (alias === null && table.parts.length > 1)) return null;
  const name = foldIdentifier(only, dialect, "table");
  const isFound = /^(?:tsql|mysql)$/.test(likeOf(dialect));
  return isFound ? (sources.find((one) => one.alias === name && one.table !== null) ?? null) : null;
}

interface ChangeContext {
  readonly binder: Binder;
  readonly frame: Frame;
  readonly changed: Source;
}

function bindParts(
  tree: UpdateStatement | DeleteStatement | MergeStatement,
  scope: Scope,
  { binder, frame, changed }: ChangeContext,
): void {
  if (tree.kind !== "merge") {
    if (tree.kind === "update")
      for (const value of new Set(tree.assignments.map((one) => one.value)))
        bindExpression(value, scope, binder);
    if (tree.where !== null) bindExpression(tree.where, scope, binder);
    return;
  }
  if (tree.on !== null) bindExpression(tree.on, scope, binder);
  const only: Readonly<Record<string, Frame>> = {
    "not-matched": frame,
    "not-matched-by-source": frameOf(changed),
  };
  for (const { when, condition, assignments } of tree.branches) {
    const seen = { ...scope, frame: only[when] ?? scope.frame };
    if (condition !== null) bindExpression(condition, seen, binder);
    for (const { value } of assignments) bindExpression(value, seen, binder);
  }
}
