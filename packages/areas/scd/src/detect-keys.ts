import { type ColumnSchema, type Relation, type TableSchema } from "@dx/core";
import { sql, together, type Query, type Sql } from "@dx/sql";
import { askCounts, catalogueColumn, isTime } from "./detect-counts.ts";
import { roleByName, wordsOf } from "./detect-names.ts";
import type { HistoryGuess, HistoryQuestion } from "./history-proposal.ts";

/** What the search for a key knows. */
export interface KeySearch {
  /** The table. */
  readonly table: Relation;
  /** Its description. */
  readonly schema: TableSchema;
  /** The column of the begin. */
  readonly from: string;
  /** Whether a row is open. */
  readonly isOpen: Sql;
}

/** How well columns tell things apart. */
export interface KeyFigures {
  /** The columns. */
  readonly columns: readonly string[];
  /** All rows. */
  readonly rows: number;
  /** Open rows. */
  readonly open: number;
  /** Different values. */
  readonly distinct: number;
  /** Different values in open rows. */
  readonly distinctOpen: number;
  /** Different values together with the begin. */
  readonly versions: number;
  /** Rows with a NULL in them. */
  readonly nulls: number;
}

const notKeys: ReadonlySet<string> = new Set(["json", "bytes", "interval", "float64", "boolean"]);
const notNamed: ReadonlySet<string | undefined> = new Set([
  "valid-from",
  "valid-to",
  "current",
  "row-hash",
  "inserted-at",
  "updated-at",
  "deleted",
]);

/** Columns that may be a key, or a part of it: the more so by their names, the earlier. */
export function keyCandidates(schema: TableSchema): readonly ColumnSchema[] {
  return schema.columns
    .filter(
      (column) =>
        !notKeys.has(column.type.kind) &&
        !isTime(column) &&
        !notNamed.has(roleByName(column.name)?.role),
    )
    .map((column, index) => ({ column, rank: nameScore(schema, [column.name]) - index / 1000 }))
    .toSorted((a, b) => b.rank - a.rank)
    .map(({ column }) => column);
}

/** Asks for the figures of columns as a key. */
export function askKey(
  { table, from, isOpen }: KeySearch,
  columns: readonly string[],
): Query<KeyFigures> {
  const names = columns.map((name) => catalogueColumn(name));
  const distinct = (rows: Sql, more: readonly Sql[] = []): Query<readonly number[]> =>
    askCounts(sql`select distinct ${[...names, ...more]} from ${rows}`, []);
  const isNull = names.map((name) => sql`when ${name} is null then 1`);
  const asked = {
    counts: askCounts(table, [
      sql`count(case when ${isOpen} then 1 end)`,
      sql`count(case ${isNull.reduce((all, one) => sql`${all} ${one}`)} end)`,
    ]),
    all: distinct(sql`${table}`),
    open: distinct(sql`${table} where ${isOpen}`),
    versions: distinct(sql`${table}`, [catalogueColumn(from)]),
  };
  return together(
    "key",
    asked,
    ({ counts: [rows = 0, open = 0, nulls = 0], all, open: opened, versions }) => ({
      columns,
      rows,
      open,
      distinct: all[0] ?? 0,
      distinctOpen: opened[0] ?? 0,
      versions: versions[0] ?? 0,
      nulls,
    }),
  );
}

function few(faults: number, of: number): boolean {
  return faults <= Math.max(of * 0.1, of >= 4 ? 1 : 0);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/**
 * Whether columns are a key: in all rows, or, if by their names they are one, but for a few rows, which are faults
 * of the table then.
 */
export function isKey({ columns, rows, open, distinctOpen, versions, nulls }: KeyFigures): boolean {
  if (rows === versions && open === distinctOpen && nulls === 0) return true;
  if (!columns.every((name) => roleByName(name)?.role === "key")) return false;
  return few(open - distinctOpen, open) && few(rows - versions, rows) && few(nulls, rows);
}

/** How likely columns are the key: 2 for unique open rows, 1 for unique versions, 1 for their names, 1 for repeating. */
export function keyScore(schema: TableSchema, figures: KeyFigures): number {
  const { columns, rows, open, distinct, distinctOpen, versions } = figures;
  const unique = 2 * share(distinctOpen, open) + share(versions, rows);
  return (
    unique + nameScore(schema, columns) + (1 - share(distinct, rows)) - 0.2 * (columns.length - 1)
  );
}

function nameScore(schema: TableSchema, columns: readonly string[]): number {
  const own = new Set(
    wordsOf(schema.relation.name).flatMap((word) => [word, word.replace(/s$/, "")]),
  );
  const scores: readonly number[] = columns.map((name) => {
    const role = roleByName(name)?.role;
    const ofTable = wordsOf(name).some((word) => own.has(word)) ? 0.5 : 0;
    const isBusiness = wordsOf(name).some((word) => /^(bk|nk|business|natural|code)$/.test(word))
      ? 0.3
      : 0;
    return role === "surrogate" ? -1 : role === "key" ? 0.5 + ofTable + isBusiness : 0;
  });
  return scores.reduce((sum, one) => sum + one, 0) / columns.length;
}

/** The guess that columns are the key, and what remains to be asked. */
export function explainKey(
  best: KeyFigures,
  rivals: readonly KeyFigures[],
): { readonly guess: HistoryGuess; readonly questions: readonly HistoryQuestion[] } {
  const { columns, rows, open, distinct, distinctOpen } = best;
  const repeats = distinct < rows ? ", and repeats in others" : "; no key has several versions yet";
  const guess: HistoryGuess = {
    role: "key",
    columns,
    reason: `${columns.join(", ")} is in ${distinctOpen} of ${open} open rows its own${repeats}`,
    rows: distinctOpen,
    of: open,
  };
  if (rivals.length === 0) return { guess, questions: [] };
  const candidates = [best, ...rivals].map((one) => one.columns.join(", "));
  return {
    guess,
    questions: [{ role: "key", question: "which columns are the business key?", candidates }],
  };
}
