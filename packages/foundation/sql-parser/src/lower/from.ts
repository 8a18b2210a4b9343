import type { Expression, Identifier } from "../ast/expression.ts";
import type { FromItem, JoinItem, TableReference } from "../ast/query.ts";
import {
  lowerExpression,
  lowerIdentifier,
  lowerIdentifiers,
  lowerList,
  lowerOptional,
  lowerQuery,
  spanOf,
  type LowerContext,
} from "./context.ts";
import { createCall } from "./create-call.ts";
import { likeOf } from "../dialect/parser-dialect.ts";
import { isRaw, listOf, tagged, textOf, type Raw } from "./raw.ts";
import { lowerPivot, lowerUnpivot, lowerUnpivotOn } from "./pivot.ts";
import { fileOf, lowerTable } from "./table.ts";

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
    if (textOf(join["kind"]).endsWith("Array")) {
      done.push(...elementsOf(join["this"], context));
      continue;
    }
    const right = withPivots(lowerFromItem(join["this"], context), join["pivots"], context);
    const left = done.at(-1);
    if (join["kind"] === "Implicit" || left === undefined) done.push(right);
    else done[done.length - 1] = lowerJoin(join, { left, right }, context);
  }
  return done;
}

/** `array join a, b as c` of ClickHouse: each list by its own name or its alias. */
function elementsOf(value: unknown, context: LowerContext): readonly FromItem[] {
  const found = tagged(value);
  const lists = found?.tag === "tuple" ? listOf(found.data["expressions"]) : [value];
  return lists.map((one): FromItem => {
    const list = lowerExpression(one, context);
    const own = list.kind === "column" ? list.parts.at(-1) : undefined;
    const alias = lowerIdentifier(tagged(one)?.data["alias"], context) ?? own;
    const call = createCall("unnest", { node: one, arguments: [{ role: "value", value: list }] });
    const columnAliases = alias === undefined ? [] : [alias];
    return { kind: "function", call, alias: null, columnAliases, hasOrdinality: false };
  });
}

/** `join t pivot (...)`: the parser hangs it on the join. */
function withPivots(item: FromItem, pivots: unknown, context: LowerContext): FromItem {
  let turned = item;
  for (const one of listOf(pivots)) {
    const found = tagged(one);
    if (found === null) continue;
    const lower = found.tag === "unpivot" ? lowerUnpivot : lowerPivot;
    turned = lower(found.data, turned, context);
  }
  return turned;
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
    right: kind.endsWith("Apply") && right.kind === "derived" ? { ...right, lateral: true } : right,
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
  pivot: (data, context) =>
    (data["unpivot"] === true ? lowerUnpivotOn : lowerPivot)(
      data,
      turnedItem(data["this"], context),
      context,
    ),
  unpivot: (data, context) => lowerUnpivot(data, turnedItem(data["this"], context), context),
};

/** What a `pivot` turns; the parser takes the table of `pivot t on a` for a column. */
function turnedItem(value: unknown, context: LowerContext): FromItem {
  const found = tagged(value);
  if (found?.tag !== "column") return lowerFromItem(value, context);
  const table = lowerTable(tableOf(found.data), context);
  return { kind: "table", table, alias: null, columnAliases: [] };
}

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
  const file = readFile(call, context);
  if (file !== null) return { kind: "table", table: file, ...names(data, context) };
  const hinted = hintedTable(call, context);
  if (hinted !== null) return { kind: "table", table: hinted, ...names(data, context) };
  if (call.kind !== "call" || tag === "match_recognize") return opaque(tag, data, context);
  return { kind: "function", call, ...names(data, context), hasOrdinality: hasPlace(data) };
}

const hints =
  /^(?:nolock|readuncommitted|readcommitted|readpast|repeatableread|serializable|holdlock|updlock|xlock|tablock|tablockx|paglock|rowlock|nowait|noexpand|snapshot)$/i;

/** `t(nolock)` of T-SQL, which is a table. */
function hintedTable(call: Expression, context: LowerContext): TableReference | null {
  if (likeOf(context.dialect) !== "tsql" || call.kind !== "call" || call.arguments.length === 0)
    return null;
  const isHinted = call.arguments.every(
    ({ value }) =>
      value.kind === "column" && value.parts.length === 1 && hints.test(value.parts[0]?.name ?? ""),
  );
  if (!isHinted) return null;
  const span = spanOf(null, context);
  const parts = (call.written ?? call.name)
    .split(".")
    .map((part) => ({ name: part.replaceAll(/^\[|\]$/g, ""), quoted: false, span }));
  return { parts, span };
}

const readers =
  /^(?:read_csv|read_csv_auto|read_parquet|parquet_scan|read_json|read_json_auto|read_ndjson|read_ndjson_auto|sniff_csv|read_xlsx)$/;

/** `read_csv('a.csv')` of DuckDB, which is a table. */
function readFile(call: Expression, context: LowerContext): TableReference | null {
  if (call.kind !== "call" || !readers.test(call.name)) return null;
  const [first] = call.arguments;
  if (first?.value.kind !== "literal" || first.value.type !== "string") return null;
  return fileOf(first.value.text, context);
}

function lowerDerived(data: Raw, context: LowerContext): FromItem {
  const inner = tagged(data["this"]);
  if (inner !== null && (inner.tag === "table" || inner.tag === "joined_table"))
    return rename(lowerFromItem(data["this"], context), names(data, context));
  const query = lowerQuery({ subquery: { ...data, alias: null } }, context);
  if (query === null) return opaque("subquery", data, context);
  return { kind: "derived", query, ...names(data, context), lateral: data["lateral"] === true };
}

/** `with ordinality`: the last column is the place of the row. */
function hasPlace(data: Raw): boolean {
  return data["with_ordinality"] === true || isRaw(data["ordinality"]);
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
    columnAliases:
      offset === null
        ? columnAliases
        : [...(columnAliases.length === 0 && alias !== null ? [alias] : columnAliases), offset],
    hasOrdinality: offset !== null || hasPlace(data),
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
      hasOrdinality: false,
    },
  ];
}

function opaque(name: string, data: Raw, context: LowerContext): FromItem {
  const source = tagged(data["this"]);
  return {
    kind: "opaque",
    name,
    source: source !== null && source.tag in kinds ? lowerFromItem(data["this"], context) : null,
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
