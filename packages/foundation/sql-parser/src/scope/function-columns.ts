import type { Expression } from "../ast/expression.ts";
import type { FunctionItem } from "../ast/query.ts";
import { createCall } from "../lower/create-call.ts";
import { likeOf } from "../dialect/parser-dialect.ts";
import { foldIdentifier } from "../normalize-identifier.ts";
import type { Binder } from "./binder.ts";
import { elementOf, fieldsOf } from "./nested-type.ts";
import type { ResolvedOutput, Source, SourceColumn } from "./resolved.ts";
import { shownName } from "./shown-name.ts";
import { typeOf } from "./type-of.ts";

/** Functions that give the elements of their arguments as rows. */
const unnesting = new Set(
  "unnest explode explode_outer posexplode posexplode_outer pos_explode flatten inline inline_outer".split(
    " ",
  ),
);

/** What Snowflake's `flatten` gives, and whether it comes from the list. */
const flattened: readonly (readonly [string, boolean])[] = [
  ["seq", false],
  ["key", true],
  ["path", true],
  ["index", false],
  ["value", true],
  ["this", true],
];

/**
 * The columns of a function in `from`: each element comes from the list that is taken apart, and from nothing else; its
 * place comes from no column. Of other functions all that goes in counts for each column.
 */
export function functionColumns(
  item: FunctionItem,
  binder: Binder,
): Pick<Source, "columns" | "open"> {
  const { call, alias, columnAliases, hasOrdinality } = item;
  const { dialect } = binder;
  const inner = unwrap(call);
  const name = inner.kind === "call" ? inner.name : "";
  const column: MakeColumn = (given, { place, from }) => {
    const shown = shownName(given, dialect);
    const key = foldIdentifier(given, dialect);
    return { name: key, written: shown, type: null, output: from && output(key, from), place };
  };
  const lists = inner.kind === "call" ? inner.arguments.map(({ value }) => value) : [];
  if (name === "flatten" && columnAliases.length === 0)
    return {
      columns: flattened.map(([own, isFrom], place) =>
        column({ name: own, quoted: false }, { place, from: isFrom ? lists.slice(0, 1) : [] }),
      ),
      open: false,
    };
  const isList = unnesting.has(name);
  const isPlace = (place: number): boolean =>
    name.startsWith("pos")
      ? place === 0
      : hasOrdinality && place > 0 && place === columnAliases.length - 1;
  const places = columnAliases.filter((_, place) => isPlace(place)).length;
  const isEach = lists.length > 1 && lists.length === columnAliases.length - places;
  const fromOf = (place: number): readonly Expression[] | null => {
    if (!isList) return null;
    if (isPlace(place)) return [];
    return isEach ? lists.slice(place, place + 1) : lists;
  };
  const [only] = columnAliases;
  if (isList && (only === undefined || (columnAliases.length === 1 + places && only === alias)))
    return elementColumns(item, { lists, name }, { binder, column });
  return {
    columns: columnAliases.map((one, place) => column(one, { place, from: fromOf(place) })),
    open: columnAliases.length === 0,
  };
}

type MakeColumn = (
  name: { readonly name: string; readonly quoted: boolean },
  of: { readonly place: number; readonly from: readonly Expression[] | null },
) => SourceColumn;

interface Elements {
  readonly lists: readonly Expression[];
  readonly name: string;
}

/** The elements of a list without names for columns: their fields, or one column with the name of the engine or the alias. */
function elementColumns(
  { alias, columnAliases, hasOrdinality }: FunctionItem,
  { lists, name }: Elements,
  { binder, column }: { readonly binder: Binder; readonly column: MakeColumn },
): Pick<Source, "columns" | "open"> {
  const { dialect } = binder;
  const [list] = lists;
  const element = list === undefined ? null : elementOf(typeOf(list, binder));
  const fields = fieldsOf(element);
  const own =
    alias !== null && !ownNames.has(likeOf(dialect))
      ? alias
      : { name: dialect === "duckdb" ? name : "col", quoted: false };
  const values = fields ?? [own];
  const offset = columnAliases[1] ?? {
    name: dialect === "bigquery" ? "offset" : "ordinality",
    quoted: false,
  };
  const isMap = name.includes("explode") && element === null;
  return {
    columns: [
      ...(name.startsWith("pos")
        ? [column({ name: "pos", quoted: false }, { place: 0, from: [] })]
        : []),
      ...values.map((one, place) => column(one, { place, from: lists })),
      ...(hasOrdinality ? [column(offset, { place: values.length, from: [] })] : []),
    ],
    open: isMap || (element === null && !(list !== undefined && isOfLiterals(list))),
  };
}

/** Where the elements have a name of their own, whatever the function is called. */
const ownNames = new Set<Binder["dialect"]>(["duckdb", "spark", "hive"]);

/** `[1, 2]`. */
function isOfLiterals(list: Expression): boolean {
  return (
    list.kind === "call" &&
    list.name.startsWith("array") &&
    list.arguments.every(({ value }) => value.kind === "literal")
  );
}

/** `table(flatten(x))`: what is in it. */
function unwrap(call: Expression): Expression {
  const inner =
    call.kind === "call" && call.name === "table" ? call.arguments[0]?.value : undefined;
  return inner ?? call;
}

function output(key: string, from: readonly Expression[]): ResolvedOutput {
  const expression = createCall("element", {
    node: null,
    arguments: from.map((value) => ({ role: "value", value })),
  });
  return { name: key, key, type: null, value: { kind: "expression", expression } };
}
