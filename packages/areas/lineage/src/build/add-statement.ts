import {
  referenceName,
  shownName,
  type CatalogColumn,
  type NameOptions,
  type ParsedStatement,
} from "@dx/sql-parser";
import type { SourceColumn, StatementLineage } from "../statement-lineage.ts";
import { addTableEdge, meet, refOf, shownColumns, type BuildState } from "./build-state.ts";
import { readName } from "./column-key.ts";
import type { LineageLink, StatementOutput } from "./lineage.ts";
import type { Reading } from "./reading.ts";
import { hide, show } from "./session.ts";
import { throughTemporary, unique, type TemporaryTable } from "./temporary-table.ts";

/** A statement, and how to read it. */
export interface Added {
  readonly script: string;
  readonly statement: ParsedStatement;
  readonly reading: Reading;
  readonly names: NameOptions;
}

/** Reads a statement with what is known so far, and notes what it says and changes. */
export function addStatement(state: BuildState, added: Added): void {
  const { script, statement, reading, names } = added;
  const { tree, span, text } = statement;
  const lineage = reading.analyze(statement, names, state.catalog);
  const number = state.statements.length;
  const { kind, target, reads } = lineage;
  const isTemporary = target !== null && isOfSession(state, tree, { kind, target });
  const isKept = target === null ? kind === "select" : isTemporary;
  state.statements.push({
    script,
    kind,
    target,
    reads,
    isTemporary,
    isReplacing: makesTable(kind) || kind === "drop" || kind === "rename",
    sql: text,
    span,
    lineage,
    outputs: isKept ? outputsOf(state, { lineage, number, names }) : [],
  });
  state.findings.push(
    ...lineage.findings.map((one) => Object.assign({}, one, { subject: script })),
  );
  if (kind === "drop") dropAll(state, added);
  else if (kind === "rename" && target !== null) rename(state, lineage, { target, names });
  else if (target !== null && kind !== "other")
    fill(state, { ...added, lineage, number, isTemporary, target });
  if (kind === "select") for (const table of stays(state, reads)) meet(state, table, "source");
}

function makesTable(kind: StatementLineage["kind"]): boolean {
  return kind === "create-table-as" || kind === "create-view" || kind === "create-table";
}

function outputsOf(
  state: BuildState,
  { lineage, number, names: { dialect } }: Pick<Filling, "lineage" | "number" | "names">,
): readonly StatementOutput[] {
  return lineage.outputs.map(({ name, sources }) => ({
    name: name === null || name === "*" ? name : readName(name, dialect),
    links: throughTemporary(
      sources.map((source) => toLink(source, { state, number })),
      state.temporary,
    ),
  }));
}

interface Filling extends Added {
  readonly lineage: StatementLineage;
  readonly number: number;
  readonly isTemporary: boolean;
  readonly target: string;
}

function fill(state: BuildState, filling: Filling): void {
  const { lineage, number, isTemporary, target, names } = filling;
  const { kind, reads } = lineage;
  const through = (sources: readonly SourceColumn[]): readonly LineageLink[] =>
    throughTemporary(
      sources.map((source) => toLink(source, { state, number })),
      state.temporary,
    );
  const columns = new Map<string, readonly LineageLink[]>();
  for (const [ordinal, { name, sources }] of lineage.outputs.entries()) {
    const column = nameOf(state, { name, ordinal, target }, names);
    columns.set(column, [...(columns.get(column) ?? []), ...through(sources)]);
  }
  const read = reads.flatMap((one) => state.temporary.get(one) ?? []);
  const rows = unique([
    ...through(lineage.rows),
    ...read.flatMap((one) => renumber(one.rows, number)),
  ]);
  const filledBy = stays(state, reads);
  const makes = makesTable(kind);
  if (isTemporary) {
    const before = makes ? undefined : state.temporary.get(target);
    hide(state, target);
    state.temporary.set(target, merged(before, { columns, rows, reads: filledBy }));
  } else {
    state.temporary.delete(target);
    state.hidden.delete(target);
    meet(state, target, kind === "create-view" ? "view" : "table");
    for (const table of filledBy) {
      meet(state, table, "source");
      addTableEdge(state, { from: table, to: target }, number);
    }
    for (const [column, links] of columns)
      for (const link of links) {
        state.edges.push(edgeTo(refOf(state, target, column), link));
        meet(state, link.from.table, "source");
        addTableEdge(state, { from: link.from.table, to: target }, number);
      }
    for (const link of rows) {
      state.rows.push(edgeTo(target, link));
      meet(state, link.from.table, "source");
      addTableEdge(state, { from: link.from.table, to: target }, number);
    }
  }
  if (makes) declare(state, filling);
}

/** Notes the columns of a table that a statement makes, for those behind it. */
function declare(
  state: BuildState,
  { statement, reading, names, target, isTemporary, lineage }: Filling,
): void {
  const { tree } = statement;
  const { dialect } = names;
  const given =
    tree.kind === "create-table"
      ? new Map(tree.columns.map(({ name, type }) => [shownName(name, dialect), type]))
      : undefined;
  const known =
    given === undefined
      ? reading.outputs(statement, names, state.catalog)
      : lineage.outputs.map(({ name }) => ({ name, type: given.get(name ?? "") ?? null }));
  if (known.some(({ name }) => name === null || name === "*")) {
    state.catalog.delete(target);
    return;
  }
  const columns = known.map(({ name, type }): CatalogColumn => ({
    written: name ?? "",
    name: unprotect(readName(name ?? "", dialect)),
    type: type ?? "",
  }));
  state.catalog.set(target, columns);
  if (!isTemporary) state.shown.set(target, shownColumns(columns, dialect));
}

