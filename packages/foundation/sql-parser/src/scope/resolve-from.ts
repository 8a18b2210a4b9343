import type { Expression, Identifier } from "../ast/expression.ts";
import type {
  DerivedItem,
  FromItem,
  FunctionItem,
  JoinItem,
  OpaqueItem,
  PivotItem,
  TableItem,
  UnpivotItem,
} from "../ast/query.ts";
import { createCall } from "../lower/create-call.ts";
import { traitsOf } from "../dialect/parser-dialect.ts";
import { foldIdentifier } from "../normalize-identifier.ts";
import { bindExpression, resolveQuery, type Binder } from "./binder.ts";
import { referenceName, type CatalogColumn } from "./catalog.ts";
import { functionColumns } from "./function-columns.ts";
import { mergeJoin } from "./merge-join.ts";
import { resolvePivot, resolveUnpivot } from "./resolve-pivot.ts";
import { guessedColumns, namedColumns, renameColumns } from "./rename-columns.ts";
import type { JoinKey, QueryHolder, ResolvedOutput, Source, SourceColumn } from "./resolved.ts";
import {
  concatFrames,
  createScope,
  emptyFrame,
  frameOf,
  type CommonTables,
  type Frame,
  type Scope,
} from "./scope.ts";

/** Where a `from` stands, and what its joins say. */
export interface FromContext {
  readonly parent: Scope | null;
  readonly common: CommonTables | null;
  readonly binder: Binder;
  /** Filled: conditions of joins. */
  readonly joins: Expression[];
  /** Filled: columns of `using` and `natural`. */
  readonly joinKeys: JoinKey[];
}

/** What all items give, from left to right. */
export function resolveFrom(items: readonly FromItem[], context: FromContext): Frame {
  let frame = emptyFrame;
  for (const item of items) frame = concatFrames(frame, resolveItem(item, frame, context));
  return frame;
}

function resolveItem(item: FromItem, left: Frame, context: FromContext): Frame {
  switch (item.kind) {
    case "table": {
      const list = listOfTable(item, left, context.binder);
      return frameOf(
        list === null ? tableSource(item, context) : functionSource(list, left, context),
      );
    }
    case "derived":
      return frameOf(derivedSource(item, left, context));
    case "function":
      return frameOf(functionSource(item, left, context));
    case "join":
      return resolveJoin(item, left, context);
    case "pivot":
    case "unpivot":
      return frameOf(pivotSource(item, left, context));
    case "opaque":
      return frameOf(opaqueSource(item, left, context));
  }
}

const nothing = { holder: null, inputs: [], under: [], span: null };

/** A common table if the name has one part and one is called so; else a table. */
export function tableSource(
  item: TableItem,
  context: Pick<FromContext, "common" | "binder">,
): Source {
  const { binder, common } = context;
  const last = item.table.parts.at(-1);
  const own = last === undefined ? "" : foldIdentifier(last, binder.dialect, "table");
  const alias =
    item.alias === null
      ? last === undefined
        ? own
        : foldAlias(last, binder)
      : foldAlias(item.alias, binder);
  const { span } = item.table;
  if (item.table.parts.length === 1) {
    const entry = findCommon(own, common, binder);
    if (entry !== null) {
      const { holder } = entry;
      const outputs = holder.query?.outputs;
      const named =
        item.columnAliases.length === 0 || outputs === undefined || !entry.open
          ? { columns: renameColumns(entry.columns, item.columnAliases, binder), open: entry.open }
          : namedColumns(outputs, item.columnAliases, binder);
      return { kind: "query", ...nothing, alias, table: null, ...named, holder, span };
    }
  }
  const { table, known } = lookUpTable(item, binder);
  binder.reads.add(table);
  binder.uses.push({ table, span, aliased: item.alias !== null });
  return {
    kind: "table",
    ...nothing,
    alias,
    table,
    ...(known === undefined
      ? guessedColumns(item.columnAliases, binder)
      : { columns: renameColumns(tableColumns(known), item.columnAliases, binder), open: false }),
    span,
  };
}

/** The columns of the only table of the catalogue whose name ends so, as where only the catalogue says the database. */
function longerName(table: string, { catalog }: Binder): ReturnType<Binder["catalog"]["get"]> {
  if (catalog.size > mostTables) return undefined;
  const found = [...catalog.keys()].filter((one) => one.endsWith(`.${table}`));
  return found.length === 1 ? catalog.get(found[0] ?? "") : undefined;
}

/** Above so many tables, names are looked up as they are alone. */
const mostTables = 2000;

const ofTables = new WeakMap<readonly CatalogColumn[], readonly SourceColumn[]>();

/** The columns of a table; made once for each table of a catalogue. */
function tableColumns(known: readonly CatalogColumn[]): readonly SourceColumn[] {
  const made = ofTables.get(known);
  if (made !== undefined) return made;
  const columns = known.map(({ name, written, type }, place): SourceColumn => {
    return { place, name, written, type, output: null };
  });
  ofTables.set(known, columns);
  return columns;
}

/** The table by its full name, or by that without a catalogue. */
function lookUpTable(
  { table: reference }: TableItem,
  binder: Binder,
): { table: string; known: ReturnType<Binder["catalog"]["get"]> } {
  const table = referenceName(reference, binder);
  const known = binder.catalog.get(table);
  if (known !== undefined) return { table, known };
  if (reference.parts.length < 3) return { table, known: longerName(table, binder) };
  const shorter = referenceName({ ...reference, parts: reference.parts.slice(1) }, binder);
  const found = binder.catalog.get(shorter);
  return found === undefined ? { table, known } : { table: shorter, known: found };
}

