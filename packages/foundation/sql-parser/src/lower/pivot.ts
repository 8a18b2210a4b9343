import type { Expression, Identifier } from "../ast/expression.ts";
import type {
  FromItem,
  PivotAggregate,
  PivotAxis,
  PivotItem,
  PivotValue,
  UnpivotColumn,
  UnpivotItem,
} from "../ast/query.ts";
import {
  lowerExpression,
  lowerIdentifier,
  lowerIdentifiers,
  lowerList,
  type LowerContext,
} from "./context.ts";
import { isRaw, listOf, tagged, type Raw } from "./raw.ts";

/** `t pivot (sum(x) for k in (1, 2))`, and `pivot t on k using sum(x)` of DuckDB. */
export function lowerPivot(data: Raw, source: FromItem, context: LowerContext): PivotItem {
  const isStatement = listOf(data["fields"]).length === 0;
  const axes = listOf(isStatement ? data["expressions"] : data["fields"]);
  const values = listOf(isStatement ? data["using"] : data["expressions"]);
  const group = tagged(data["group"]) ?? { data: isRaw(data["group"]) ? data["group"] : {} };
  const groupBy = lowerList(group.data["expressions"], context);
  return {
    kind: "pivot",
    source,
    aggregates: values.map((one) => lowerAggregate(one, context)),
    axes: axes.map((one) => lowerAxis(one, context)),
    groupBy: groupBy.length === 0 ? null : groupBy,
    ...pivotNames(data, context),
  };
}

function lowerAggregate(value: unknown, context: LowerContext): PivotAggregate {
  const alias = dataOfAlias(value);
  return {
    value: lowerExpression(alias === null ? value : alias["this"], context),
    alias: alias === null ? null : aliasOf(alias["alias"], context),
  };
}

function dataOfAlias(value: unknown): Raw | null {
  const found = tagged(value);
  return found?.tag === "alias" || found?.tag === "pivot_alias" ? found.data : null;
}

/** The parser reads the name of a value as a name, a column or a text. */
function aliasOf(value: unknown, context: LowerContext): Identifier | null {
  const found = tagged(value);
  if (found === null) return lowerIdentifier(value, context);
  const expression = lowerExpression(value, context);
  if (expression.kind === "column") return expression.parts.at(-1) ?? null;
  if (expression.kind !== "literal" || expression.text === "") return null;
  return {
    name: expression.text,
    quoted: true,
    span: context.spans.span(context.base, context.base),
  };
}

/** What is turned: an expression alone, or with the values that it is compared with. */
function lowerAxis(value: unknown, context: LowerContext): PivotAxis {
  const found = tagged(value);
  if (found?.tag !== "in") return { of: [lowerExpression(value, context)], values: null };
  const of = parts(lowerExpression(found.data["this"], context));
  const given = listOf(found.data["expressions"]);
  const isOpen = given.some((one) =>
    ["select", "subquery", "pivot_any"].includes(tagged(one)?.tag ?? ""),
  );
  if (isOpen || given.length === 0) return { of, values: null };
  return { of, values: given.map((one) => lowerValue(one, context)) };
}

function lowerValue(value: unknown, context: LowerContext): PivotValue {
  const alias = dataOfAlias(value);
  return {
    values: parts(lowerExpression(alias === null ? value : alias["this"], context)),
    alias: alias === null ? null : aliasOf(alias["alias"], context),
  };
}

/** The parts of `(a, b)`, or the expression alone. */
function parts(expression: Expression): readonly Expression[] {
  if (expression.kind !== "call" || expression.name !== "tuple") return [expression];
  return expression.arguments.map(({ value }) => value);
}

/** `t unpivot (v for k in (a, b))`. */
export function lowerUnpivot(data: Raw, source: FromItem, context: LowerContext): UnpivotItem {
  const first = lowerIdentifier(data["value_column"], context);
  return {
    kind: "unpivot",
    source,
    values: [
      ...(first === null ? [] : [first]),
      ...lowerIdentifiers(data["extra_value_columns"], context),
    ],
    name: lowerIdentifier(data["name_column"], context),
    columns: listOf(data["columns"]).map((one) => lowerColumn(one, context)),
    keepsNulls: data["include_nulls"] === true,
    ...pivotNames(data, context),
  };
}

/** `unpivot t on a, b into name k value v` of DuckDB. */
export function lowerUnpivotOn(data: Raw, source: FromItem, context: LowerContext): UnpivotItem {
  const into = tagged(data["into"])?.data ?? {};
  return {
    kind: "unpivot",
    source,
    values: listOf(into["expressions"]).flatMap((one) => varName(one, context)),
    name: varName(into["this"], context)[0] ?? null,
    columns: listOf(data["expressions"]).map((one) => lowerColumn(one, context)),
    keepsNulls: data["include_nulls"] === true,
    ...pivotNames(data, context),
  };
}

function varName(value: unknown, context: LowerContext): readonly Identifier[] {
  const found = tagged(value);
  const name = lowerIdentifier(found?.tag === "var" ? found.data["this"] : value, context);
  return name === null ? [] : [name];
}

function lowerColumn(value: unknown, context: LowerContext): UnpivotColumn {
  const alias = dataOfAlias(value);
  return { of: parts(lowerExpression(alias === null ? value : alias["this"], context)) };
}

function pivotNames(data: Raw, context: LowerContext): Pick<PivotItem, "alias" | "columnAliases"> {
  return {
    alias: lowerIdentifier(data["alias"], context),
    columnAliases: lowerIdentifiers(data["alias_columns"] ?? data["column_aliases"], context),
  };
}
