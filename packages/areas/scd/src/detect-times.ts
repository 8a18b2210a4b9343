import {
  formatTimestamp,
  getColumn,
  valueAt,
  type Relation,
  type Rows,
  type TableSchema,
} from "@dx/core";
import { query, sql, timestampLiteral, together, type Query, type Sql } from "@dx/sql";
import { askCounts, catalogueColumn, countAt, isTime } from "./detect-counts.ts";
import { roleByName, stemOf } from "./detect-names.ts";
import { sentinelsFrom } from "./find-other-ends.ts";
import type { HistoryGuess, HistoryQuestion } from "./history-proposal.ts";
import { toTimestamp } from "./snapshot-times.ts";

/** Begin and end of versions, and what open ones end in. */
export interface DetectedTimes {
  /** The column of the begin. */
  readonly from: string;
  /** The column of the end. */
  readonly to: string;
  /** What open versions end in; `null` is NULL. */
  readonly openEnd: bigint | null;
  /** What was made out. */
  readonly guesses: readonly HistoryGuess[];
  /** What was not. */
  readonly questions: readonly HistoryQuestion[];
}

interface Pair {
  readonly from: string;
  readonly to: string;
  readonly score: number;
  readonly ordered: number;
  readonly both: number;
  readonly rows: number;
}

/** Which pairs of columns may be begin and end: those that names point to, or else all of the first six. */
function pairsOf(schema: TableSchema): readonly (readonly [from: string, to: string])[] {
  const times = schema.columns.filter((column) => isTime(column)).map(({ name }) => name);
  const named = (role: string): readonly string[] =>
    times.filter((name) => roleByName(name)?.role === role);
  const [from, to] = [named("valid-from"), named("valid-to")];
  const neutral = times.filter((name) => roleByName(name) === undefined).slice(0, 6);
  const begins = from.length > 0 ? from : neutral;
  const ends = to.length > 0 ? to : neutral;
  return begins.flatMap((begin) =>
    ends.filter((end) => end !== begin).map((end) => [begin, end] as const),
  );
}

/** Asks which pair of columns is begin and end, by names and by data; `null` if none can be. */
export function askTimes(table: Relation, schema: TableSchema): Query<DetectedTimes | null> {
  const pairs = pairsOf(schema);
  const each = pairs.map((pair) => askPair(table, pair));
  return together("times", each, (asked) => {
    const found = asked
      .filter(
        ({ pair: { ordered, both, rows, score } }) =>
          rows === 0 || both === 0 || (ordered >= both * 0.8 && score > 0),
      )
      .toSorted((a, b) => b.pair.score - a.pair.score);
    const [best, second] = found;
    if (best === undefined) return null;
    const { pair, end } = best;
    return {
      from: pair.from,
      to: pair.to,
      openEnd: end.openEnd,
      guesses: [...guessesOf(pair), ...end.guesses],
      questions: [
        ...end.questions,
        ...(second !== undefined && second.pair.score === pair.score
          ? [
              {
                role: "valid-from",
                question: "which pair of columns is begin and end?",
                candidates: [pair, second.pair].map((one) => `${one.from}, ${one.to}`),
              } as const,
            ]
          : []),
      ],
    };
  });
}

function guessesOf({ from, to, ordered, both, rows }: Pair): readonly HistoryGuess[] {
  const data = both === 0 ? "no row has both" : "it is not after the end where there is one";
  return [
    {
      role: "valid-from",
      columns: [from],
      reason: `${nameReason(from)}, and ${data}`,
      rows: ordered,
      of: both,
    },
    { role: "valid-to", columns: [to], reason: nameReason(to), rows, of: rows },
  ];
}

function nameReason(name: string): string {
  const role = roleByName(name);
  if (role?.isKnown === true) return "the name is that of a tool or school";
  return role === undefined ? "the data fits" : "the name says so";
}

interface DetectedEnd {
  readonly openEnd: bigint | null;
  readonly guesses: readonly HistoryGuess[];
  readonly questions: readonly HistoryQuestion[];
}

