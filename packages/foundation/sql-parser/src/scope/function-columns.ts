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
        column(plainName(own), { place, from: isFrom ? lists.slice(0, 1) : [] }),
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
  name: PlainName,
  of: { readonly place: number; readonly from: readonly Expression[] | null },
) => SourceColumn;

interface Elements {
  readonly lists: readonly Expression[];
  readonly name: string;
}

/** The elements of a list without names for columns: their fields, or one column with the name of the engine or the alias. */
function elementColumns(
  item: FunctionItem,
  { lists, name }: Elements,
  { binder, column }: { readonly binder: Binder; readonly column: MakeColumn },
): Pick<Source, "columns" | "open"> {
  const [list] = lists;
  const element = list === undefined ? null : elementOf(typeOf(list, binder));
  const isWhole = ownNames.has(likeOf(binder.dialect)) && !name.startsWith("inline");
  const fields = isWhole || binder.dialect === "duckdb" ? null : fieldsOf(element);
  const values = fields ?? [isWhole ? plainName("col") : elementName(item, name, binder)];
  const isKnown = binder.dialect === "duckdb" || element !== null;
  return {
    columns: [
      ...(name.startsWith("pos") ? [column(plainName("pos"), { place: 0, from: [] })] : []),
      ...values.map((one, place) => column(one, { place, from: lists })),
      ...(item.hasOrdinality
        ? [column(placeName(item, binder), { place: values.length, from: [] })]
        : []),
    ],
    open: !isKnown && !(list !== undefined && isOfLiterals(list)),
  };
}

interface PlainName {
  readonly name: string;
  readonly quoted: boolean;
}

function plainName(name: string): PlainName {
  return { name, quoted: false };
}

function elementName({ alias }: FunctionItem, name: string, { dialect }: Binder): PlainName {
  if (dialect === "duckdb") return plainName(name);
  return alias ?? plainName(likeOf(dialect) === "postgres" ? name : "col");
}

function placeName({ columnAliases }: FunctionItem, { dialect }: Binder): PlainName {
  return columnAliases[1] ?? plainName(dialect === "bigquery" ? "offset" : "ordinality");
}

/** Where the elements have a name of their own, whatever the function is called. */
const ownNames = new Set<Binder["dialect"]>(["spark", "hive"]);

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
