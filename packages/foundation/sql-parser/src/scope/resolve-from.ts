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
import { referenceName } from "./catalog.ts";
import { functionColumns } from "./function-columns.ts";
import { mergeJoin } from "./merge-join.ts";
import { resolvePivot, resolveUnpivot } from "./resolve-pivot.ts";
import { shownName } from "./shown-name.ts";
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
  const alias = item.alias === null ? own : foldIdentifier(item.alias, binder.dialect, "table");
  const { span } = item.table;
  if (item.table.parts.length === 1) {
    const entry = findCommon(own, common);
    if (entry !== null) {
      const columns = renameColumns(entry.columns, item.columnAliases, binder);
      const { open, holder } = entry;
      return { kind: "query", ...nothing, alias, table: null, columns, open, holder, span };
    }
  }
  const { table, known } = lookUpTable(item, binder);
  binder.reads.add(table);
  binder.uses.push({ table, span, aliased: item.alias !== null });
  const columns = (known ?? []).map(({ name, written, type }, place): SourceColumn => ({
    place,
    name,
    written,
    type,
    output: null,
  }));
  return {
    kind: "table",
    ...nothing,
    alias,
    table,
    columns: renameColumns(columns, item.columnAliases, binder),
    open: known === undefined,
    span,
  };
}

/** The table by its full name, or by that without a catalogue. */
function lookUpTable(
  { table: reference }: TableItem,
  binder: Binder,
): { table: string; known: ReturnType<Binder["catalog"]["get"]> } {
  const table = referenceName(reference, binder);
  const known = binder.catalog.get(table);
  if (known !== undefined || reference.parts.length < 3) return { table, known };
  const shorter = referenceName({ ...reference, parts: reference.parts.slice(1) }, binder);
  const found = binder.catalog.get(shorter);
  return found === undefined ? { table, known } : { table: shorter, known: found };
}

function findCommon(name: string, common: CommonTables | null): CommonTables["entry"] | null {
  for (let at = common; at !== null; at = at.outer) if (at.entry.name === name) return at.entry;
  return null;
}

/** Columns under other names, from the left. */
export function renameColumns(
  columns: readonly SourceColumn[],
  names: readonly Identifier[],
  binder: Binder,
): readonly SourceColumn[] {
  if (names.length === 0) return columns;
  return columns.map((column, index) => {
    const name = names[index];
    if (name === undefined) return column;
    const { type, output, place } = column;
    return {
      name: foldIdentifier(name, binder.dialect),
      written: shownName(name, binder.dialect),
      type,
      output,
      place,
    };
  });
}

/** The outputs of a query as columns of a source; `*` makes it open. */
export function columnsOf(outputs: readonly ResolvedOutput[]): Pick<Source, "columns" | "open"> {
  return {
    columns: outputs.flatMap((output, place): readonly SourceColumn[] => {
      const { key: name, name: written, type } = output;
      return name === "*" ? [] : [{ name, written, type, output, place }];
    }),
    open: outputs.some(({ key }) => key === "*"),
  };
}

function derivedSource(item: DerivedItem, left: Frame, context: FromContext): Source {
  const { binder, parent, common } = context;
  const sees = item.lateral || traitsOf(binder.dialect).implicitLateral;
  const outer = sees && left.sources.length > 0 ? createScope(left, context) : parent;
  const query = resolveQuery(item.query, { parent: outer, common }, binder);
  const holder: QueryHolder = { query };
  const { columns, open } = columnsOf(query.outputs);
  return {
    kind: "query",
    ...nothing,
    alias: item.alias === null ? null : foldIdentifier(item.alias, binder.dialect, "table"),
    table: null,
    columns: renameColumns(columns, item.columnAliases, binder),
    open,
    holder,
  };
}

function functionSource(item: FunctionItem, left: Frame, context: FromContext): Source {
  const { binder } = context;
  bindExpression(item.call, createScope(left, context), binder);
  const alias = item.alias === null ? null : foldIdentifier(item.alias, binder.dialect, "table");
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
  const name = foldIdentifier(first, binder.dialect, "table");
  if (!left.sources.some(({ alias }) => alias === name)) return null;
  const { alias, columnAliases } = item;
  const { parts, span } = item.table;
  const column: Expression = { kind: "column", parts, span };
  const call = createCall("unnest", { node: null, arguments: [{ role: "value", value: column }] });
  return { kind: "function", call, alias, columnAliases, hasOrdinality: false };
}

function pivotSource(item: PivotItem | UnpivotItem, left: Frame, context: FromContext): Source {
  const { binder } = context;
  const under = resolveItem(item.source, left, context);
  const shape = { under, scope: createScope(under, context), binder };
  const query = item.kind === "pivot" ? resolvePivot(item, shape) : resolveUnpivot(item, shape);
  binder.order.push(query);
  const { columns, open } = columnsOf(query.outputs);
  const [first] = under.sources;
  return {
    kind: "query",
    ...nothing,
    alias:
      item.alias === null
        ? (first?.alias ?? null)
        : foldIdentifier(item.alias, binder.dialect, "table"),
    table: null,
    columns: renameColumns(columns, item.columnAliases, binder),
    open,
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
    example: { ...span },
  });
  return {
    kind: "opaque",
    ...nothing,
    alias: item.alias === null ? null : foldIdentifier(item.alias, binder.dialect, "table"),
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
    alias: item.alias === null ? null : foldIdentifier(item.alias, binder.dialect, "table"),
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
