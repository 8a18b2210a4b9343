import type { Expression } from "../ast/expression.ts";
import type {
  FromItem,
  Query,
  SelectItem,
  SelectQuery,
  SetQuery,
  WithClause,
} from "../ast/query.ts";
import {
  lowerExpression,
  lowerIdentifier,
  lowerIdentifiers,
  lowerList,
  lowerOptional,
  lowerQuery,
  type LowerContext,
} from "./context.ts";
import { likeOf } from "../dialect/parser-dialect.ts";
import { emptySelect, emptyStar } from "../ast/empty.ts";
import { lowerFrom, lowerFromItem } from "./from.ts";
import { isRaw, listOf, tagged, textOf, type Raw } from "./raw.ts";
import { lowerTable } from "./table.ts";
import { lowerWindows } from "./window.ts";

type Wrapper = { readonly orderBy: readonly Expression[]; readonly limited: boolean };

/** A query, or `null` if it is none. */
export function readQuery(value: unknown, context: LowerContext): Query | null {
  const found = tagged(value);
  if (found === null) return null;
  const { tag, data } = found;
  if (tag === "select") return lowerSelect(data, context);
  if (tag === "union" || tag === "intersect" || tag === "except")
    return lowerSet(tag, data, context);
  if (tag === "values")
    return {
      kind: "values",
      rows: listOf(data["expressions"]).map((row) => valuesRow(row, context)),
    };
  if (tag === "subquery" || tag === "paren") return lowerWrapped(data, context);
  if (tag === "pivot" || tag === "unpivot") return allOf(lowerFromItem(value, context));
  return null;
}

/** All columns of one thing: what `pivot t on a` is by itself. */
export function allOf(item: FromItem): Query {
  const all: Expression = { kind: "star", ...emptyStar };
  return { ...emptySelect, items: [{ value: all, alias: null }], from: [item] };
}

/** `(query) order by ... limit ...`, perhaps with a `with` before it. */
function lowerWrapped(data: Raw, context: LowerContext): Query | null {
  const inner = lowerQuery(data["this"], context);
  if (inner === null || inner.kind === "values") return inner;
  const outer = wrapper(data, context);
  const outerWith = lowerWith(data["with"], context);
  const tables = [...(outerWith?.tables ?? []), ...(inner.with?.tables ?? [])];
  const recursive = outerWith?.recursive === true || inner.with?.recursive === true;
  return {
    ...inner,
    with: tables.length === 0 ? null : { recursive, tables },
    orderBy: [...inner.orderBy, ...outer.orderBy],
    limited: inner.limited || outer.limited,
  };
}

function valuesRow(row: unknown, context: LowerContext): readonly Expression[] {
  return lowerList(isRaw(row) ? row["expressions"] : row, context);
}

function wrapper(data: Raw, context: LowerContext): Wrapper {
  const order = isRaw(data["order_by"]) ? listOf(data["order_by"]["expressions"]) : [];
  return {
    orderBy: order.flatMap((one) => lowerOptional(one, context) ?? []),
    limited: ["limit", "offset", "fetch", "top"].some((key) => (data[key] ?? null) !== null),
  };
}

/** `with`, or `null`. */
export function lowerWith(value: unknown, context: LowerContext): WithClause | null {
  if (!isRaw(value)) return null;
  const tables = listOf(value["ctes"]).flatMap((one) => {
    const name = isRaw(one) ? lowerIdentifier(one["alias"], context) : null;
    const query = isRaw(one)
      ? (lowerQuery(one["this"], context) ?? returned(one["this"], context))
      : null;
    if (!isRaw(one) || name === null || query === null) return [];
    return [{ name, query, columns: lowerIdentifiers(one["columns"], context) }];
  });
  return { recursive: value["recursive"] === true, tables };
}

/** What an insert, update or delete in a `with` gives: columns of the table that it changes. */
function returned(value: unknown, context: LowerContext): Query | null {
  const data = tagged(value)?.data;
  const items = listOf(data?.["returning"]);
  if (data === undefined || items.length === 0 || !isRaw(data["table"])) return null;
  const table = lowerFromItem(
    tagged(data["table"]) === null ? { table: data["table"] } : data["table"],
    context,
  );
  return { ...emptySelect, items: items.map((one) => lowerItem(one, context)), from: [table] };
}

