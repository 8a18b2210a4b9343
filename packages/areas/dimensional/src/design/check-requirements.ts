import type { DesignRequirements, DesignSource } from "./design-input.ts";
import { meansTime } from "./design-time.ts";
import { meansColumn, meansTable, unknownName } from "./find-table.ts";

/**
 * Refuses names in the requirements that mean nothing.
 * @throws DxError `DX_DIMENSIONAL_NAME`
 */
export function checkRequirements(source: DesignSource, requirements: DesignRequirements): void {
  checkTables(source, requirements);
  checkColumns(source, requirements);
}

function checkTables(
  { tables }: DesignSource,
  { dimensions = [], scdTypes = {} }: DesignRequirements,
): void {
  const known = tables.map(({ name }) => name);
  const isKnown = (name: string): boolean => known.some((one) => meansTable(name, one));
  for (const name of dimensions)
    if (!/^(dim_)?date$/.test(name) && !meansTime(name) && !isKnown(name))
      throw unknownName(name, [...known, "date", "time"], "dimensions");
  for (const name of Object.keys(scdTypes))
    if (!isKnown(name)) throw unknownName(name, known, "scdTypes");
}

function checkColumns(
  { tables }: DesignSource,
  { measures = [], additivity = {}, degenerate = [], junk }: DesignRequirements,
): void {
  const columns = tables.flatMap((table) => table.columns.map((column) => ({ table, column })));
  const flags = junk === undefined || junk === false ? [] : junk;
  const fields = { measures, additivity: Object.keys(additivity), degenerate, junk: flags };
  for (const [field, names] of Object.entries(fields))
    for (const name of names)
      if (!columns.some(({ table, column }) => meansColumn(name, table.name, column.name)))
        throw unknownName(
          name,
          columns.map(({ column }) => column.name),
          field,
        );
}
