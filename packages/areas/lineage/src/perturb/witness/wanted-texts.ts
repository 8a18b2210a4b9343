import type { Binding, Expression, ResolvedQuery, ResolvedSelect, Source } from "@dx/sql-parser";
import type { Maker, WantedTexts } from "./term.ts";

/** Whether a query may give a row with these texts: its outputs that are constants say so. */
export function canGive(query: ResolvedQuery, wanted: WantedTexts): boolean {
  if (query.kind === "set") return canGive(query.left, wanted) || canGive(query.right, wanted);
  return query.outputs.every(({ value }, place) => {
    const text = wanted.get(place);
    const written = value.kind === "expression" ? textOf(value.expression) : null;
    return text === undefined || written === null || written === text;
  });
}

/** What each source is to give, by what the query compares with constants and what is wanted of itself. */
export function wantedOf(
  { query, outputs }: ResolvedSelect,
  wanted: WantedTexts,
  { statement }: Maker,
): ReadonlyMap<Source, WantedTexts> {
  const found = new Map<Source, Map<number, string>>();
  const add = (binding: Binding | undefined, text: string | null): void => {
    if (binding?.kind !== "column" || text === null || binding.column === null) return;
    const { source, column } = binding;
    const named =
      column.output === null ? -1 : (source.holder?.query?.outputs ?? []).indexOf(column.output);
    const own = found.get(source) ?? new Map<number, string>();
    found.set(source, own.set(named < 0 ? column.place : named, text));
  };
  for (const part of partsOf(query.where)) {
    if (part.kind !== "call" || part.name !== "eq") continue;
    const [left, right] = part.arguments.map(({ value }) => value);
    if (left === undefined || right === undefined) continue;
    const [column, constant] = left.kind === "column" ? [left, right] : [right, left];
    if (column.kind === "column") add(statement.columns.get(column), textOf(constant));
  }
  for (const [place, text] of wanted) {
    const value = outputs[place]?.value;
    if (value?.kind === "binding") add(value.binding, text);
    if (value?.kind === "expression" && value.expression.kind === "column")
      add(statement.columns.get(value.expression), text);
  }
  return found;
}

/** What has to hold together. */
function partsOf(condition: Expression | null): readonly Expression[] {
  if (condition === null) return [];
  if (condition.kind !== "call" || condition.name !== "and") return [condition];
  return condition.arguments.flatMap(({ value }) => partsOf(value));
}

function textOf(expression: Expression): string | null {
  if (expression.kind === "literal" && expression.type !== "null") return expression.text;
  return expression.kind === "call" && expression.name === "cast"
    ? textOf(expression.arguments[0]?.value ?? { kind: "literal", type: "null", text: "" })
    : null;
}