function askPair(
  table: Relation,
  [from, to]: readonly [string, string],
): Query<{ readonly pair: Pair; readonly end: DetectedEnd }> {
  const begin = toTimestamp(catalogueColumn(from));
  const end = toTimestamp(catalogueColumn(to));
  const far = timestampLiteral(sentinelsFrom);
  const counts = askCounts(table, [
    sql`count(${catalogueColumn(from)})`,
    sql`count(${catalogueColumn(to)})`,
    sql`count(case when ${begin} <= ${end} then 1 end)`,
    sql`count(case when ${begin} > ${end} then 1 end)`,
    sql`count(case when ${end} >= ${far} then 1 end)`,
  ]);
  const asked = { counts, ends: askEnds(table, begin, end) };
  return together(
    "pair",
    asked,
    ({
      counts: [rows = 0, begun = 0, ended = 0, ordered = 0, inverted = 0, distant = 0],
      ends,
    }) => {
      const both = ordered + inverted;
      const roles = [roleByName(from), roleByName(to)];
      const named = roles.reduce(
        (sum, role) => sum + (role === undefined ? 0 : role.isKnown ? 1.5 : 1),
        0,
      );
      const isPaired = stemOf(from) === stemOf(to) ? 2 : 0;
      const looksOpen = rows > ended || distant > 0 ? 1 : 0;
      const share = both === 0 ? 0 : ordered / both;
      const filled = rows === 0 ? 0 : begun / rows;
      const score = filled < 0.9 && rows > 0 ? 0 : named + isPaired + looksOpen + share;
      const pair = { from, to, score, ordered, both, rows };
      return { pair, end: detectEnd(to, { rows, ended }, ends) };
    },
  );
}

interface End {
  readonly at: bigint;
  readonly rows: number;
  /** Whether some version begins then or later. */
  readonly isPast: boolean;
}

/** The most frequent of the ends that mean open, and the last end of all. */
function askEnds(table: Relation, begin: Sql, end: Sql): Query<readonly End[]> {
  const question = sql`
    select ended_at, row_count, case when ended_at <= last_begin then 1 else 0 end as is_past
    from (
      select ${end} as ended_at, count(*) as row_count from ${table} where ${end} is not null group by ${end}
    ) as every_end
    cross join (select max(${begin}) as last_begin from ${table}) as last_one
    order by ended_at desc limit 20`;
  return query("ends", question, readEnds);
}

function readEnds(rows: Rows): readonly End[] {
  const times = getColumn(rows, "ended_at", "timestamp");
  const past = getColumn(rows, "is_past", "int32");
  return Array.from({ length: rows.count }, (_, index) => ({
    at: valueAt(times, index) ?? 0n,
    rows: countAt(rows, "row_count", index),
    isPast: valueAt(past, index) === 1,
  }));
}

function detectEnd(
  to: string,
  { rows, ended }: { readonly rows: number; readonly ended: number },
  ends: readonly End[],
): DetectedEnd {
  const nulls = rows - ended;
  const far = ends.filter(({ at }) => at >= sentinelsFrom).toSorted((a, b) => b.rows - a.rows);
  const [most] = far;
  const [last] = ends;
  const guess = (openEnd: bigint | null, reason: string, count: number): DetectedEnd => ({
    openEnd,
    guesses: [{ role: "open-end", columns: [to], reason, rows: count, of: rows }],
    questions: others(openEnd),
  });
  const others = (openEnd: bigint | null): readonly HistoryQuestion[] => {
    const other = [
      ...(openEnd !== null && nulls > 0 ? ["NULL"] : []),
      ...far.filter(({ at }) => at !== openEnd).map(({ at }) => formatTimestamp(at)),
    ];
    if (other.length === 0) return [];
    return [
      {
        role: "open-end",
        question: "open rows end in several ways; are these mistakes?",
        candidates: other,
      },
    ];
  };
  if (most !== undefined && most.rows >= nulls)
    return guess(
      most.at,
      `${formatTimestamp(most.at)} stands for open: it is the most frequent end so far in the future`,
      most.rows,
    );
  if (nulls > 0) return guess(null, "NULL stands for open: rows have no end", nulls);
  if (
    last !== undefined &&
    last.rows > 1 &&
    !last.isPast &&
    ends.every((end) => end.rows <= last.rows)
  )
    return guess(
      last.at,
      `${formatTimestamp(last.at)} stands for open: it is the last end, after all begins, and the most frequent`,
      last.rows,
    );
  const candidates = [
    "NULL",
    ...(last === undefined || last.isPast ? [] : [formatTimestamp(last.at)]),
  ];
  return {
    openEnd: null,
    guesses: [],
    questions: [
      {
        role: "open-end",
        question: "no row is open for certain; what do open rows end in?",
        candidates,
      },
    ],
  };
}
