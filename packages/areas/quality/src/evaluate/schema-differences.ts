import { parseName } from "@dx/core";
import type { SchemaRule } from "../check.ts";
import type { FoundTable } from "./column-types.ts";

/** In what a table's columns differ from what a rule says of them; empty if in nothing. */
export function schemaDifferences(
  { columns, ordered = false, others = false }: SchemaRule,
  { all }: FoundTable,
): readonly string[] {
  const found = columns.map(({ name }) => all.findIndex((one) => isNamed(one.name, name)));
  const missing = columns
    .filter(({ isForbidden }, index) => isForbidden !== true && found[index] === -1)
    .map(({ name }) => name);
  const forbidden = columns
    .filter(({ isForbidden }, index) => isForbidden === true && found[index] !== -1)
    .map(({ name }) => name);
  const unexpected = others
    ? []
    : all.filter((_, index) => !found.includes(index)).map(({ name }) => name);
  const types = columns.flatMap(({ name, type, at }, index) => {
    const place = found[index] ?? -1;
    const is = all[place]?.type.kind;
    if (is === undefined) return [];
    const wanted = type === undefined ? undefined : typeof type === "string" ? [type] : type;
    return [
      ...(wanted === undefined || wanted.includes(is)
        ? []
        : [`${name} is ${is}, wanted is ${wanted.join(" or ")}`]),
      ...(at === undefined || at === place ? [] : [`${name} is column ${place}, wanted is ${at}`]),
    ];
  });
  const places = found.filter((place) => place >= 0);
  const isOrdered = places.every(
    (place, index) => index === 0 || place > (places[index - 1] ?? -1),
  );
  return [
    ...(missing.length === 0 ? [] : [`missing: ${missing.join(", ")}`]),
    ...(unexpected.length === 0 ? [] : [`unexpected: ${unexpected.join(", ")}`]),
    ...(forbidden.length === 0 ? [] : [`forbidden: ${forbidden.join(", ")}`]),
    ...types,
    ...(ordered && !isOrdered ? ["the columns are in another order"] : []),
  ];
}

/** Whether a column of the engine is meant by a name: a name without quotes may be folded. */
function isNamed(column: string, name: string): boolean {
  const { text, exact } = parseName(name);
  return exact ? column === text : column.toLowerCase() === text.toLowerCase();
}
