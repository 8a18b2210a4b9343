import type { CatalogColumn } from "@dx/sql-parser";
import type { BuildState } from "./build-state.ts";
import type { TemporaryTable } from "./temporary-table.ts";

/** The temporary tables of a session between two of its scripts. */
export type Session = ReadonlyMap<string, KeptTable>;

interface KeptTable {
  readonly table: TemporaryTable;
  readonly columns: readonly CatalogColumn[] | undefined;
}

/** Reads a script with the temporary tables of its session, and of no other. Without a name, they end with the script. */
export function inSession(state: BuildState, session: string | undefined, read: () => void): void {
  for (const [name, { table, columns }] of state.sessions.get(session ?? "") ?? [])
    if (session !== undefined) {
      hide(state, name);
      state.temporary.set(name, table);
      setColumns(state, name, columns);
    }
  read();
  const kept = new Map<string, KeptTable>();
  for (const [name, table] of state.temporary)
    kept.set(name, { table, columns: state.catalog.get(name) });
  for (const name of kept.keys()) show(state, name);
  state.temporary.clear();
  if (session !== undefined) state.sessions.set(session, kept);
}

/** Notes that a temporary table takes the place of a table of its name. */
export function hide({ temporary, hidden, catalog }: BuildState, table: string): void {
  if (!temporary.has(table)) hidden.set(table, catalog.get(table));
}

/** The table that a temporary one has hidden is seen again. */
export function show(state: BuildState, table: string): void {
  setColumns(state, table, state.hidden.get(table));
  state.hidden.delete(table);
}

function setColumns(
  { catalog }: BuildState,
  table: string,
  columns: readonly CatalogColumn[] | undefined,
): void {
  if (columns === undefined) catalog.delete(table);
  else catalog.set(table, columns);
}
