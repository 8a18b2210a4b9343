import { dataType, parseName, type TypeName } from "@dx/core";
import type { DimensionalModel } from "./model.ts";
import { starTables } from "./star-columns.ts";

/**
 * The star in DBML, for dbdiagram.io and other tools: tables with notes, keys, and references.
 * @throws DxError `DX_DIMENSIONAL_NAME` for a reference to no dimension
 * @example
 * ```ts
 * import { toDbml } from "@dx/dimensional";
 * const date = { name: "dim_date", from: "2026-01-01", to: "2026-12-31", fiscalYearStartMonth: 1, fiscalYearLabel: "start", holidays: [] } as const;
 * if (!toDbml({ name: "sales", facts: [], dimensions: [], date, decisions: [] }).includes('Table "dim_date"')) throw new Error();
 * ```
 * @see DBML, "Full syntax docs"
 */
export function toDbml(model: DimensionalModel): string {
  const tables = starTables(model);
  const texts = tables.map(({ name, comment, columns, primaryKey }) => {
    const lines = columns.map((column) => {
      const settings = [
        ...(primaryKey.length === 1 && primaryKey[0] === column.name ? ["pk"] : []),
        ...(column.nullable === false ? ["not null"] : []),
      ];
      const end = settings.length === 0 ? "" : ` [${settings.join(", ")}]`;
      return `  ${quoted(column.name)} ${typeText(column.type)}${end}`;
    });
    const composite =
      primaryKey.length > 1
        ? ["  indexes {", `    (${primaryKey.map(quoted).join(", ")}) [pk]`, "  }"]
        : [];
    return [
      `Table ${quoted(name)} {`,
      ...lines,
      ...composite,
      `  Note: ${note(comment)}`,
      "}",
    ].join("\n");
  });
  const references = tables.flatMap((table) =>
    table.references.map(
      (one) =>
        `Ref: ${quoted(table.name)}.${quoted(one.column)} > ${quoted(one.table)}.${quoted(one.key)}`,
    ),
  );
  return `${[...texts, references.join("\n")].join("\n\n")}\n`;
}

function typeText(type: TypeName): string {
  const known = dataType(type);
  if (known.kind !== "decimal" || known.precision === undefined) return known.kind;
  return `decimal(${known.precision},${known.scale ?? 0})`;
}

function quoted(name: string): string {
  return `"${parseName(name).text.replaceAll('"', "'")}"`;
}

function note(text: string): string {
  return `'${text
    .replaceAll("\\", "\\\\")
    .replaceAll("'", String.raw`\'`)
    .replaceAll(/\s+/g, " ")}'`;
}
