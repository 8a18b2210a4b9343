import { parseName, type DataType } from "@dx/core";
import { dataType } from "@dx/core";
import type { DimensionalModel } from "./model.ts";
import { starTables } from "./star-columns.ts";

/**
 * The star as an entity relationship diagram of Mermaid: tables with their columns, keys marked, and a line for each role.
 * @throws DxError `DX_DIMENSIONAL_NAME` for a reference to no dimension
 * @example
 * ```ts
 * import { toMermaid } from "@dx/dimensional";
 * const date = { name: "dim_date", from: "2026-01-01", to: "2026-12-31", fiscalYearStartMonth: 1, fiscalYearLabel: "start", holidays: [] } as const;
 * if (!toMermaid({ name: "sales", facts: [], dimensions: [], date, decisions: [] }).startsWith("erDiagram")) throw new Error();
 * ```
 * @see Mermaid, "Entity Relationship Diagrams"
 */
export function toMermaid(model: DimensionalModel): string {
  const tables = starTables(model);
  const roles = new Map(
    model.facts.flatMap((fact) => fact.keys.map((key) => [`${fact.name}.${key.column}`, key.role])),
  );
  const boxes = tables.map(({ name, columns, primaryKey, references }) => {
    const lines = columns.map((column) => {
      const isKey = primaryKey.includes(column.name);
      const refers = references.some((one) => one.column === column.name);
      const mark = [...(isKey ? ["PK"] : []), ...(refers ? ["FK"] : [])].join(", ");
      return `    ${typeText(dataType(column.type))} ${attribute(column.name)}${mark === "" ? "" : ` ${mark}`}`;
    });
    return [`  ${quoted(name)} {`, ...lines, "  }"].join("\n");
  });
  const lines = tables.flatMap(({ name, references }) =>
    references.map(
      ({ column, table }) =>
        `  ${quoted(table)} ||--o{ ${quoted(name)} : ${quoted(roles.get(`${name}.${column}`) ?? column)}`,
    ),
  );
  return `${["erDiagram", ...boxes, ...lines].join("\n")}\n`;
}

/** The name of a type, with its parameters, of letters, digits and `_`. */
function typeText(type: DataType): string {
  if (type.kind !== "decimal" || type.precision === undefined) return type.kind;
  return `decimal_${type.precision}_${type.scale ?? 0}`;
}

function attribute(name: string): string {
  const plain = parseName(name).text.replaceAll(/[^A-Za-z0-9_]+/g, "_");
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
}

function quoted(name: string): string {
  return `"${parseName(name).text.replaceAll(/["\n\r]+/g, "'")}"`;
}
