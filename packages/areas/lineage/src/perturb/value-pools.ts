import {
  visitExpressions,
  type CallExpression,
  type Catalog,
  type ResolvedStatement,
} from "@dx/sql-parser";
import type { Tracer } from "../analyze/tracer.ts";
import { createInfluences, identity, isDirect } from "../analyze/influence.ts";
import { familyOf } from "./type-family.ts";

/** Values, as text, that a column gets; by `table` and `column` with a zero byte between. */
export type ValuePools = ReadonlyMap<string, readonly string[]>;

/** How pools name columns. */
export const poolKey = (table: string, column: string): string => `${table}\0${column}`;

const comparing = new Set(
  "eq neq lt lte gt gte between in like i_like null_safe_eq null_safe_neq case".split(" "),
);

/**
 * Few values for each column, so that rows meet in joins and pass filters: the constants that the statement compares
 * it with and their neighbours; columns that are compared with each other, or have the same name, share theirs.
 */
export function valuePools(tracer: Tracer, catalog: Catalog): ValuePools {
  const { statement } = tracer;
  const hints = new Map<string, Set<string>>();
  const groups = createGroups();
  for (const table of statement.reads)
    for (const { name } of catalog.get(table) ?? []) groups.join(poolKey(table, name), `\0${name}`);
  visitExpressions(statement.tree, (expression) => {
    if (expression.kind !== "call" || !comparing.has(expression.name)) return;
    const { columns, constants } = sidesOf(expression, tracer);
    for (const column of columns) {
      groups.join(column, columns[0] ?? column);
      const known = hints.get(column) ?? new Set<string>();
      for (const constant of constants) known.add(constant);
      hints.set(column, known);
    }
  });
  const shared = new Map<string, Set<string>>();
  for (const [column, found] of hints) {
    const root = groups.find(column);
    shared.set(root, new Set([...(shared.get(root) ?? []), ...found]));
  }
  return poolsOf(statement, catalog, (column) => [...(shared.get(groups.find(column)) ?? [])]);
}

function poolsOf(
  { reads }: ResolvedStatement,
  catalog: Catalog,
  hintsOf: (column: string) => readonly string[],
): ValuePools {
  const pools = new Map<string, readonly string[]>();
  for (const table of reads)
    for (const { name, type } of catalog.get(table) ?? []) {
      const key = poolKey(table, name);
      pools.set(key, familyOf(type).pool(hintsOf(key)));
    }
  return pools;
}

interface Sides {
  readonly columns: readonly string[];
  readonly constants: readonly string[];
}

function sidesOf(call: CallExpression, tracer: Tracer): Sides {
  const columns: string[] = [];
  const constants: string[] = [];
  const parts = call.arguments.filter(({ value }) => value.kind !== "subquery");
  for (const { value } of parts) {
    visitExpressions(value, (one) => {
      if (one.kind === "literal" && (one.type === "string" || one.type === "number"))
        constants.push(one.text);
    });
    const into = createInfluences();
    tracer.addExpression(value, identity, into);
    for (const { table, column, kind } of into.list())
      if (isDirect(kind)) columns.push(poolKey(table, column));
  }
  return { columns, constants };
}

interface Groups {
  find(one: string): string;
  join(one: string, other: string): void;
}

function createGroups(): Groups {
  const parents = new Map<string, string>();
  const find = (one: string): string => {
    let at = one;
    for (let next = parents.get(at); next !== undefined; next = parents.get(at)) at = next;
    return at;
  };
  return {
    find,
    join: (one, other) => {
      const [from, to] = [find(one), find(other)];
      if (from !== to) parents.set(from, to);
    },
  };
}
