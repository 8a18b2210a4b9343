import { readName } from "../build/column-key.ts";
import type { OutputLineage, SourceColumn } from "../statement-lineage.ts";
import type { ImpactReason, StatementImpact } from "./impact-of.ts";
import type { BoundStatement } from "./rebind.ts";
import type { SchemaChange } from "./schema-change.ts";

/** Columns whose names, presence, types or values may be others than before, by their tables. */
type Touched = Map<string, Set<string>>;

/** Compares how statements are bound before a change and after it. */
export function judgeStatements(
  before: readonly BoundStatement[],
  after: readonly BoundStatement[],
  change: SchemaChange,
): readonly StatementImpact[] {
  const touched: Touched = new Map();
  const gone = new Set<string>();
  if (change.kind === "drop-table") gone.add(change.table);
  else {
    touch(touched, change.table, change.column);
    if (change.kind === "rename-column") touch(touched, change.table, change.to);
  }
  return before.map((old, statement): StatementImpact => {
    const now = after[statement] ?? old;
    const { script, target } = old;
    const isMade = makes(old) && target === change.table;
    const broken = isMade && change.kind === "drop-table" ? [] : reasonsBroken(old, now, gone);
    if (broken.length > 0) {
      if (target !== null && (makes(old) || gone.has(target))) gone.add(target);
      else if (target !== null) touchAll(touched, old);
      return { statement, script, target, verdict: "broken", reasons: broken };
    }
    const affected = [...madeAnew(old, gone), ...reasonsAffected(old, now, touched)];
    if (target !== null && makes(old) && gone.delete(target)) touchAll(touched, now);
    if (affected.length === 0) return { statement, script, target, verdict: "safe", reasons: [] };
    return { statement, script, target, verdict: "affected", reasons: affected };
  });
}

function makes({ kind }: BoundStatement): boolean {
  return kind === "create-table" || kind === "create-table-as" || kind === "create-view";
}

/** That a table which was not made before is made here, and not left as it was. */
function madeAnew(old: BoundStatement, gone: ReadonlySet<string>): readonly ImpactReason[] {
  const { target, span } = old;
  if (target === null || !makes(old) || !gone.has(target)) return [];
  return [{ message: `it makes ${target}, which was there before`, span }];
}

/** What the engine will not take any more. */
function reasonsBroken(
  old: BoundStatement,
  now: BoundStatement,
  gone: ReadonlySet<string>,
): readonly ImpactReason[] {
  const known = new Set(old.lineage.findings.map(({ code, message }) => code + message));
  const found = now.lineage.findings
    .filter(({ code, message }) => !known.has(code + message))
    .map(({ message, example }): ImpactReason => ({ message, span: spanOf(example) ?? old.span }));
  const needed = [
    ...old.reads,
    ...(makes(old) || old.kind === "drop" || old.target === null ? [] : [old.target]),
  ];
  const missing = [...new Set(needed)]
    .filter((table) => gone.has(table))
    .map((table) => ({ message: `${table} is not there any more`, span: placeOf(old, table) }));
  const mismatch = old.mismatch === undefined ? now.mismatch : undefined;
  return [
    ...found,
    ...missing,
    ...(mismatch === undefined ? [] : [{ message: mismatch, span: old.span }]),
  ];
}

/** What comes out otherwise than before; what comes in so is noted for the statements behind it. */
function reasonsAffected(
  old: BoundStatement,
  now: BoundStatement,
  touched: Touched,
): readonly ImpactReason[] {
  const isTouched = ({ table, column }: SourceColumn): boolean => {
    const columns = touched.get(table);
    return columns !== undefined && (column === "*" || columns.has(column));
  };
  const { target } = old;
  const rows = [...old.lineage.rows, ...now.lineage.rows].filter(isTouched).map(reads);
  const isRewritten = rowsOf(old) !== rowsOf(now);
  if (target !== null && (rows.length > 0 || isRewritten)) touchAll(touched, now);
  const before = new Map(old.lineage.outputs.map((one) => [String(one.name), one]));
  const after = new Map(now.lineage.outputs.map((one) => [String(one.name), one]));
  const outputs = [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [one, other] = [before.get(name), after.get(name)];
    const through = [one, other].flatMap((output) => (output?.sources ?? []).filter(isTouched));
    const isOther = isAnother(one, other);
    const isMoved = one?.ordinal !== other?.ordinal;
    if (through.length === 0 && !isOther && !isMoved) return [];
    if (target !== null && (through.length > 0 || isOther))
      touch(touched, target, readName(name, "duckdb"));
    if (through.length > 0) return through.map(reads);
    const message = messageOf(name, { one, other, isOther });
    return [{ message, span: old.span }];
  });
  return unique([
    ...rows,
    ...outputs,
    ...(isRewritten ? [{ message: "other columns decide on its rows", span: old.span }] : []),
  ]);
}

function unique(reasons: readonly ImpactReason[]): readonly ImpactReason[] {
  return [...new Map(reasons.map((one) => [one.message, one])).values()];
}

function rowsOf({ lineage }: BoundStatement): string {
  return sourcesOf(lineage.rows);
}

function sourcesOf(sources: readonly SourceColumn[]): string {
  return sources
    .map(({ table, column, kind }) => JSON.stringify([table, column, kind]))
    .toSorted()
    .join();
}

function touch(touched: Touched, table: string, column: string): void {
  touched.set(table, (touched.get(table) ?? new Set()).add(column));
}

function touchAll(touched: Touched, { target, targetColumns, lineage }: BoundStatement): void {
  if (target === null) return;
  for (const { name } of targetColumns ?? []) touch(touched, target, name);
  for (const { name } of lineage.outputs) touch(touched, target, readName(name ?? "", "duckdb"));
}

function spanOf(example: unknown): ImpactReason["span"] | undefined {
  if (typeof example !== "object" || example === null) return undefined;
  if (!("start" in example && "end" in example && "line" in example && "column" in example))
    return undefined;
  const { start, end, line, column } = example;
  return typeof start === "number" &&
    typeof end === "number" &&
    typeof line === "number" &&
    typeof column === "number"
    ? { start, end, line, column }
    : undefined;
}

/** Where a statement first names a column of a table, or the statement. */
function placeOf({ lineage, span }: BoundStatement, table: string): ImpactReason["span"] {
  const sources = [...lineage.outputs.flatMap((one) => one.sources), ...lineage.rows];
  return sources.find((one) => one.table === table)?.span ?? span;
}

function reads({ table, column, span }: SourceColumn): ImpactReason {
  return { message: `it reads ${table}.${column}`, span };
}

/** What is different about an output. */
function messageOf(
  name: string,
  {
    one,
    other,
    isOther,
  }: { readonly one: unknown; readonly other: unknown; readonly isOther: boolean },
): string {
  if (one === undefined) return `it gives a column ${name} more`;
  if (other === undefined) return `it gives no column ${name} any more`;
  return isOther
    ? `its column ${name} comes from others`
    : `its column ${name} is at another place`;
}

function isAnother(one: OutputLineage | undefined, other: OutputLineage | undefined): boolean {
  return (
    one === undefined || other === undefined || sourcesOf(one.sources) !== sourcesOf(other.sources)
  );
}
