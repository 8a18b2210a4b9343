import type { CommonTable, Query, SetQuery, ValuesQuery, WithClause } from "../ast/query.ts";
import { likeOf } from "../dialect/parser-dialect.ts";
import { foldIdentifier } from "../normalize-identifier.ts";
import { bindExpression, resolveQuery, type Binder, type QueryContext } from "./binder.ts";
import { namedColumns } from "./rename-columns.ts";
import { resolveOrder, resolveSelect } from "./resolve-select.ts";
import type { ResolvedOutput, ResolvedQuery, ResolvedSet, ResolvedValues } from "./resolved.ts";
import { createScope, emptyFrame, type CommonEntry, type CommonTables } from "./scope.ts";
import { typeOf } from "./type-of.ts";

/** Binds all names of a query. */
export function bindQuery(query: Query, context: QueryContext, binder: Binder): ResolvedQuery {
  if (query.kind === "values") return resolveValues(query, context, binder);
  const common = addCommon(query.with, context, binder);
  const inner = { parent: context.parent, common };
  return query.kind === "select"
    ? resolveSelect(query, inner, binder)
    : resolveSet(query, inner, binder);
}

function resolveValues(query: ValuesQuery, context: QueryContext, binder: Binder): ResolvedValues {
  const scope = createScope(emptyFrame, context);
  for (const row of query.rows) for (const value of row) bindExpression(value, scope, binder);
  const width = query.rows[0]?.length ?? 0;
  const outputs = Array.from({ length: width }, (_, index): ResolvedOutput => {
    const expressions = query.rows.flatMap((row) => row[index] ?? []);
    const [first] = expressions;
    const name = valuesName(index, binder.dialect);
    return {
      name,
      key: name,
      type: expressions.length === 1 && first !== undefined ? typeOf(first, binder) : null,
      value: { kind: "values", expressions },
    };
  });
  return { kind: "values", query, outputs };
}

function valuesName(index: number, dialect: Binder["dialect"]): string | null {
  const like = likeOf(dialect);
  if (like === "duckdb" || like === "spark") return `col${like === "duckdb" ? index : index + 1}`;
  if (like === "snowflake") return `COLUMN${index + 1}`;
  return like === "postgres" || like === "redshift" || like === "sqlite"
    ? `column${index + 1}`
    : null;
}

/** The common tables that a query brings, over those around it. */
export function addCommon(
  clause: WithClause | null,
  context: QueryContext,
  binder: Binder,
): CommonTables | null {
  let common = context.common;
  for (const table of clause?.tables ?? []) {
    const isRecursive =
      clause?.recursive === true || /^(?:tsql|oracle)$/.test(likeOf(binder.dialect));
    common = addTable(table, isRecursive, { ...context, common, binder });
  }
  return common;
}

function addTable(
  table: CommonTable,
  isRecursive: boolean,
  { binder, parent, common }: QueryContext & { readonly binder: Binder },
): CommonTables {
  const entry: CommonEntry = {
    name: foldIdentifier(table.name, binder.dialect, "table"),
    holder: { query: null },
    columns: [],
    open: false,
  };
  const withItself = { entry, outer: common };
  const { query } = table;
  const fill = (outputs: readonly ResolvedOutput[]): void => {
    const { columns, open } = namedColumns(outputs, table.columns, binder);
    entry.columns = columns;
    entry.open = open;
  };
  if (isRecursive && query.kind === "set") {
    const inner = addCommon(query.with, { parent, common: withItself }, binder);
    const left = resolveQuery(query.left, { parent, common: inner }, binder);
    fill(left.outputs);
    entry.columns = entry.columns.map((column) => Object.assign({}, column, { output: null }));
    entry.holder.query = combine(query, { left, parent, common: inner }, binder);
  } else entry.holder.query = resolveQuery(query, { parent, common }, binder);
  fill(entry.holder.query.outputs);
  return withItself;
}

function resolveSet(query: SetQuery, context: QueryContext, binder: Binder): ResolvedSet {
  const left = resolveQuery(query.left, context, binder);
  return combine(query, { left, ...context }, binder);
}

function combine(
  query: SetQuery,
  { left, ...context }: QueryContext & { readonly left: ResolvedQuery },
  binder: Binder,
): ResolvedSet {
  const right = resolveQuery(query.right, context, binder);
  const outputs = query.byName
    ? byName(query, { left, right }, binder)
    : byPlace(left, right, binder);
  const orderBy = resolveOrder(query.orderBy, outputs, {
    scope: createScope(emptyFrame, context),
    binder,
  });
  return { kind: "set", query, left, right, outputs, orderBy };
}

function byPlace(
  left: ResolvedQuery,
  right: ResolvedQuery,
  binder: Binder,
): readonly ResolvedOutput[] {
  const hasStar = [...left.outputs, ...right.outputs].some(({ key }) => key === "*");
  if (!hasStar && left.outputs.length !== right.outputs.length)
    binder.findings.push({
      code: "DX_SQL_PARSER_SET_WIDTH",
      severity: "error",
      message: `a set operation of ${left.outputs.length} and ${right.outputs.length} columns`,
      subject: left.kind === "set" ? left.query.operator : "set operation",
      count: 1,
      example: null,
    });
  return left.outputs.map((one, index) => {
    const of = [one, ...meeting(left.outputs, index, right.outputs)];
    return { ...one, type: sameType(of), value: { kind: "set", of } };
  });
}

const isStar = ({ key }: ResolvedOutput): boolean => key === "*";

/** What is in the place of an output on the other side; behind a `*` the place is counted from the end. */
function meeting(
  left: readonly ResolvedOutput[],
  index: number,
  right: readonly ResolvedOutput[],
): readonly ResolvedOutput[] {
  const [first, last] = [left.findIndex(isStar), left.findLastIndex(isStar)];
  const star = right.findIndex(isStar);
  const isBeforeStars = (first === -1 || index < first) && (star === -1 || index < star);
  if (isBeforeStars || left.length === right.length) return right.slice(index, index + 1);
  if (star !== -1) return right.filter((one) => isStar(one) || one.key === left[index]?.key);
  const behind = left.length - 1 - last;
  if (index > last) return right.slice(index - left.length).slice(0, 1);
  return right.slice(first, right.length - behind);
}

function byName(
  { keeps, on }: SetQuery,
  { left, right }: Pick<ResolvedSet, "left" | "right">,
  { dialect }: Binder,
): readonly ResolvedOutput[] {
  const all = [...left.outputs, ...right.outputs];
  const [own, other] = [left, right].map(({ outputs }) => new Set(outputs.map(({ key }) => key)));
  const isKept = (key: string | null): boolean =>
    key === "*" ||
    keeps === "all" ||
    (own?.has(key) === true && (keeps === "left" || other?.has(key) === true));
  const named = on.map((one) => foldIdentifier(one, dialect));
  const kept = [...new Set(all.map(({ key }) => key))].filter(isKept);
  const keys = named.length === 0 ? kept : named;
  return keys.flatMap((key): readonly ResolvedOutput[] => {
    const of = all.filter((one) => one.key === key);
    const [first] = of;
    return first === undefined
      ? []
      : [{ ...first, type: sameType(of), value: { kind: "set", of } }];
  });
}

function sameType(of: readonly ResolvedOutput[]): string | null {
  const [first, ...rest] = of.map(({ type }) => type);
  return first !== undefined && rest.every((type) => type === first) ? first : null;
}
