import { DxError, nearest, relation } from "@dx/core";
import { baseName, plainName } from "./names.ts";
import type { DesignTable } from "./design-input.ts";

/** Whether a name means a table: its name, its own name without schema, what a row is, or that with `dim_` or `fct_`. */
export function meansTable(name: string, table: string): boolean {
  const own = relation(table).name;
  const wanted = plainName(name.split(".").at(-1) ?? name);
  const base = baseName(table);
  return (
    name === table ||
    name === own ||
    [plainName(own), base, `dim_${base}`, `fct_${base}`].includes(wanted)
  );
}

/**
 * The table that a name means.
 * @throws DxError `DX_DIMENSIONAL_NAME` if none does
 */
export function findTable(
  tables: readonly DesignTable[],
  name: string,
  field: string,
): DesignTable {
  const found =
    tables.find((one) => one.name === name) ?? tables.find((one) => meansTable(name, one.name));
  if (found !== undefined) return found;
  throw unknownName(
    name,
    tables.map((one) => one.name),
    field,
  );
}

/** That a name means nothing. */
export function unknownName(name: string, known: readonly string[], field: string): DxError {
  const near = nearest(name, known);
  return new DxError("DX_DIMENSIONAL_NAME", `${field}: there is no ${name}`, {
    path: [field],
    hint: near === undefined ? `there are ${known.join(", ") || "none"}` : `did you mean ${near}?`,
  });
}

/** Whether a name, as `delay` or `flights.delay`, means a column of a table. */
export function meansColumn(name: string, table: string, column: string): boolean {
  return name === column || name === `${table}.${column}`;
}
