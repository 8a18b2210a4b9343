import { formatRelation, quoteName, relation } from "@dx/core";
import type { Bounds, Measure } from "../check.ts";
import { badRule } from "./bad-rule.ts";
import { readShift } from "./read-shift.ts";
import { readBounds, readNames } from "./read-values.ts";

/** A figure and its bounds. */
export interface MeasureRule {
  readonly measure: Measure;
  readonly bounds: Bounds;
}

interface Options {
  readonly column: string;
  readonly now?: string;
}

/** The figures of a whole table, in words. */
export const measureReaders: readonly ((
  rule: string,
  options: Options,
) => MeasureRule | undefined)[] = [
  readFreshness,
  readPlain,
  (rule, { column }) => {
    const found = readShift(rule, column);
    if (found === undefined) return undefined;
    return { measure: found.measure, bounds: readBounds(found.bounds, rule) };
  },
  readSql,
  readDuplicates,
  readOther,
];

const minutes: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

function readFreshness(rule: string, { column, now }: Options): MeasureRule | undefined {
  const [, amount, unit] =
    /^fresh\s+within\s+(\d+(?:\.\d+)?)\s+(minute|hour|day)s?$/i.exec(rule) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  if (now === undefined)
    throw badRule(rule, "needs to know the time", "give `now`, as 2026-01-31T12:00:00");
  const max = Number(amount) * (minutes[unit.toLowerCase()] ?? 1);
  return { measure: { kind: "freshness-minutes", column, now }, bounds: { max } };
}

const names =
  "row count|distinct count|distinct share|null share|column count|min|max|mean|sum|stddev|quantile";
const plain = new RegExp(
  String.raw`^(${names.replaceAll(" ", String.raw`\s+`)})\s*(0?\.\d+|[01](?=\s))?\s*((?:not\s+)?between\b.*|[<>=].*|[^\s\w(].*)$`,
  "is",
);

function readPlain(rule: string, { column }: Options): MeasureRule | undefined {
  const [, name = "", share, rest] = plain.exec(rule) ?? [];
  if (rest === undefined) return undefined;
  const kind = name.toLowerCase().replaceAll(/\s+/g, "-");
  const bounds = readBounds(rest, rule);
  if (kind === "quantile") {
    if (share === undefined)
      throw badRule(rule, "does not say which quantile", "write it as quantile 0.9 <= 5");
    return { measure: { kind, column, share: Number(share) }, bounds };
  }
  if (share !== undefined)
    throw badRule(rule, `has ${share} in front of its bounds`, "leave it out");
  if (kind === "row-count") return { measure: { kind }, bounds };
  if (kind === "column-count") return { measure: { kind: "columns-count" }, bounds };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the expression lets no other name through
  return { measure: { kind, column } as Measure, bounds };
}

function readSql(rule: string): MeasureRule | undefined {
  const [, word, text, rest] = /^(expression|query)\s*\((.+)\)\s*([^()]+)$/is.exec(rule) ?? [];
  if (word === undefined || text === undefined || rest === undefined) return undefined;
  const kind = word.toLowerCase() === "query" ? "query" : "expression";
  return { measure: { kind, sql: text.trim() }, bounds: readBounds(rest, rule) };
}

function readDuplicates(rule: string, { column }: Options): MeasureRule | undefined {
  const [, word, others, rest] =
    /^(duplicated\s+values|excess\s+rows)(?:\s+with\s+(.+?))?\s*((?:not\s+)?between\b.*|[<>=].*)$/is.exec(
      rule,
    ) ?? [];
  if (word === undefined || rest === undefined) return undefined;
  const columns = [column, ...(others === undefined ? [] : readNames(others, rule))];
  const as = /^excess/i.test(word) ? "excessRows" : "duplicatedValues";
  const measure = { kind: "failing", rule: { kind: "unique", columns }, as } as const;
  return { measure, bounds: readBounds(rest, rule) };
}

/** Comparisons with another table, as queries of which nothing is left over. */
function readOther(rule: string, { column }: Options): MeasureRule | undefined {
  const [, table] = /^row\s+count\s+same\s+as\s+(.+)$/is.exec(rule) ?? [];
  if (table !== undefined) {
    const sql = `select (select count(*) from {table} as own_rows) - (select count(*) from ${nameOf(table)})`;
    return { measure: { kind: "query", sql }, bounds: { min: 0, max: 0 } };
  }
  const [, other, key] = /^absent\s+from\s+(.+?)\s*\((.+)\)$/is.exec(rule) ?? [];
  if (other === undefined || key === undefined) return undefined;
  const [referenced = key] = readNames(key, rule);
  const sql = `select count(*) from {table} as own_rows where exists (select 1 from ${nameOf(other)} as others where others.${columnName(referenced)} = own_rows.${columnName(column)})`;
  return { measure: { kind: "query", sql }, bounds: { max: 0 } };
}

/** The name of a table as it stands in SQL, if it is one. */
function nameOf(text: string): string {
  return formatRelation(relation(text.trim()));
}

/** The name of a column as it stands in SQL. */
function columnName(name: string): string {
  return /^[A-Za-z_]\w*$|^"/.test(name) ? name : quoteName(name);
}
