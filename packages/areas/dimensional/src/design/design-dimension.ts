import type { Decision, Dimension, StarColumn } from "../model.ts";
import type {
  DesignColumn,
  DesignReference,
  DesignRequirements,
  DesignSource,
  DesignTable,
} from "./design-input.ts";
import { meansTable } from "./find-table.ts";
import { findHierarchies } from "./find-hierarchies.ts";
import { isPlain } from "./kinds.ts";
import { designOuter, type Outer } from "./design-outer.ts";
import { baseName, looksLikeAudit, nameIn, plainName } from "./names.ts";

/** What a dimension is designed in. */
export interface DesignedIn {
  /** What people ask for. */
  readonly requirements: DesignRequirements;
  /** All tables. */
  readonly source: DesignSource;
  /** Those that are facts. */
  readonly facts: readonly string[];
}

/** The dimension that a table becomes. */
export function designDimension(
  table: DesignTable,
  { parentColumns }: DesignReference,
  { requirements: { scdTypes = {} }, source, facts }: DesignedIn,
): { readonly dimension: Dimension; readonly decisions: readonly Decision[] } {
  const base = baseName(table.name);
  const name = `dim_${base}`;
  const others = table.columns.filter((column) => !parentColumns.includes(column.name));
  const left = others.filter(({ name: own, type }) => looksLikeAudit(own) || !isPlain(type));
  const given = Object.entries(scdTypes).find(([one]) => meansTable(one, table.name));
  const star = ({ name: own, type }: DesignColumn): StarColumn => ({
    name: nameIn(table, own),
    source: own,
    type,
  });
  const businessKey = parentColumns.flatMap((column) =>
    table.columns.filter((one) => one.name === column).map(star),
  );
  const attributes = others.filter((column) => !left.includes(column)).map(star);
  const scdType = given?.[1] ?? 1;
  const taken = [...businessKey, ...attributes, { name: `${base}_key`, source: "", type: int64 }];
  const flat = scdType === 2 ? nothing : designOuter(table, name, { source, facts, taken });
  const dimension: Dimension = {
    name,
    source: table.name,
    surrogateKey: `${base}_key`,
    businessKey,
    attributes: [...attributes, ...flat.attributes],
    ...(flat.outer.length === 0 ? {} : { outer: flat.outer }),
    hierarchies: [...findHierarchies(table, attributes), ...flat.hierarchies],
    scdType,
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
      ...flat.decisions,
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

const int64 = { kind: "int64" } as const;
const nothing: Outer = { outer: [], attributes: [], hierarchies: [], decisions: [] };
