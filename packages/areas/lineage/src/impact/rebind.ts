import { DxError, nearest } from "@dx/core";
import { catalogColumns, tableName, type CatalogColumn, type NameOptions } from "@dx/sql-parser";
import { addStatement } from "../build/add-statement.ts";
import { emptyState, type BuildState } from "../build/build-state.ts";
import type { Reading } from "../build/reading.ts";
import { inSession } from "../build/session.ts";
import type {
  LineageScript,
  LineageSource,
  LineageStatement,
  LineageTables,
} from "../build/lineage.ts";
import { changeColumns } from "./change-columns.ts";
import { mismatchOf } from "./mismatch-of.ts";
import type { SchemaChange } from "./schema-change.ts";

/** A statement as it is bound, and the columns of its target then. */
export interface BoundStatement extends LineageStatement {
  /** Of the target when it ran; `undefined` where they are not known. */
  readonly targetColumns: readonly CatalogColumn[] | undefined;
  /** Why the number of its columns does not fit, if so. */
  readonly mismatch: string | undefined;
}

/** Binds all statements in their order, with a table changed where it is known. */
export function rebind(
  reading: Reading,
  sources: readonly LineageSource[],
  change?: SchemaChange,
): readonly BoundStatement[] {
  const rebinding: Rebinding = { state: emptyState(), change, bound: [], isChanged: false };
  for (const source of sources) if (source.kind === "tables") addTables(rebinding, source);
  for (const source of sources) if (source.kind === "script") addScript(rebinding, source, reading);
  if (!rebinding.isChanged && change !== undefined) throw unknownTable(change, rebinding);
  return rebinding.bound;
}

interface Rebinding {
  readonly state: BuildState;
  readonly change: SchemaChange | undefined;
  readonly bound: BoundStatement[];
  isChanged: boolean;
}

function addTables(rebinding: Rebinding, { schema, ...names }: LineageTables): void {
  for (const [given, columns] of Object.entries(schema)) {
    const table = tableName(given, names);
    rebinding.state.catalog.set(table, catalogColumns(columns, names.dialect));
    apply(rebinding, table, names);
  }
}

function addScript(rebinding: Rebinding, source: LineageScript, reading: Reading): void {
  const { name: script, sql, dialect, defaultSchema, session } = source;
  const names = { dialect, defaultSchema };
  const { state, bound } = rebinding;
  inSession(state, session, () => {
    for (const { statement } of reading.read(sql, dialect)) {
      if (statement === null) continue;
      const mismatch = mismatchOf(statement, state.catalog, names);
      addStatement(state, { script, statement, reading, names });
      const last = state.statements.at(-1);
      if (last === undefined) continue;
      const { target } = last;
      const makes = last.kind.startsWith("create-");
      if (makes && target !== null) apply(rebinding, target, names);
      const targetColumns = target === null ? undefined : state.catalog.get(target);
      bound.push({ ...last, targetColumns, mismatch });
    }
  });
}

/** Changes a table, if it is the one that changes. */
function apply(rebinding: Rebinding, table: string, names: NameOptions): void {
  const { state, change } = rebinding;
  const columns = state.catalog.get(table);
  if (change === undefined || columns === undefined || table !== tableName(change.table, names))
    return;
  const changed = changeColumns(columns, change, names.dialect);
  if (changed === undefined) state.catalog.delete(table);
  else state.catalog.set(table, changed);
  rebinding.isChanged = true;
}

function unknownTable({ table }: SchemaChange, { state, bound }: Rebinding): DxError {
  const names = [
    ...new Set([...state.catalog.keys(), ...bound.flatMap(({ target }) => target ?? [])]),
  ];
  const near = nearest(table, names);
  return new DxError("DX_LINEAGE_CHANGE", `the columns of a table ${table} are not known`, {
    path: ["table"],
    hint:
      near === undefined ? `known are ${names.slice(0, 10).join(", ")}` : `did you mean ${near}?`,
  });
}
