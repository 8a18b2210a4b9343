import { emptySelect } from "../ast/empty.ts";
import type { Expression, Identifier } from "../ast/expression.ts";
import type { PivotItem, SelectQuery, UnpivotItem } from "../ast/query.ts";
import { visitExpressions } from "../ast/visit.ts";
import { likeOf } from "../dialect/parser-dialect.ts";
import { createCall } from "../lower/create-call.ts";
import { pivotNames, type PivotCell } from "../names/pivot-name.ts";
import { foldIdentifier } from "../normalize-identifier.ts";
import { bindExpression, type Binder } from "./binder.ts";
import { expandStar } from "./expand-star.ts";
import type { Decider, ResolvedOutput, ResolvedSelect } from "./resolved.ts";
import type { Frame, Scope, Visible } from "./scope.ts";
import { shownName } from "./shown-name.ts";
import { typeOf } from "./type-of.ts";

/** What rows that get another shape stand on. */
export interface PivotContext {
  /** What is turned. */
  readonly under: Frame;
  /** Where its columns are named. */
  readonly scope: Scope;
  readonly binder: Binder;
}

/**
 * `pivot` as the query that it is: it groups by the columns that nothing else names, and each cell aggregates the rows
 * that have its value. If only the data say which values there are, all cells are one output called `*`.
 */
export function resolvePivot(item: PivotItem, context: PivotContext): ResolvedSelect {
  const { under, scope, binder } = context;
  const { aggregates, axes, groupBy } = item;
  const turned = axes.flatMap(({ of }) => of);
  const given = aggregates.map(({ value }) => value);
  for (const one of [...turned, ...given, ...(groupBy ?? [])]) bindExpression(one, scope, binder);
  const used = usedIn([...turned, ...given], under, binder);
  const kept =
    groupBy === null
      ? passing(under, used)
      : groupBy.map((one): ResolvedOutput => outputOf(one, binder));
  const cells = pivotNames(item, binder).map((cell) => cellOutput(cell, turned, binder));
  const deciders = kept.filter(({ key }) => key !== "*");
  return select(under, {
    outputs: [...kept, ...cells],
    groupBy: deciders.map((output): Decider => ({ kind: "output", output })),
    where: null,
  });
}

/** An aggregate of the rows that have one value. */
function cellOutput(
  { name, key, value }: PivotCell,
  turned: readonly Expression[],
  binder: Binder,
): ResolvedOutput {
  const expression = createCall("pivot", {
    node: null,
    arguments: [
      ...(value === null ? [] : [{ role: "value" as const, value }]),
      ...turned.map((one) => ({ role: "filter" as const, value: one })),
    ],
  });
  const type = value === null ? "bigint" : typeOf(value, binder);
  return { name, key, type, value: { kind: "expression", expression } };
}

/** `unpivot` as the query that it is: each value comes from all columns that are turned in its place. */
export function resolveUnpivot(item: UnpivotItem, context: PivotContext): ResolvedSelect {
  const { under, scope, binder } = context;
  const rows = item.columns.map(({ of }) => of.map((one) => turnedOutputs(one, scope, binder)));
  const used = new Set<Visible>();
  for (const { value } of rows.flat(2))
    for (const one of under.columns)
      if (value.kind === "binding" ? value.binding === one.binding : false) used.add(one);
  for (const one of usedIn(
    item.columns.flatMap(({ of }) => of),
    under,
    binder,
  ))
    used.add(one);
  const values = item.values.length === 0 ? [{ name: "value" }] : item.values;
  const valueOutputs = values.map((value, place): ResolvedOutput => {
    const of = rows.flatMap((row) => (values.length === 1 ? row.flat() : (row[place] ?? [])));
    const { name, key } = named(value, binder);
    return { name, key, type: null, value: { kind: "set", of } };
  });
  const nameOutput: ResolvedOutput = {
    ...named(item.name ?? { name: "name" }, binder),
    type: "varchar",
    value: { kind: "values", expressions: [] },
  };
  const like = likeOf(binder.dialect);
  const isValueFirst = like === "bigquery" || like === "tsql";
  return select(under, {
    outputs: [
      ...passing(under, used),
      ...(isValueFirst ? [...valueOutputs, nameOutput] : [nameOutput, ...valueOutputs]),
    ],
    groupBy: [],
    where: item.keepsNulls ? null : notNull(item),
  });
}

/** Rows whose values are NULL are left out. */
function notNull({ columns }: UnpivotItem): Expression {
  const parts = columns.flatMap(({ of }) => of).map((value) => ({ role: "value" as const, value }));
  return createCall("not_null", { node: null, arguments: parts });
}

/** The columns that `a`, or `columns(*)`, turns. */
function turnedOutputs(
  expression: Expression,
  scope: Scope,
  binder: Binder,
): readonly ResolvedOutput[] {
  bindExpression(expression, scope, binder);
  if (expression.kind !== "star") return [outputOf(expression, binder)];
  const outputs = expandStar(expression, scope, binder);
  binder.stars.set(expression, outputs);
  return outputs;
}

function outputOf(expression: Expression, binder: Binder): ResolvedOutput {
  const last = expression.kind === "column" ? expression.parts.at(-1) : undefined;
  const value = { kind: "expression", expression } as const;
  const type = typeOf(expression, binder);
  return last === undefined
    ? { name: null, key: null, type, value }
    : { ...named(last, binder), type, value };
}

function named(
  given: Pick<Identifier, "name"> & { readonly quoted?: boolean },
  { dialect }: Binder,
): Pick<ResolvedOutput, "name" | "key"> {
  const identifier = { name: given.name, quoted: given.quoted === true };
  return { name: shownName(identifier, dialect), key: foldIdentifier(identifier, dialect) };
}

/** The columns that expressions name. */
function usedIn(
  expressions: readonly Expression[],
  { columns }: Frame,
  binder: Binder,
): ReadonlySet<Visible> {
  const used = new Set<Visible>();
  visitExpressions(expressions, (one) => {
    const bound = one.kind === "column" ? binder.columns.get(one) : undefined;
    const binding = bound?.kind === "field" ? bound.of : bound;
    for (const column of columns)
      if (
        column.binding === binding ||
        (binding?.kind === "column" &&
          column.binding.kind === "column" &&
          binding.source === column.binding.source &&
          binding.name === column.binding.name)
      )
        used.add(column);
  });
  return used;
}

/** The columns that stay as they are. */
function passing({ columns }: Frame, used: ReadonlySet<Visible>): readonly ResolvedOutput[] {
  return columns
    .filter((one) => !used.has(one))
    .map(({ name, written, type, binding, open }): ResolvedOutput =>
      open === null
        ? { name: written, key: name, type, value: { kind: "binding", binding, span: null } }
        : { name: "*", key: "*", type: null, value: { kind: "star", source: open, span: null } },
    );
}

function select(
  { sources }: Frame,
  given: Pick<ResolvedSelect, "outputs" | "groupBy"> & Pick<SelectQuery, "where">,
): ResolvedSelect {
  const query: SelectQuery = { ...emptySelect, where: given.where };
  const { outputs, groupBy } = given;
  const empty = { joins: [], joinKeys: [], orderBy: [], distinctOn: [] };
  return { kind: "select", query, sources, outputs, groupBy, ...empty };
}
