import {
  formatColumn,
  type Binding,
  type ColumnBinding,
  type Decider,
  type Expression,
  type ResolvedOutput,
  type ResolvedQuery,
  type ResolvedSelect,
  type ResolvedSet,
  type ResolvedStatement,
  type Source,
  type SetValue,
  type SourceColumn as SourceColumnOf,
} from "@dx/sql-parser";
import type { EdgeKind, SourceColumn, Span } from "../statement-lineage.ts";
import { addExpression } from "./add-expression.ts";
import {
  composeSteps,
  createInfluences,
  fieldOf,
  identity,
  weaken,
  type Influences,
  type Step,
} from "./influence.ts";
import { createSolver } from "./solver.ts";

/** Follows columns of a statement back to tables. */
export interface Tracer {
  /** What an expression comes from, each influence through a step. */
  addExpression(expression: Expression, step: Step, into: Influences): void;
  /** What a name comes from. */
  ofBinding(binding: Binding, span: Span | null): readonly SourceColumn[];
  /** What an output of a query comes from. */
  ofOutput(output: ResolvedOutput): readonly SourceColumn[];
  /** What decides on the rows of a query. */
  rowsOf(query: ResolvedQuery): readonly SourceColumn[];
  /** What decides on the rows of something in `from`. */
  addSourceRows(source: Source, into: Influences): void;
  /** All columns of a source. */
  ofAllColumns(source: Source, span: Span | null): readonly SourceColumn[];
  readonly statement: ResolvedStatement;
}

/** What follows the columns of one statement. */
export function createTracer(statement: ResolvedStatement): Tracer {
  const solver = createSolver();
  const rowKeys = new WeakMap<ResolvedQuery, object>();
  const rowKey = (query: ResolvedQuery): object => {
    const key = rowKeys.get(query) ?? {};
    rowKeys.set(query, key);
    return key;
  };
  const tracer: Tracer = {
    statement,
    addExpression: (expression, step, into) => {
      addExpression({ expression, step, into }, tracer);
    },
    ofBinding: (binding, span) => ofBinding(binding, span, tracer),
    ofOutput: (output) => solver.solve(output, () => outputSources(output, tracer)),
    rowsOf: (query) => solver.solve(rowKey(query), () => rowSources(query, tracer)),
    addSourceRows: (source, into) => {
      addSourceRows(source, into, tracer);
    },
    ofAllColumns: (source, span) => allColumns(source, span, tracer),
  };
  return tracer;
}

const nowhere: Span = { start: 0, end: 0, line: 1, column: 1 };

function ofBinding(binding: Binding, span: Span | null, tracer: Tracer): readonly SourceColumn[] {
  switch (binding.kind) {
    case "column":
      return ofColumn(binding, span, tracer);
    case "output":
      return tracer.ofOutput(binding.output);
    case "merged":
      return binding.of.flatMap((one) => ofBinding(one, span, tracer));
    case "joined":
      return [
        ...ofBinding(binding.of, span, tracer),
        ...ofBinding(binding.by, span, tracer).map((source): SourceColumn =>
          Object.assign({}, source, composeSteps(indirect("join"), source)),
        ),
      ];
    case "candidates":
      return binding.of.flatMap((one) =>
        weaken(ofBinding(one, span, tracer), "candidate", 1 / binding.of.length),
      );
    case "field":
      return fieldOf(ofBinding(binding.of, span, tracer), binding.field);
    case "row":
      return allColumns(binding.source, span, tracer);
    case "local":
    case "unknown":
      return [];
  }
}

function ofColumn(
  { source, column, name }: ColumnBinding,
  span: Span | null,
  tracer: Tracer,
): readonly SourceColumn[] {
  if (source.kind === "table")
    return [
      tableColumn(source, column === null || column.place < 0 ? null : (column.name ?? ""), {
        name,
        span,
        tracer,
      }),
    ];
  const output = column === null ? null : outputOf(source, column);
  if (output !== null) return tracer.ofOutput(output);
  if (source.kind === "query") return throughStar(source, name, { span, tracer });
  return shaped(source, name, { span, tracer });
}

function outputOf({ holder }: Source, { output, place }: SourceColumnOf): ResolvedOutput | null {
  return output ?? holder?.query?.outputs[place] ?? null;
}

interface Place {
  readonly span: Span | null;
  readonly tracer: Tracer;
}

function tableColumn(
  source: Source,
  known: string | null,
  { name, span, tracer }: Place & { readonly name: string },
): SourceColumn {
  const column = name === "*" ? name : formatColumn(known ?? name, tracer.statement.dialect);
  return {
    table: source.table ?? "",
    column,
    ...identity,
    span: span ?? source.span ?? nowhere,
    reason: known === null ? (name === "*" ? "star" : "only-source") : "schema",
    confidence: known === null ? (name === "*" ? 0.5 : 0.9) : 1,
  };
}

/** A column that a query has only by a `*` which could not be taken apart. */
function throughStar(
  source: Source,
  name: string,
  { span, tracer }: Place,
): readonly SourceColumn[] {
  const outputs = source.holder?.query?.outputs ?? [];
  const under = source.under.filter(({ open }) => open);
  return [
    ...outputs
      .filter(({ key }) => key === "*")
      .flatMap((one) => starOutput(one, name, { span, tracer })),
    ...under.flatMap((one) =>
      ofColumn({ kind: "column", source: one, column: null, name }, span, tracer),
    ),
  ];
}

function starOutput(
  { value }: ResolvedOutput,
  name: string,
  place: Place,
): readonly SourceColumn[] {
  if (value.kind === "set") return value.of.flatMap((one) => starOutput(one, name, place));
  if (value.kind === "expression" || value.kind === "binding")
    return outputSources({ name, key: name, type: null, value }, place.tracer);
  if (value.kind !== "star") return [];
  const { source } = value;
  const sources = ofColumn(
    { kind: "column", source, column: null, name },
    value.span ?? place.span,
    place.tracer,
  );
  return name === "*" ? sources : weaken(sources, "star", 0.9);
}

