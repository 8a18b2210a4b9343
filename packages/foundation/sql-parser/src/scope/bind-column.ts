import { nearest, type Finding } from "@dx/core";
import type { ColumnExpression, Identifier } from "../ast/expression.ts";
import type { Span } from "../ast/span.ts";
import type { NameOptions } from "./catalog.ts";
import { foldIdentifier } from "../normalize-identifier.ts";
import { isPseudoColumn } from "./pseudo-columns.ts";
import type { Binding, Source } from "./resolved.ts";
import type { Frame, Scope } from "./scope.ts";

/** What is found out about one name. */
export interface Bound {
  readonly binding: Binding;
  readonly finding: Finding | null;
}

/** Binds a column to its source, from the innermost scope outwards. */
export function bindColumn(
  { parts, span }: ColumnExpression,
  scope: Scope,
  options: BindOptions,
): Bound {
  const names = parts.map((part) => foldIdentifier(part, options.dialect));
  const tables = parts.map((part) => foldIdentifier(part, options.dialect, "table"));
  const isVariable = options.variables.has(parts[0]?.name.toLowerCase() ?? "");
  if (isVariable && !isKnown(names, tables, scope))
    return { binding: { kind: "local" }, finding: null };
  const found = parts.length === 1 ? bare(names[0] ?? "", scope) : qualified(names, tables, scope);
  if (found !== null)
    return {
      binding: found,
      finding: candidatesOf(found, parts, span),
    };
  if (isPseudoColumn(parts.at(-1)?.name ?? "", options.dialect))
    return { binding: { kind: "unknown" }, finding: null };
  const guessed = isLoose(options) ? hidden(names, tables, scope) : null;
  return { binding: guessed ?? { kind: "unknown" }, finding: unknown(parts, span, scope) };
}

interface BindOptions extends NameOptions {
  readonly variables: ReadonlySet<string>;
}

/** Whether a table is known to have it, or is called so. */
function isKnown(names: readonly string[], tables: readonly string[], start: Scope): boolean {
  for (let scope: Scope | null = start; scope !== null; scope = scope.parent) {
    if (names.length === 1 && lookUp(scope.frame, names[0] ?? "").certain !== null) return true;
    if (names.length > 1 && findSource(scope.frame.sources, tables.slice(0, 1)) !== undefined)
      return true;
  }
  return false;
}

/** A finding, if it may be several columns. */
function candidatesOf(found: Binding, parts: readonly Identifier[], span: Span): Finding | null {
  const inner = found.kind === "field" ? found.of : found;
  return inner.kind === "candidates" ? ambiguous(parts, span, inner.of) : null;
}

function bare(name: string, start: Scope): Binding | null {
  let possible: Binding | null = null;
  for (let scope: Scope | null = start; scope !== null; scope = scope.parent) {
    if (scope.locals.includes(name)) return { kind: "local" };
    const alias = scope.aliases?.get(name);
    if (alias !== undefined && scope.aliasFirst) return { kind: "output", output: alias };
    const { certain, open } = lookUp(scope.frame, name);
    if (certain !== null) return possible === null ? certain : either(possible, certain);
    if (alias !== undefined) return { kind: "output", output: alias };
    possible ??= open;
  }
  return possible ?? wholeRow(name, start);
}

function either(one: Binding, other: Binding): Binding {
  return { kind: "candidates", of: [one, other] };
}

interface LookedUp {
  /** Among the columns that are known. */
  readonly certain: Binding | null;
  /** Of sources whose columns are not known. */
  readonly open: Binding | null;
}

type Index<T> = ReadonlyMap<string, readonly T[]>;

const indexes = new WeakMap<readonly Named[], Index<Named>>();

interface Named {
  readonly name: string | null;
}

/** Columns by their names; made once for each list. */
function indexOf<T extends Named>(columns: readonly T[]): Index<T> {
  const known = indexes.get(columns);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was made of the same list
  if (known !== undefined) return known as Index<T>;
  const index = new Map<string, T[]>();
  for (const column of columns) {
    if (column.name === null) continue;
    const same = index.get(column.name);
    if (same === undefined) index.set(column.name, [column]);
    else same.push(column);
  }
  indexes.set(columns, index);
  return index;
}

/** What a name may be among the columns that are known. */
function knownAs(frame: Frame, name: string): readonly Binding[] {
  if (!frame.isPlain) return (indexOf(frame.columns).get(name) ?? []).map(({ binding }) => binding);
  return frame.sources.flatMap((source) =>
    (indexOf(source.columns).get(name) ?? []).map((column): Binding => ({
      kind: "column",
      source,
      column,
      name,
    })),
  );
}

/** What it may be among those that are not. */
function openAs(frame: Frame, name: string): readonly Binding[] {
  const open = frame.isPlain
    ? frame.sources.filter((one) => one.open)
    : frame.columns.flatMap((one) => one.open ?? []);
  return open.map((source): Binding => ({ kind: "column", source, column: null, name }));
}

function lookUp(frame: Frame, name: string): LookedUp {
  const known = knownAs(frame, name);
  const [only] = known;
  if (only !== undefined)
    return { certain: known.length === 1 ? only : { kind: "candidates", of: known }, open: null };
  const open = openAs(frame, name);
  const [first] = open;
  if (first === undefined) return { certain: null, open: null };
  const row = frame.sources.find(({ kind, alias }) => kind === "function" && alias === name);
  if (row !== undefined) return { certain: null, open: { kind: "row", source: row } };
  return { certain: null, open: open.length === 1 ? first : { kind: "candidates", of: open } };
}

