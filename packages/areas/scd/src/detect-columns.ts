import type { ColumnSchema, Relation, Rows } from "@dx/core";
import { formatTimestamp, getColumn, valueAt } from "@dx/core";
import {
  castAs,
  identifier,
  isNotDistinct,
  query,
  sql,
  timestampLiteral,
  together,
  type Query,
  type Sql,
} from "@dx/sql";
import { columnOf, columnsAs, isOpen, type Times } from "./as-of-condition.ts";
import { askCounts, catalogueColumn, countAt } from "./detect-counts.ts";
import { roleByName, wordsOf } from "./detect-names.ts";
import { sentinelsFrom } from "./find-other-ends.ts";
import type { HistoryGuess } from "./history-proposal.ts";
import { toTimestamp } from "./snapshot-times.ts";

/** A table whose times and key are known. */
export interface KnownHistory {
  /** The table. */
  readonly table: Relation;
  /** Begin, end, and what open rows end in. */
  readonly times: Times;
  /** Whether a row is open, in whatever way. */
  readonly isOpen: Sql;
  /** The business key, as the catalogue has it. */
  readonly key: readonly string[];
}

/** Whether a row is open, in the way that is most frequent or in another. */
export function looksOpen(times: Times): Sql {
  const to = columnOf(times.validTo);
  const far = sql`${toTimestamp(to)} >= ${timestampLiteral(sentinelsFrom)}`;
  return sql`(${isOpen(times)} or ${to} is null or ${far})`;
}

/** How versions of a key meet. */
export interface DetectedEnds {
  /** Whether an end belongs to its version; `null` where none meet. */
  readonly ends: "excluded" | "included" | null;
  /** What bears it out. */
  readonly guess: HistoryGuess | null;
}

const units: Readonly<Record<string, string>> = {
  "1": "microsecond",
  "1000": "millisecond",
  "1000000": "second",
  "86400000000": "day",
};

/** Asks whether versions end when the next begins, or a day, second, millisecond or microsecond before. */
export function askEnds({ table, times, key }: KnownHistory): Query<DetectedEnds> {
  const keys = key.map((name) => catalogueColumn(name));
  const [from, to] = columnsAs([times.validFrom, times.validTo]).map((one) => toTimestamp(one));
  const [begin, end] = [from ?? sql``, to ?? sql``];
  const question = sql`
    select ended_at, next_begin, count(*) as row_count
    from (
      select ${end} as ended_at, lead(${begin}) over (partition by ${keys} order by ${begin}) as next_begin
      from ${table}
    ) as versions
    where ended_at is not null and next_begin is not null
    group by ended_at, next_begin order by row_count desc, ended_at, next_begin limit 1000`;
  return query("ends", question, (rows) => readEnds(rows, times.validTo));
}

function readEnds(rows: Rows, column: string): DetectedEnds {
  const [ends, begins] = [
    getColumn(rows, "ended_at", "timestamp"),
    getColumn(rows, "next_begin", "timestamp"),
  ];
  const byGap = new Map<bigint, number>();
  let all = 0;
  for (let index = 0; index < rows.count; index += 1) {
    const gap = (valueAt(begins, index) ?? 0n) - (valueAt(ends, index) ?? 0n);
    const count = countAt(rows, "row_count", index);
    byGap.set(gap, (byGap.get(gap) ?? 0) + count);
    all += count;
  }
  const touching = byGap.get(0n) ?? 0;
  const [closed] = [...byGap.entries()]
    .filter(([gap]) => String(gap) in units)
    .toSorted((a, b) => b[1] - a[1]);
  const guess = (reason: string, count: number): HistoryGuess => ({
    role: "ends",
    columns: [column],
    reason,
    rows: count,
    of: all,
  });
  if (closed !== undefined && closed[1] > touching)
    return {
      ends: "included",
      guess: guess(
        `versions end a ${units[String(closed[0])]} before the next begins: the end belongs to them`,
        closed[1],
      ),
    };
  if (touching === 0) return { ends: null, guess: null };
  return {
    ends: "excluded",
    guess: guess("versions end when the next begins: the end does not belong to them", touching),
  };
}

/** A column as a flag of what is open. */
export interface DetectedFlag {
  /** The column. */
  readonly column: ColumnSchema;
  /** Its text in open rows. */
  readonly open: string;
  /** Rows whose value agrees. */
  readonly agreeing: number;
  /** All rows. */
  readonly rows: number;
}

