import { formatValue, type Column, type Json, type Rows, type TableName } from "@dx/core";
import { relation } from "@dx/core";
import { identifier, joinSql, sql, verbatimSql, type Sql } from "@dx/sql";

/** What two answers to a question have in common. */
export interface AnswerComparison {
  /** Whether they are the same. */
  readonly same: boolean;
  /** How many rows each has. */
  readonly rows: readonly [source: number, star: number];
  /** A row that only one of them has, as text by place; `null` where there is none. */
  readonly counterexample: Json;
}

/**
 * Whether two answers have the same rows, as often, whatever their order and the names of their columns. Numbers are compared by value, whatever
 * their types; floating-point numbers by twelve digits, since the order of a sum is the engine's.
 * @example
 * ```ts
 * import { toRows } from "@dx/core";
 * import { compareAnswers } from "@dx/dimensional";
 * const [source, star] = [toRows([{ n: 0.1 + 0.2 }]), toRows([{ total: 0.3 }])];
 * if (!compareAnswers(source, star).same) throw new Error();
 * ```
 */
export function compareAnswers(source: Rows, star: Rows): AnswerComparison {
  const [left, right] = [source, star].map((rows) => linesOf(rows).toSorted());
  const missing = without(left ?? [], right ?? []);
  const unexpected = without(right ?? [], left ?? []);
  const same =
    missing.length + unexpected.length === 0 && source.columns.length === star.columns.length;
  return {
    same,
    rows: [source.count, star.count],
    counterexample: same ? null : { onlyInSource: show(missing), onlyInStar: show(unexpected) },
  };
}

/** The cells of the first line. */
function show([line]: readonly string[]): Json {
  if (line === undefined) return null;
  const cells: Json = JSON.parse(line);
  return cells;
}

function linesOf({ count, columns }: Rows): readonly string[] {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify(columns.map((column) => cell(column, index))),
  );
}

function cell(column: Column, index: number): string | null {
  const text = formatValue(column, index);
  if (text === null) return null;
  switch (column.kind) {
    case "float64":
      return number(text);
    case "decimal":
    case "int32":
    case "int64":
      return plain(text);
    default:
      return text;
  }
}

function number(text: string): string {
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  const rounded = Number(value.toPrecision(12));
  return Number.isInteger(rounded) && Math.abs(rounded) < 1e15
    ? String(rounded === 0 ? 0 : rounded)
    : String(rounded);
}

function plain(text: string): string {
  const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return short === "-0" ? "0" : short;
}

/** Lines of one sorted list that the other one does not have, as often. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left <= 0;
  });
}

/**
 * A person's query of the source, asked where its tables were staged: each table that it names is a common table expression.
 * @param text - one query, in the SQL of the database that is asked; it is the caller's own, and run as it is
 * @example
 * ```ts
 * import { askSource } from "@dx/dimensional";
 * import { renderSql } from "@dx/sql";
 * const asked = askSource("select count(*) from flights;", { flights: "scratch.src_flights" });
 * if (!renderSql(asked, "duckdb").text.startsWith('with "flights" as (')) throw new Error();
 * ```
 */
export function askSource(text: string, sources: Readonly<Record<string, TableName>>): Sql {
  const tables = Object.entries(sources).map(
    ([name, table]) =>
      sql`${identifier(relation(name).name)} as (select * from ${relation(table)})`,
  );
  const own = verbatimSql(text.trim().replace(/;\s*$/, ""));
  if (tables.length === 0) return own;
  return sql`with ${joinSql(tables, ", ")} select * from (${own}) as answer`;
}

/**
 * The least time that at least 95 of 100 runs do not exceed (nearest rank), of times in any order; `NaN` of none.
 * @example
 * ```ts
 * import { p95 } from "@dx/dimensional";
 * if (p95([3, 1, 2]) !== 3) throw new Error();
 * ```
 */
export function p95(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.ceil(0.95 * sorted.length) - 1] ?? Number.NaN;
}