/** A column of a function or of rows that got another shape: all that goes in. */
function shaped(source: Source, name: string, { span, tracer }: Place): readonly SourceColumn[] {
  const into = createInfluences();
  const kind: EdgeKind = source.kind === "opaque" ? "aggregation" : "transformation";
  for (const input of source.inputs) tracer.addExpression(input, { kind, isMasking: false }, into);
  for (const under of source.under) {
    const column = under.columns.find((one) => one.name === name) ?? null;
    if (column !== null || under.open)
      for (const one of ofColumn({ kind: "column", source: under, column, name }, span, tracer))
        into.add(one);
  }
  return into.list();
}

function allColumns(source: Source, span: Span | null, tracer: Tracer): readonly SourceColumn[] {
  const known = source.columns.flatMap((column) =>
    ofColumn({ kind: "column", source, column, name: column.name ?? "" }, span, tracer),
  );
  if (!source.open) return known;
  return [...known, ...ofColumn({ kind: "column", source, column: null, name: "*" }, span, tracer)];
}

function outputSources({ value }: ResolvedOutput, tracer: Tracer): readonly SourceColumn[] {
  const into = createInfluences();
  switch (value.kind) {
    case "expression":
      tracer.addExpression(value.expression, identity, into);
      break;
    case "binding":
      into.addThrough(identity, tracer.ofBinding(value.binding, value.span));
      break;
    case "set":
      for (const one of sidesOf(value)) into.addThrough(identity, tracer.ofOutput(one));
      break;
    case "values":
      for (const one of value.expressions) tracer.addExpression(one, identity, into);
      break;
    case "star":
      into.addThrough(
        identity,
        ofColumn(
          { kind: "column", source: value.source, column: null, name: "*" },
          value.span,
          tracer,
        ),
      );
  }
  return into.list();
}

/** The outputs of all sides of a chain of set operations. */
function sidesOf({ of }: SetValue): readonly ResolvedOutput[] {
  const sides: ResolvedOutput[] = [];
  const left = [...of];
  for (let one = left.pop(); one !== undefined; one = left.pop())
    if (one.value.kind === "set") left.push(...one.value.of);
    else sides.push(one);
  return sides.toReversed();
}

function rowSources(query: ResolvedQuery, tracer: Tracer): readonly SourceColumn[] {
  const into = createInfluences();
  if (query.kind === "select") selectRows(query, into, tracer);
  if (query.kind === "set") {
    const { operator, all, limited } = query.query;
    let at: ResolvedQuery = query;
    for (; at.kind === "set" && isLike(at, query); at = at.left)
      into.addThrough(identity, tracer.rowsOf(at.right));
    into.addThrough(identity, tracer.rowsOf(at));
    const step = indirect(operator === "union" ? "group-by" : "filter");
    if (operator !== "union" || !all)
      for (const output of query.outputs) into.addThrough(step, tracer.ofOutput(output));
    if (limited) addDeciders(query.orderBy, "sort", { into, tracer });
  }
  return into.list();
}

/** Whether a side of a set operation says nothing else of rows than the whole. */
export function isLike(side: ResolvedSet, { query }: ResolvedSet): boolean {
  const { operator, all, limited } = side.query;
  return side.query === query || (operator === query.operator && all === query.all && !limited);
}

/** A step that only decides. */
export function indirect(kind: EdgeKind): Step {
  return { kind, isMasking: false };
}

function selectRows(query: ResolvedSelect, into: Influences, tracer: Tracer): void {
  const { where, having, qualify, distinct, limited } = query.query;
  for (const source of query.sources) addSourceRows(source, into, tracer);
  addJoins(query, into, tracer);
  for (const condition of [where, having, qualify])
    if (condition !== null) tracer.addExpression(condition, indirect("filter"), into);
  addDeciders(query.groupBy, "group-by", { into, tracer });
  addDeciders(query.distinctOn, "group-by", { into, tracer });
  if (distinct && query.distinctOn.length === 0)
    for (const output of query.outputs)
      into.addThrough(indirect("group-by"), tracer.ofOutput(output));
  if (limited || query.distinctOn.length > 0) addDeciders(query.orderBy, "sort", { into, tracer });
}

/** The conditions and the columns by which sources are joined. */
export function addJoins(
  { joins, joinKeys }: Pick<ResolvedSelect, "joins" | "joinKeys">,
  into: Influences,
  tracer: Tracer,
): void {
  for (const condition of joins) tracer.addExpression(condition, indirect("join"), into);
  for (const { binding, span } of joinKeys)
    into.addThrough(indirect("join"), tracer.ofBinding(binding, span));
}

/** What groups or orders. */
export function addDeciders(
  deciders: readonly Decider[],
  kind: EdgeKind,
  { into, tracer }: { readonly into: Influences; readonly tracer: Tracer },
): void {
  for (const decider of deciders)
    if (decider.kind === "expression")
      tracer.addExpression(decider.expression, indirect(kind), into);
    else into.addThrough(indirect(kind), tracer.ofOutput(decider.output));
}

function addSourceRows(source: Source, into: Influences, tracer: Tracer): void {
  const query = source.holder?.query ?? null;
  if (query !== null) into.addThrough(identity, tracer.rowsOf(query));
  for (const under of source.under) addSourceRows(under, into, tracer);
  const kind: EdgeKind = source.kind === "opaque" ? "group-by" : "join";
  for (const input of source.inputs) tracer.addExpression(input, indirect(kind), into);
}
