import { diagram, type Chart, type ChartOptions } from "@dx/chart";
import { dataType } from "@dx/core";
import { auditColumns, type DimensionalModel, type FactTable } from "./model.ts";
import { starTables } from "./star-columns.ts";

/**
 * A picture of the star: facts, their dimensions, and an arrow for each dimension, with its roles. The columns for auditors are left out, and of
 * days and times of day all but two.
 * @throws DxError `DX_DIMENSIONAL_NAME` for a reference to no dimension
 * @example
 * ```ts
 * import { drawStar } from "@dx/dimensional";
 * const date = { name: "dim_date", from: "2026-01-01", to: "2026-12-31", fiscalYearStartMonth: 1, fiscalYearLabel: "start", holidays: [] } as const;
 * const chart = drawStar({ name: "sales", facts: [], dimensions: [], date, decisions: [] });
 * if (!chart.svg.startsWith("<svg")) throw new Error();
 * ```
 */
export function drawStar(model: DimensionalModel, options: Partial<ChartOptions> = {}): Chart {
  const audit = Object.values(auditColumns);
  const measures = new Set(
    model.facts.flatMap(({ name, measures: own }) => own.map((one) => `${name}.${one.name}`)),
  );
  const tables = starTables(model).toSorted((a, b) => order(a.kind) - order(b.kind));
  const nodes = tables.map(({ name, kind, columns, primaryKey }) => {
    const shown = columns.filter((column) => !audit.includes(column.name));
    const isGenerated = kind === "date" || kind === "time";
    const fields = (isGenerated ? shown.slice(0, 2) : shown).map((column) => ({
      name: column.name,
      type: measures.has(`${name}.${column.name}`) ? "measure" : dataType(column.type).kind,
      key: primaryKey.includes(column.name),
    }));
    const more = isGenerated ? [`and ${shown.length - 2} more`] : [];
    return {
      id: name,
      group: kind === "fact" ? "fact" : "dimension",
      fields: [...fields, ...more],
    };
  });
  const edges = model.facts.flatMap((fact) =>
    [...new Set(fact.keys.map(({ dimension }) => dimension))].map((to) => ({
      from: fact.name,
      to,
      label: rolesOf(fact, to).join(", "),
    })),
  );
  const bridges = tables
    .filter(({ kind }) => kind === "bridge")
    .flatMap(({ name, references }) =>
      references.map(({ table }) => ({ from: name, to: table, label: "several" })),
    );
  return diagram(
    { nodes, edges: [...edges, ...bridges] },
    { title: `The star of ${model.name}`, ...options },
  );
}

function order(kind: string): number {
  return kind === "fact" ? 0 : 1;
}

function rolesOf({ keys }: FactTable, name: string): readonly string[] {
  return keys.filter(({ dimension }) => dimension === name).map(({ role }) => role);
}