function unprotect(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

const direct: readonly string[] = [];

function toLink(
  { table, column, kind, isMasking, span, reason, confidence }: SourceColumn,
  { state, number }: { readonly state: BuildState; readonly number: number },
): LineageLink {
  const from = refOf(state, table, column);
  return { from, kind, isMasking, reason, confidence, statement: number, span, via: direct };
}

/** Field by field: engines keep what is spread in more memory, and there are many. */
function edgeTo<To>(
  to: To,
  { from, kind, isMasking, reason, confidence, statement, span, via }: LineageLink,
): LineageLink & { readonly to: To } {
  return { from, to, kind, isMasking, reason, confidence, statement, span, via };
}

function renumber(links: readonly LineageLink[], statement: number): readonly LineageLink[] {
  return links.map((link) => ({ ...link, statement }));
}

/** By which name the column of an output is read; one without a name is known by its place. */
function nameOf(
  { catalog }: BuildState,
  {
    name,
    ordinal,
    target,
  }: { readonly name: string | null; readonly ordinal: number; readonly target: string },
  { dialect }: NameOptions,
): string {
  if (name === "*") return name;
  return readName(
    name ?? catalog.get(target)?.[ordinal]?.written ?? `column${ordinal + 1}`,
    dialect,
  );
}

/** The tables that stay, with those that temporary ones were filled from. */
function stays({ temporary }: BuildState, tables: readonly string[]): ReadonlySet<string> {
  return new Set(tables.flatMap((table) => [...(temporary.get(table)?.reads ?? [table])]));
}

function merged(before: TemporaryTable | undefined, more: TemporaryTable): TemporaryTable {
  if (before === undefined) return more;
  const columns = new Map(before.columns);
  for (const [name, links] of more.columns)
    columns.set(name, unique([...(columns.get(name) ?? []), ...links]));
  return {
    columns,
    rows: unique([...before.rows, ...more.rows]),
    reads: new Set([...before.reads, ...more.reads]),
  };
}

function dropAll(state: BuildState, { statement: { tree }, names }: Added): void {
  if (tree.kind !== "drop") return;
  for (const target of tree.targets) {
    const table = referenceName(target, names);
    if (state.temporary.delete(table)) show(state, table);
    else state.catalog.delete(table);
  }
}

/** The new name gets all that the old one has; a table that was made by these scripts is known by its new name alone. */
function rename(
  state: BuildState,
  { reads }: StatementLineage,
  { target, names }: { readonly target: string; readonly names: NameOptions },
): void {
  const [old] = reads;
  if (old === undefined) return;
  const columns = state.catalog.get(old);
  const temporary = state.temporary.get(old);
  if (temporary !== undefined) hide(state, target);
  if (state.temporary.delete(old)) show(state, old);
  else state.catalog.delete(old);
  if (columns !== undefined) state.catalog.set(target, columns);
  if (temporary !== undefined) {
    state.temporary.set(target, temporary);
    return;
  }
  meet(state, old, "source");
  meet(state, target, "table");
  if (columns !== undefined) state.shown.set(target, shownColumns(columns, names.dialect));
  const number = state.statements.length - 1;
  for (const edge of state.edges.filter(({ to }) => to.table === old))
    state.edges.push({ ...edge, to: { ...edge.to, table: target }, via: [old, ...edge.via] });
  for (const edge of state.rows.filter(({ to }) => to === old))
    state.rows.push({ ...edge, to: target, via: [old, ...edge.via] });
  const sources = state.tableEdges.get(old);
  for (const from of sources?.keys() ?? [old]) addTableEdge(state, { from, to: target }, number);
  if (sources !== undefined) forget(state, old);
}

/** Takes a table out that was made by these scripts, and has another name now. */
function forget(state: BuildState, table: string): void {
  const isRead = [...state.tableEdges].some(([to, from]) => to !== table && from.has(table));
  if (isRead) return;
  state.kinds.delete(table);
  state.tableEdges.delete(table);
  state.shown.delete(table);
  keep(state.edges, ({ to }) => to.table !== table);
  keep(state.rows, ({ to }) => to !== table);
}

function keep<T>(list: T[], isKept: (one: T) => boolean): void {
  list.splice(0, list.length, ...list.filter(isKept));
}

/** Whether a table ends with its script: it is made so, has the sign of T-SQL, or was made so before. */
function isOfSession(
  { temporary, passing }: BuildState,
  tree: ParsedStatement["tree"],
  { kind, target }: { readonly kind: StatementLineage["kind"]; readonly target: string },
): boolean {
  if (("temporary" in tree && tree.temporary) || (makesTable(kind) && passing.has(target)))
    return true;
  return /^"?#/.test(target) || (!makesTable(kind) && temporary.has(target));
}