function wholeRow(name: string, start: Scope): Binding | null {
  for (let scope: Scope | null = start; scope !== null; scope = scope.parent) {
    const source = scope.frame.sources.find(({ alias }) => alias === name);
    if (source !== undefined) return { kind: "row", source };
  }
  return null;
}

/** `t.a`, `s.t.a`, and fields behind them; if there is no such table, a field of a column. */
function qualified(
  names: readonly string[],
  tables: readonly string[],
  start: Scope,
): Binding | null {
  for (let scope: Scope | null = start; scope !== null; scope = scope.parent) {
    if (scope.locals.includes(names[0] ?? "")) return { kind: "local" };
    for (let length = Math.min(3, names.length - 1); length >= 1; length -= 1) {
      const source = findSource(scope.frame.sources, tables.slice(0, length));
      if (source === undefined) continue;
      if (source.kind === "function" && columnOf(source, names[length] ?? "") === null) continue;
      return withField(columnOf(source, names[length] ?? ""), names.slice(length + 1));
    }
  }
  return withField(bare(names[0] ?? "", start), names.slice(1));
}

function withField(of: Binding | null, path: readonly string[]): Binding | null {
  const isWhole = path.length === 0 || of === null || of.kind === "local" || of.kind === "row";
  return isWhole ? of : { kind: "field", of, field: path.join(".") };
}

/** Whether no engine refuses what is not written as the standard has it. */
export function isLoose({ dialect }: NameOptions): boolean {
  return dialect === "ansi" || dialect === "generic";
}

/** What is meant, although the standard does not let it be named so. */
function hidden(names: readonly string[], tables: readonly string[], scope: Scope): Binding | null {
  return names.length === 1
    ? hiddenAlias(names[0] ?? "", scope)
    : hiddenTable(names, tables, scope);
}

/** An alias that the dialect does not let be used here. */
function hiddenAlias(name: string, start: Scope): Binding | null {
  for (let scope: Scope | null = start; scope !== null; scope = scope.parent) {
    const output = scope.hidden?.get(name);
    if (output !== undefined) return { kind: "output", output };
  }
  return null;
}

/** A column of a table by the table's own name, although it has an alias. */
function hiddenTable(
  names: readonly string[],
  tables: readonly string[],
  start: Scope,
): Binding | null {
  for (let scope: Scope | null = start; scope !== null; scope = scope.parent) {
    const source = findHidden(scope.frame.sources, tables.slice(0, 1));
    if (source !== undefined) return withField(columnOf(source, names[1] ?? ""), names.slice(2));
  }
  return null;
}

/** The only table of a name that its alias hides. */
export function findHidden(
  sources: readonly Source[],
  path: readonly string[],
): Source | undefined {
  const full = path.join(".");
  const found = sources.filter(
    ({ table }) => table === full || table?.endsWith(`.${full}`) === true,
  );
  return found.length === 1 ? found[0] : undefined;
}

/** A source by its alias, or by the name of its table with schema. */
export function findSource(
  sources: readonly Source[],
  path: readonly string[],
): Source | undefined {
  const last = path.at(-1);
  const named = sources.filter(({ alias }) => alias !== null && sameName(alias, last));
  if (path.length === 1) return named[0];
  const full = path.join(".");
  return named.find(
    ({ table }) =>
      table !== null &&
      (table === full || full.endsWith(`.${table}`) || table.endsWith(`.${full}`)),
  );
}

function sameName(alias: string, name: string | undefined): boolean {
  return name !== undefined && (alias === name || alias === name.toLowerCase());
}

/** A column of a source by its name; `null` if the source is known not to have it. */
function columnOf(source: Source, name: string): Binding | null {
  const [found, ...more] = (indexOf(source.columns).get(name) ?? []).map((column): Binding => ({
    kind: "column",
    source,
    column,
    name,
  }));
  if (found !== undefined)
    return more.length === 0 ? found : { kind: "candidates", of: [found, ...more] };
  return source.open ? { kind: "column", source, column: null, name } : null;
}

const written = (parts: readonly Identifier[]): string => parts.map(({ name }) => name).join(".");

function ambiguous(parts: readonly Identifier[], span: Span, of: readonly Binding[]): Finding {
  const tables = of.map((one) =>
    one.kind === "column" ? (one.source.alias ?? one.source.table ?? "a query") : one.kind,
  );
  const certain = of.every((one) => one.kind !== "column" || one.column !== null);
  return {
    code: "DX_SQL_PARSER_AMBIGUOUS",
    severity: certain ? "error" : "warning",
    message: `line ${span.line}, column ${span.column}: ${written(parts)} may be of ${tables.join(" or ")}`,
    subject: written(parts),
    count: of.length,
    example: { ...span },
  };
}

function unknown(parts: readonly Identifier[], span: Span, scope: Scope): Finding {
  const names = new Set<string>();
  for (let at: Scope | null = scope; at !== null; at = at.parent)
    for (const { name } of at.frame.columns) if (name !== null) names.add(name);
  const near = nearest(parts.at(-1)?.name ?? "", names);
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  return {
    code: "DX_SQL_PARSER_UNKNOWN_COLUMN",
    severity: "error",
    message: `line ${span.line}, column ${span.column}: nothing here has a column ${written(parts)}${hint}`,
    subject: written(parts),
    count: 1,
    example: { ...span },
  };
}
