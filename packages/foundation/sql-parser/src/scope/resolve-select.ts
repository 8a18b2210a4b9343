import type { Expression } from "../ast/expression.ts";
import type { SelectItem, SelectQuery } from "../ast/query.ts";
import { traitsOf, type AliasPlace } from "../dialect/parser-dialect.ts";
import { nameOf } from "../names/name-of.ts";
import { foldIdentifier } from "../normalize-identifier.ts";
import { bindExpression, type Binder, type QueryContext } from "./binder.ts";
import { expandStar } from "./expand-star.ts";
import { resolveFrom, type FromContext } from "./resolve-from.ts";
import type { Decider, ResolvedOutput, ResolvedSelect } from "./resolved.ts";
import { createScope, type Scope } from "./scope.ts";
import { spreadColumns } from "./spread-columns.ts";
import { shownName } from "./shown-name.ts";
import { typeOf } from "./type-of.ts";

/** Binds all names of a `select`, in the order in which engines see them. */
export function resolveSelect(
  query: SelectQuery,
  context: QueryContext,
  binder: Binder,
): ResolvedSelect {
  const from: FromContext = { ...context, binder, joins: [], joinKeys: [] };
  const frame = resolveFrom(query.from, from);
  const scope = createScope(frame, context);
  const aliases = new Map<string, ResolvedOutput>();
  const at = seeing(scope, aliases, binder);
  const outputs = query.items.flatMap((item) =>
    resolveItem(item, at("select"), { aliases, binder }),
  );
  const bind = (place: AliasPlace, expressions: readonly (Expression | null)[]): void => {
    const seen = at(place);
    for (const one of expressions) if (one !== null) bindExpression(one, seen, binder);
  };
  bind("where", [query.where]);
  bind("having", [query.having]);
  bind("qualify", [query.qualify]);
  const grouped = resolveDeciders(query.groupBy, outputs, { scope: at("group"), binder });
  const all = query.groupByAll ? outputs.filter((one) => !isAggregated(one)) : [];
  const order = { scope, binder };
  return {
    kind: "select",
    query,
    sources: frame.sources,
    outputs,
    joins: from.joins,
    joinKeys: from.joinKeys,
    groupBy: [...grouped, ...all.map((output): Decider => ({ kind: "output", output }))],
    orderBy: resolveOrder(query.orderBy, outputs, order),
    distinctOn: resolveOrder(query.distinctOn, outputs, order),
  };
}

/** Gives a scope the aliases, where the dialect lets them be seen. */
function seeing(
  scope: Scope,
  aliases: Scope["aliases"],
  binder: Binder,
): (place: AliasPlace) => Scope {
  const places = traitsOf(binder.dialect).aliases;
  const [open, closed] = [
    { ...scope, aliases },
    { ...scope, hidden: aliases },
  ];
  return (place) => (places.includes(place) ? open : closed);
}

interface ItemContext {
  readonly aliases: Map<string, ResolvedOutput>;
  readonly binder: Binder;
}

function resolveItem(
  { value, alias, columnAliases = [] }: SelectItem,
  scope: Scope,
  { aliases, binder }: ItemContext,
): readonly ResolvedOutput[] {
  bindExpression(value, scope, binder);
  if (value.kind === "star") return underAlias(expandStar(value, scope, binder), alias, binder);
  if (columnAliases.length > 0)
    return columnAliases.map((one): ResolvedOutput => ({
      name: shownName(one, binder.dialect),
      key: foldIdentifier(one, binder.dialect),
      type: null,
      value: { kind: "expression", expression: value },
    }));
  const spread = spreadColumns(value, scope, binder);
  if (spread !== null) return underAlias(spread, alias, binder);
  const name = alias === null ? nameOf(value, binder) : shownName(alias, binder.dialect);
  const key = alias === null ? keyOf(value, name, binder) : foldIdentifier(alias, binder.dialect);
  const output: ResolvedOutput = {
    name,
    key,
    type: typeOf(value, binder),
    value: { kind: "expression", expression: value },
  };
  if (alias !== null && key !== null && !aliases.has(key)) aliases.set(key, output);
  return [output];
}

/** `columns('x.*') as y`: all are called so. */
function underAlias(
  outputs: readonly ResolvedOutput[],
  alias: SelectItem["alias"],
  { dialect }: Binder,
): readonly ResolvedOutput[] {
  if (alias === null) return outputs;
  const named = { name: shownName(alias, dialect), key: foldIdentifier(alias, dialect) };
  return outputs.map((one) => Object.assign({}, one, one.key === "*" ? {} : named));
}

function keyOf(value: Expression, name: string | null, { dialect }: Binder): string | null {
  const last = value.kind === "column" ? value.parts.at(-1) : undefined;
  if (last !== undefined) return foldIdentifier(last, dialect);
  return name === null ? null : foldIdentifier({ name, quoted: true }, dialect);
}

interface DeciderContext {
  readonly scope: Scope;
  readonly binder: Binder;
}

/** Numbers are the places of outputs; all else is bound. */
function resolveDeciders(
  expressions: readonly Expression[],
  outputs: readonly ResolvedOutput[],
  { scope, binder }: DeciderContext,
): readonly Decider[] {
  return expressions.map((expression): Decider => {
    const placed = atPlace(expression, outputs);
    if (placed !== undefined) return { kind: "output", output: placed };
    bindExpression(expression, scope, binder);
    return { kind: "expression", expression };
  });
}

function atPlace(
  expression: Expression,
  outputs: readonly ResolvedOutput[],
): ResolvedOutput | undefined {
  if (expression.kind !== "literal" || expression.type !== "number") return undefined;
  return outputs[Number(expression.text) - 1];
}

/** `order by`: a name by itself is first that of an output. */
export function resolveOrder(
  expressions: readonly Expression[],
  outputs: readonly ResolvedOutput[],
  { scope, binder }: DeciderContext,
): readonly Decider[] {
  if (expressions.length === 0) return [];
  const aliases = new Map<string, ResolvedOutput>();
  for (const output of outputs)
    if (output.key !== null && output.key !== "*" && !aliases.has(output.key))
      aliases.set(output.key, output);
  return expressions.flatMap((expression): readonly Decider[] => {
    if (expression.kind === "call" && expression.name === "ordered")
      return resolveOrder(
        expression.arguments.map(({ value }) => value),
        outputs,
        { scope, binder },
      );
    const isBare = expression.kind === "column" && expression.parts.length === 1;
    const seen = { ...scope, aliases, aliasFirst: isBare };
    return resolveDeciders([expression], outputs, { scope: seen, binder });
  });
}

/** Whether an output aggregates, so that `group by all` does not group by it. */
function isAggregated({ value }: ResolvedOutput): boolean {
  return value.kind === "expression" && hasAggregate(value.expression);
}

function hasAggregate(expression: Expression): boolean {
  if (expression.kind !== "call") return false;
  return (
    expression.form === "aggregate" || expression.arguments.some(({ value }) => hasAggregate(value))
  );
}
