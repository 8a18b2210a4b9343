import type { Decision, Dimension, StarColumn } from "../model.ts";
import type {
  DesignColumn,
  DesignReference,
  DesignRequirements,
  DesignTable,
} from "./design-input.ts";
import { meansTable } from "./find-table.ts";
import { findHierarchies } from "./find-hierarchies.ts";
import { isPlain } from "./kinds.ts";
import { baseName, looksLikeAudit, plainName } from "./names.ts";

/** The dimension that a table becomes. */
export function designDimension(
  table: DesignTable,
  { parentColumns }: DesignReference,
  { scdTypes = {} }: DesignRequirements,
): { readonly dimension: Dimension; readonly decisions: readonly Decision[] } {
  const base = baseName(table.name);
  const name = `dim_${base}`;
  const others = table.columns.filter((column) => !parentColumns.includes(column.name));
  const left = others.filter(({ name: own, type }) => looksLikeAudit(own) || !isPlain(type));
  const given = Object.entries(scdTypes).find(([one]) => meansTable(one, table.name));
  const attributes = others.filter((column) => !left.includes(column)).map(star);
  const dimension: Dimension = {
    name,
    source: table.name,
    surrogateKey: `${base}_key`,
    businessKey: parentColumns.flatMap((column) =>
      table.columns.filter((one) => one.name === column).map(star),
    ),
    attributes,
    hierarchies: findHierarchies(table, attributes),
    scdType: given?.[1] ?? 1,
  };
  return {
    dimension,
    decisions: [
      {
        subject: name,
        about: "dimension",
        decision: `made of ${table.name}, told apart by ${parentColumns.join(", ")}`,
        by: "data",
        reason: "a fact refers to it by these columns",
      },
      {
        subject: name,
        about: "type",
        decision: `type ${dimension.scdType}`,
        ...(given === undefined
          ? { by: "names", reason: "nobody asked for another one: new values stand" }
          : { by: "person", reason: "the inputs say so" }),
      },
      ...dimension.hierarchies.map((hierarchy): Decision => ({
        subject: name,
        about: "hierarchy",
        decision: hierarchy.name,
        by: "data",
        reason: "each value of a level has one value of the next, in all rows",
      })),
      ...left.map((column): Decision => ({
        subject: `${name}.${plainName(column.name)}`,
        about: "left out",
        decision: "no attribute",
        by: "names",
        reason: isPlain(column.type)
          ? "it is about the row, not about the member: each load would change it"
          : `nobody groups or filters by ${column.type.kind}`,
      })),
    ],
  };
}

function star({ name: source, type }: DesignColumn): StarColumn {
  return { name: plainName(source), source, type };
}