/** The name by which columns are qualified; BigQuery does not tell its case apart, although it does of tables. */
function foldAlias(name: Identifier, { dialect }: Binder): string {
  const folded = foldIdentifier(name, dialect, "table");
  return dialect === "bigquery" ? folded.toLowerCase() : folded;
}

function findCommon(
  name: string,
  common: CommonTables | null,
  { dialect }: Binder,
): CommonTables["entry"] | null {
  for (let at = common; at !== null; at = at.outer) {
    const own = at.entry.name;
    if (own === name || (dialect === "bigquery" && own.toLowerCase() === name.toLowerCase()))
      return at.entry;
  }
  return null;
}

function derivedSource(item: DerivedItem, left: Frame, context: FromContext): Source {
  const { binder, parent, common } = context;
  const sees = item.lateral || traitsOf(binder.dialect).implicitLateral;
  const outer = sees && left.sources.length > 0 ? createScope(left, context) : parent;
  const query = resolveQuery(item.query, { parent: outer, common }, binder);
  const holder: QueryHolder = { query };
  return {
    kind: "query",
    ...nothing,
    alias: item.alias === null ? null : foldAlias(item.alias, binder),
    table: null,
    ...namedColumns(query.outputs, item.columnAliases, binder),
    holder,
  };
}

function functionSource(item: FunctionItem, left: Frame, context: FromContext): Source {
  const { binder } = context;
  bindExpression(item.call, createScope(left, context), binder);
  const alias = item.alias === null ? null : foldAlias(item.alias, binder);
  const own = item.call.kind === "call" ? item.call.name : null;
  return {
    kind: "function",
    ...nothing,
    alias: alias ?? own,
    table: null,
    ...functionColumns(item, binder),
    inputs: [item.call],
  };
}

/** `from t, t.list as x` of BigQuery and Redshift: the elements of a column of a table to its left. */
function listOfTable(item: TableItem, left: Frame, binder: Binder): FunctionItem | null {
  if (binder.dialect !== "bigquery" && binder.dialect !== "redshift") return null;
  const [first, ...more] = item.table.parts;
  if (first === undefined || more.length === 0) return null;
  const name = foldIdentifier(first, binder.dialect, "table").toLowerCase();
  const source = left.sources.find(({ alias }) => alias?.toLowerCase() === name);
  if (source === undefined || first.name.includes(".")) return null;
  const { alias, columnAliases } = item;
  const { parts, span } = item.table;
  const own = { ...first, name: source.alias ?? first.name };
  const column: Expression = { kind: "column", parts: [own, ...parts.slice(1)], span };
  const call = createCall("unnest", { node: null, arguments: [{ role: "value", value: column }] });
  return { kind: "function", call, alias, columnAliases, hasOrdinality: false };
}

function pivotSource(item: PivotItem | UnpivotItem, left: Frame, context: FromContext): Source {
  const { binder } = context;
  const under = resolveItem(item.source, left, context);
  const shape = { under, scope: createScope(under, context), binder };
  const query = item.kind === "pivot" ? resolvePivot(item, shape) : resolveUnpivot(item, shape);
  binder.order.push(query);
  const [first] = under.sources;
  return {
    kind: "query",
    ...nothing,
    alias: item.alias === null ? (first?.alias ?? null) : foldAlias(item.alias, binder),
    table: null,
    ...namedColumns(query.outputs, item.columnAliases, binder),
    holder: { query },
    span: first?.span ?? null,
  };
}

function opaqueSource(item: OpaqueItem, left: Frame, context: FromContext): Source {
  const { binder } = context;
  const under = item.source === null ? emptyFrame : resolveItem(item.source, left, context);
  const scope = createScope(concatFrames(left, under), context);
  if (item.name === "joined") return joinedSource(item, under, binder);
  for (const input of item.arguments) bindExpression(input, scope, binder);
  const span = under.sources[0]?.span ?? null;
  binder.findings.push({
    code: "DX_SQL_PARSER_OPAQUE",
    severity: "warning",
    message: `${span === null ? "" : `line ${span.line}, column ${span.column}: `}the columns that ${item.name} gives are not known; all that it reads counts for each`,
    subject: item.name,
    count: 1,
    example: span === null ? null : { ...span },
  });
  return {
    kind: "opaque",
    ...nothing,
    alias: item.alias === null ? null : foldAlias(item.alias, binder),
    table: null,
    columns: [],
    open: true,
    inputs: item.arguments,
    under: under.sources,
    span,
  };
}

/** `(a join b) as j`: the columns of both under one name. */
function joinedSource(item: OpaqueItem, under: Frame, binder: Binder): Source {
  const columns = under.columns.flatMap((one, place): readonly SourceColumn[] => {
    if (one.open !== null) return [];
    const value = { kind: "binding" as const, binding: one.binding, span: null };
    const output: ResolvedOutput = { name: one.written, key: one.name, type: one.type, value };
    return [{ name: one.name, written: one.written, type: one.type, output, place }];
  });
  return {
    kind: "query",
    ...nothing,
    alias: item.alias === null ? null : foldAlias(item.alias, binder),
    table: null,
    columns: renameColumns(columns, item.columnAliases, binder),
    open: under.columns.some(({ open }) => open !== null),
    under: under.sources,
  };
}

function resolveJoin(item: JoinItem, left: Frame, context: FromContext): Frame {
  const one = resolveItem(item.left, left, context);
  const other = resolveItem(item.right, concatFrames(left, one), context);
  const { frame, keys } = mergeJoin(item, { left: one, right: other }, context.binder);
  context.joinKeys.push(...keys);
  if (item.on !== null) {
    const both = concatFrames(left, concatFrames(one, other));
    bindExpression(item.on, createScope(both, context), context.binder);
    context.joins.push(item.on);
  }
  return frame;
}
