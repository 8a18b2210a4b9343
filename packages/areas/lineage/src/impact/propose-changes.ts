import { columnKey } from "../build/column-key.ts";
import type { Lineage } from "../build/lineage.ts";
import type { SchemaChange } from "./schema-change.ts";

/**
 * Changes of tables that are worth trying, source tables and those that most is read of first: of each, the column goes that most
 * edges leave, and gets another name, a column goes that nothing reads, and one comes. O(edges).
 * @param limit - how many at most; 12 without it
 * @example
 * ```ts
 * import { buildLineage, proposeChanges } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x from a";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * if (proposeChanges(lineage)[0]?.kind !== "drop-column") throw new Error();
 * ```
 */
export function proposeChanges(lineage: Lineage, limit = 12): readonly SchemaChange[] {
  const uses = new Map<string, number>();
  for (const { from } of [...lineage.edges, ...lineage.rows])
    uses.set(columnKey(from), (uses.get(columnKey(from)) ?? 0) + 1);
  const tables = lineage.tables
    .filter(({ columns }) => columns.length > 0 && columns.every(({ name }) => name !== "*"))
    .map(({ name: table, kind, columns }) => {
      const counted = columns
        .map(({ name: column }) => ({ column, uses: uses.get(columnKey({ table, column })) ?? 0 }))
        .toSorted((a, b) => b.uses - a.uses);
      const all = counted.reduce((sum, one) => sum + one.uses, 0);
      return { table, counted, isSource: kind === "source", uses: all };
    })
    .filter((one) => one.uses > 0)
    .toSorted((a, b) => Number(b.isSource) - Number(a.isSource) || b.uses - a.uses);
  const each = tables.map(({ table, counted }): readonly SchemaChange[] => {
    const [most] = counted;
    const unused = counted.find((one) => one.uses === 0);
    if (most === undefined) return [];
    const gone: SchemaChange[] = [{ kind: "drop-column", table, column: most.column }];
    const needless: SchemaChange[] =
      unused === undefined ? [] : [{ kind: "drop-column", table, column: unused.column }];
    const come: SchemaChange = {
      kind: "add-column",
      table,
      column: "added_later",
      type: "varchar",
    };
    return gone.concat(needless, come, {
      kind: "rename-column",
      table,
      column: most.column,
      to: "renamed_later",
    });
  });
  const inTurn = [0, 1, 2, 3].flatMap((place) => each.flatMap((list) => list[place] ?? []));
  return inTurn.slice(0, limit);
}
