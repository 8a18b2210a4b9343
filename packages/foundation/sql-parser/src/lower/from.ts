import type { Identifier } from "../ast/expression.ts";
import type { FromItem, JoinItem } from "../ast/query.ts";
import {
  lowerExpression,
  lowerIdentifier,
  lowerIdentifiers,
  lowerList,
  lowerOptional,
  lowerQuery,
  type LowerContext,
} from "./context.ts";
import { isRaw, listOf, tagged, textOf, type Raw } from "./raw.ts";
import { lowerTable } from "./table.ts";

/** What a `select`, `update` or `delete` reads: `from`, joins and lateral views. */
export function lowerFrom(data: Raw, context: LowerContext): readonly FromItem[] {
  const from = isRaw(data["from"]) ? data["from"] : {};
  const items = listOf(from["expressions"]).map((one) => lowerFromItem(one, context));
  const views = listOf(data["lateral_views"]).flatMap((one) => lateralView(one, context));
  return [...joinAll(items, listOf(data["joins"]), context), ...views];
}

/** Joins belong to the last item before them; a comma after a join begins a new one. */
export function joinAll(
  items: readonly FromItem[],
  joins: readonly unknown[],
  context: LowerContext,
): readonly FromItem[] {
  const done = [...items];
  for (const join of joins) {
    if (!isRaw(join)) continue;
    const right = lowerFromItem(join["this"], context);
    const left = done.at(-1);
    if (join["kind"] === "Implicit" || left === undefined) done.push(right);
    else done[done.length - 1] = lowerJoin(join, { left, right }, context);
  }
  return done;
}

const joinTypes: readonly (readonly [RegExp, JoinItem["type"]])[] = [
  [/semi/i, "semi"],
  [/anti/i, "anti"],
  [/full|outer$/i, "full"],
  [/left|outerapply/i, "left"],
  [/right/i, "right"],
];

function lowerJoin(
  join: Raw,
  { left, right }: Pick<JoinItem, "left" | "right">,
  context: LowerContext,
): JoinItem {
  const kind = textOf(join["kind"]);
  const type =
    kind === "OuterApply"
      ? "left"
      : (joinTypes.find(([pattern]) => pattern.test(kind))?.[1] ?? "inner");
  return {
    kind: "join",
    left,
    right,
    type,
    natural: kind.startsWith("Natural"),
    using: lowerIdentifiers(join["using"], context),
    on: lowerOptional(join["on"], context),
  };
}

interface Named {
  readonly alias: Identifier | null;
  readonly columnAliases: readonly Identifier[];
}

function names(data: Raw, context: LowerContext): Named {
  return {
    alias: lowerIdentifier(data["alias"], context),
    columnAliases: lowerIdentifiers(data["column_aliases"], context),
  };
}

/** Gives an item the alias that stands around it, if there is one. */
function rename(item: FromItem, { alias, columnAliases }: Named): FromItem {
  if (item.kind === "join") {
    if (alias === null) return item;
    const empty = { arguments: [], node: null };
    return { kind: "opaque", name: "joined", source: item, ...empty, alias, columnAliases };
  }
  return {
    ...item,
    alias: alias ?? item.alias,
    columnAliases: columnAliases.length === 0 ? item.columnAliases : columnAliases,
  };
}

type Lower = (data: Raw, context: LowerContext) => FromItem;

const kinds: Readonly<Record<string, Lower>> = {
  table: (data, context) => ({
    kind: "table",
    table: lowerTable(data, context),
    ...names(data, context),
  }),
  paren: (data, context) => lowerFromItem(data["this"], context),
  alias: (data, context) => rename(lowerFromItem(data["this"], context), names(data, context)),
  subquery: lowerDerived,
  joined_table: (data, context) => {
    const [item] = joinAll([lowerFromItem(data["left"], context)], listOf(data["joins"]), context);
    return item === undefined
      ? opaque("joined_table", data, context)
      : rename(item, names(data, context));
  },
  lateral: (data, context) => rename(lowerFromItem(data["this"], context), names(data, context)),
  unnest: lowerUnnest,
  tuple: lowerTypedFunction,
};

/** One thing that gives rows. */
export function lowerFromItem(value: unknown, context: LowerContext): FromItem {
  const found = tagged(value);
  if (found === null) return opaque("nothing", isRaw(value) ? value : {}, context);
  const { tag, data } = found;
  const known = kinds[tag];
  if (known !== undefined) return known(data, context);
  const query = lowerQuery(value, context);
  if (query !== null)
    return { kind: "derived", query, alias: null, columnAliases: [], lateral: false };
  const call = lowerExpression(value, context);
  if (call.kind !== "call" || ["pivot", "unpivot", "match_recognize"].includes(tag))
    return opaque(tag, data, context);
  return { kind: "function", call, ...names(data, context) };
}

function lowerDerived(data: Raw, context: LowerContext): FromItem {
  const inner = tagged(data["this"]);
  if (inner !== null && (inner.tag === "table" || inner.tag === "joined_table"))
    return rename(lowerFromItem(data["this"], context), names(data, context));
  const query = lowerQuery({ subquery: { ...data, alias: null } }, context);
  if (query === null) return opaque("subquery", data, context);
  return { kind: "derived", query, ...names(data, context), lateral: data["lateral"] === true };
}

function lowerUnnest(data: Raw, context: LowerContext): FromItem {
  const { alias, columnAliases } = names(data, context);
  const offset = lowerIdentifier(data["offset_alias"], context);
  const call = lowerExpression(
    { unnest: { this: data["this"], expressions: data["expressions"] } },
    context,
  );
  return {
    kind: "function",
    call,
    alias,
    columnAliases: offset === null ? columnAliases : [...columnAliases, offset],
  };
}

/** `f(1) as x(a int, b text)` of Postgres. */
function lowerTypedFunction(data: Raw, context: LowerContext): FromItem {
  const [first, second] = listOf(data["expressions"]);
  const alias = tagged(second);
  if (alias?.tag !== "table_alias") return opaque("tuple", data, context);
  const columns = listOf(alias.data["columns"]).map((one) => tagged(one)?.data ?? one);
  return rename(lowerFromItem(first, context), {
    alias: lowerIdentifier(alias.data["this"], context),
    columnAliases: lowerIdentifiers(columns, context),
  });
}

/** `lateral view explode(b) t as y` of Spark. */
function lateralView(value: unknown, context: LowerContext): readonly FromItem[] {
  if (!isRaw(value)) return [];
  return [
    {
      kind: "function",
      call: lowerExpression(value["this"], context),
      alias: lowerIdentifier(value["table_alias"], context),
      columnAliases: lowerIdentifiers(value["column_aliases"], context),
    },
  ];
}

function opaque(name: string, data: Raw, context: LowerContext): FromItem {
  const source = tagged(data["this"]);
  const isSource = source !== null && (source.tag === "column" || source.tag in kinds);
  return {
    kind: "opaque",
    name,
    source: !isSource
      ? null
      : source.tag === "column"
        ? {
            kind: "table",
            table: lowerTable(tableOf(source.data), context),
            alias: null,
            columnAliases: [],
          }
        : lowerFromItem(data["this"], context),
    arguments: lowerList(
      [data["expressions"], data["fields"], data["using"], data["columns"]].flatMap(listOf),
      context,
    ),
    ...names(data, context),
    node: data,
  };
}

/** A table that the parser took for a column, as in `pivot t on a`. */
function tableOf(column: Raw): Raw {
  return { name: column["name"], schema: column["table"] };
}