/** Asks which of some columns says whether a row is open: one by whose name it should, or one that always does. */
export function askFlag(
  { table, isOpen: open }: Pick<KnownHistory, "table" | "isOpen">,
  candidates: readonly ColumnSchema[],
): Query<DetectedFlag | null> {
  const each = candidates.map((column) => askOneFlag(table, open, column));
  return together("flag", each, (found) => {
    const flags = found.filter((one) => one !== null);
    const named = flags.filter(({ column }) => roleByName(column.name)?.role === "current");
    const [best] = (named.length > 0 ? named : flags).toSorted((a, b) => b.agreeing - a.agreeing);
    return best ?? null;
  });
}

const enough = 10;

function askOneFlag(
  table: Relation,
  isOpenRow: Sql,
  column: ColumnSchema,
): Query<DetectedFlag | null> {
  const value = castAs(catalogueColumn(column.name), "text");
  const question = sql`
    select ${value} as flag_value, count(*) as row_count, count(case when ${isOpenRow} then 1 end) as open_rows
    from ${table} group by ${value} order by row_count desc, flag_value limit 4`;
  return query("flag", question, (rows) => {
    const texts = getColumn(rows, "flag_value", "text");
    const values = Array.from({ length: rows.count }, (_, index) => ({
      text: valueAt(texts, index),
      rows: countAt(rows, "row_count", index),
      open: countAt(rows, "open_rows", index),
    }));
    const all = values.reduce((sum, one) => sum + one.rows, 0);
    const agreeing = (text: string | null): number =>
      values.reduce((sum, one) => sum + (one.text === text ? one.open : one.rows - one.open), 0);
    const [best] = values
      .filter(({ text, open }) => text !== null && open > 0)
      .toSorted((a, b) => agreeing(b.text) - agreeing(a.text));
    if (best?.text === undefined || best.text === null || values.length > 3) return null;
    const flag = { column, open: best.text, agreeing: agreeing(best.text), rows: all };
    const isNamed = roleByName(column.name)?.role === "current";
    const isSure = values.length === 2 && flag.agreeing === all && all >= enough;
    return (isNamed && flag.agreeing >= all * 0.8) || isSure ? flag : null;
  });
}

/** How often each column differs from the version of its key before. */
export interface ColumnChanges {
  /** Versions that have one before them. */
  readonly successors: number;
  /** By the name of a column, how many of those differ from it. */
  readonly changes: Readonly<Record<string, number>>;
}

/** Asks which columns change from version to version. */
export function askChanges(
  { table, times, key }: KnownHistory,
  columns: readonly string[],
): Query<ColumnChanges> {
  const keys = key.map((name) => catalogueColumn(name));
  const window = sql`over (partition by ${keys} order by ${columnsAs([times.validFrom])})`;
  const pairs = columns.flatMap((name, index) => [
    sql`${catalogueColumn(name)} as ${identifier(`value_${index}`)}`,
    sql`lag(${catalogueColumn(name)}) ${window} as ${identifier(`previous_${index}`)}`,
  ]);
  const versions = sql`select ${[...pairs, sql`row_number() ${window} as nth`]} from ${table}`;
  const successors = sql`select * from (${versions}) as versions where nth > 1`;
  const differing = columns.map((_, index) => {
    const same = isNotDistinct(identifier(`value_${index}`), identifier(`previous_${index}`));
    return sql`count(case when not ${same} then 1 end)`;
  });
  return together("changes", [askCounts(successors, differing)], ([[all = 0, ...counts]]) => ({
    successors: all,
    changes: Object.fromEntries(columns.map((name, index) => [name, counts[index] ?? 0])),
  }));
}

/** The columns that by their names hold the value before of another one, by that one's name. */
export function priorColumns(names: readonly string[]): Readonly<Record<string, string>> {
  const prior = /^(prior|previous|prev|old|former)$/;
  const byWords = new Map(names.map((name) => [wordsOf(name).join(" "), name]));
  const found = names.flatMap((name) => {
    const words = wordsOf(name);
    const rest = words.filter((word) => !prior.test(word));
    const of = byWords.get(rest.join(" "));
    return rest.length === words.length || of === undefined ? [] : [[of, name] as const];
  });
  return Object.fromEntries(found);
}

/** A time as a specification has it. */
export function openEndOf(micros: bigint | null): { readonly openEnd?: string } {
  return micros === null ? {} : { openEnd: formatTimestamp(micros) };
}