/** A `select` that stands for a part which was parsed apart is replaced by it. */
function lowerSelect(data: Raw, outer: LowerContext): Query {
  const windows = lowerWindows(data["windows"], outer);
  const context = windows.size === 0 && outer.windows.size === 0 ? outer : { ...outer, windows };
  const items = listOf(data["expressions"]).map((one) => lowerItem(one, context));
  const part = partOf(items, context);
  if (part !== null) return part;
  const groupBy = isRaw(data["group_by"]) ? data["group_by"] : {};
  const into = isRaw(data["into"]) ? tagged(data["into"]["this"]) : null;
  const select: SelectQuery = {
    kind: "select",
    with: lowerWith(data["with"], context),
    items,
    from: lowerFrom(data, context),
    where: lowerOptional(data["where_clause"], context),
    groupBy: lowerList(groupBy["expressions"], context),
    groupByAll: groupBy["all"] === true,
    having: lowerOptional(data["having"], context),
    qualify: lowerOptional(data["qualify"], context),
    distinct: data["distinct"] === true,
    distinctOn: lowerList(data["distinct_on"], context),
    ...wrapper(data, context),
    into: into?.tag === "table" ? lowerTable(into.data, context) : null,
  };
  return select;
}

function partOf(items: readonly SelectItem[], { parts }: LowerContext): Query | null {
  if (parts.size === 0 || items.length !== 1) return null;
  const value = items[0]?.value;
  if (value?.kind !== "column" || value.parts.length !== 1) return null;
  return parts.get(value.parts[0]?.name ?? "") ?? null;
}

function lowerItem(value: unknown, context: LowerContext): SelectItem {
  const found = tagged(value);
  if (found?.tag === "eq" && likeOf(context.dialect) === "tsql") {
    const name = lowerExpression(found.data["left"], context);
    const [alias, ...more] = name.kind === "column" ? name.parts : [];
    if (alias !== undefined && more.length === 0)
      return { value: lowerExpression(found.data["right"], context), alias };
  }
  if (found?.tag !== "alias") return { value: lowerExpression(value, context), alias: null };
  const columnAliases = lowerIdentifiers(found.data["column_aliases"], context);
  const inner = lowerExpression(found.data["this"], context);
  if (columnAliases.length > 0) return { value: inner, alias: null, columnAliases };
  return { value: inner, alias: lowerIdentifier(found.data["alias"], context) };
}

function lowerSet(operator: SetQuery["operator"], data: Raw, context: LowerContext): Query | null {
  const left = lowerQuery(data["left"], context);
  const right = lowerQuery(data["right"], context);
  if (left === null || right === null) return left ?? right;
  const set: SetQuery = {
    kind: "set",
    with: lowerWith(data["with"], context),
    operator,
    all: data["all"] === true,
    byName: data["by_name"] === true || data["corresponding"] === true,
    keeps: keptOf(data),
    on: lowerList(data["on_columns"], context).flatMap((one) =>
      one.kind === "column" ? one.parts.slice(-1) : [],
    ),
    left,
    right,
    ...wrapper(data, context),
  };
  return operator === "intersect" ? bindTighter(set, tagged(data["left"])?.tag) : set;
}

/** `inner union all by name`, `left`, `full` and `corresponding` of BigQuery. */
function keptOf(data: Raw): SetQuery["keeps"] {
  const [side, kind] = [textOf(data["side"]), textOf(data["kind"])];
  if (side === "FULL") return "all";
  if (side === "LEFT") return "left";
  return kind === "INNER" ? "common" : "all";
}

/** The parser reads `a union b intersect c` from left to right; `intersect` goes first. */
function bindTighter(set: SetQuery, leftTag: string | undefined): SetQuery {
  const { left } = set;
  if (left.kind !== "set" || leftTag === "subquery" || left.operator === "intersect") return set;
  const { orderBy, limited } = set;
  const right: SetQuery = { ...set, with: null, left: left.right, orderBy: [], limited: false };
  return { ...left, with: set.with ?? left.with, right, orderBy, limited };
}
