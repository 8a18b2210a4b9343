import type { Rows } from "@dx/core";
import { comparable, identifier, isNotDistinct, joinSql, sql } from "@dx/sql";
import { query, together, type Query, type Sql } from "@dx/sql";
import { encodeComparable, readCount, readText } from "./encoded.ts";
import { isWithinSql } from "./is-within.ts";
import { plainNumber } from "./plain-number.ts";
import type { ComparedColumn } from "./plan-comparison.ts";
import type { PulledRow } from "./pulled-row.ts";

/** One side: what stands behind `from`, with the alias `side`. */
export type SideSql = Sql;

/** Both sides, and how they are compared. */
export interface Pairing {
  /** What stands behind `from` for the left side. */
  readonly left: SideSql;
  /** What stands behind `from` for the right side. */
  readonly right: SideSql;
  /** All that is compared, the key first. */
  readonly columns: readonly ComparedColumn[];
}

/** What a full join tells. */
export interface JoinCounts {
  /** Rows of the left side. */
  readonly left: number;
  /** Rows of the right side. */
  readonly right: number;
  /** Rows without a partner on the right. */
  readonly onlyLeft: number;
  /** Rows without a partner on the left. */
  readonly onlyRight: number;
  /** Partners that differ. */
  readonly changed: number;
  /** By column, partners that differ in it. */
  readonly columns: Readonly<Record<string, number>>;
  /** Whether keys are without duplicates and NULLs, so that the numbers mean what they say. */
  readonly isUnique: boolean;
}

const at = (side: string, index: number): Sql => identifier(side, `c${index}`);

/** The rows of a side with comparable values, numbered by column. */
function comparableSide(side: "left" | "right", { columns, [side]: from }: Pairing): Sql {
  const values = columns.map((column, index) => {
    const value = comparable({ sql: column[side], type: column.kind });
    return sql`${value} as ${identifier(`c${index}`)}`;
  });
  return sql`(select 1 as present, ${values} from ${from}) as ${identifier(side === "left" ? "l" : "r")}`;
}

function joined(pairing: Pairing): Sql {
  const on = pairing.columns.flatMap(({ isKey }, index) =>
    isKey ? [sql`${at("l", index)} = ${at("r", index)}`] : [],
  );
  return sql`${comparableSide("left", pairing)} full join ${comparableSide("right", pairing)} on ${joinSql(on, " and ")}`;
}

function differs({ allowance }: ComparedColumn, index: number): Sql {
  const [left, right] = [at("l", index), at("r", index)];
  return allowance === undefined
    ? sql`not ${isNotDistinct(left, right)}`
    : sql`not ${isWithinSql(left, right, allowance)}`;
}

/**
 * Asks what a full join of both sides tells. It tells duplicates too: where each key that both sides have is
 * there once, the join has as many partners as each side has rows that are not alone.
 */
export function countJoined(pairing: Pairing): Query<JoinCounts> {
  const { columns } = pairing;
  const compared = columns.flatMap((column, index) => (column.isKey ? [] : [{ column, index }]));
  const flags = compared.map(
    ({ column, index }) =>
      sql`case when l.present = 1 and r.present = 1 and ${differs(column, index)} then 1 end as ${identifier(`d${index}`)}`,
  );
  const anyNull = (side: string): Sql =>
    joinSql(
      columns.flatMap(({ isKey }, index) => (isKey ? [sql`${at(side, index)} is null`] : [])),
      " or ",
    );
  const rows = sql`select ${[
    sql`l.present as lp`,
    sql`r.present as rp`,
    sql`case when ${anyNull("l")} then 1 end as ln`,
    sql`case when ${anyNull("r")} then 1 end as rn`,
    ...flags,
  ]} from ${joined(pairing)}`;
  const each = compared.map(
    ({ index }) => sql`count(d${plainNumber(index)}) as d${plainNumber(index)}`,
  );
  const any = joinSql(
    compared.map(({ index }) => sql`d${plainNumber(index)} = 1`),
    " or ",
  );
  const changed =
    compared.length === 0 ? sql`count(null)` : sql`count(case when ${any} then 1 end)`;
  const counts = sql`select count(*) as n,
    count(case when rp is null then 1 end) as only_left, count(case when lp is null then 1 end) as only_right,
    count(case when rp is null then ln end) as null_left, count(case when lp is null then rn end) as null_right,
    ${[changed, ...each]} from (${rows}) as compared`;
  return together(
    "countJoined",
    {
      left: countSide(pairing.left),
      right: countSide(pairing.right),
      counts: query("counts", counts, (answer) =>
        answer.columns.map((_, index) => readCount(answer, index)),
      ),
    },
    ({ left, right, counts: [n = 0, onlyLeft = 0, onlyRight = 0, ...rest] }) => {
      const [nullLeft = 0, nullRight = 0, differing = 0, ...byColumn] = rest;
      const partners = n - onlyLeft - onlyRight;
      return {
        left,
        right,
        onlyLeft,
        onlyRight,
        changed: differing,
        columns: Object.fromEntries(
          compared.flatMap(({ column }, index) => {
            const count = byColumn[index] ?? 0;
            return count === 0 ? [] : [[column.name, count]];
          }),
        ),
        isUnique:
          partners === left - onlyLeft &&
          partners === right - onlyRight &&
          (nullLeft === 0 || nullRight === 0),
      };
    },
  );
}

function countSide(side: SideSql): Query<number> {
  return query("countRows", sql`select count(*) as n from ${side}`, (answer) =>
    readCount(answer, 0),
  );
}

/** One differing pair of a join. */
export interface JoinedPair {
  /** The row of the left side. */
  readonly left: PulledRow | null;
  /** The row of the right side. */
  readonly right: PulledRow | null;
  /** Whether it is a row that both sides have, one of them more often. */
  readonly isDuplicated?: boolean;
}

/** Asks for rows that differ, in the order of their keys; only right where keys are unique. */
export function pullJoined(pairing: Pairing, limit: number): Query<readonly JoinedPair[]> {
  const { columns } = pairing;
  const isDifferent = columns.flatMap((column, index) =>
    column.isKey ? [] : [differs(column, index)],
  );
  const where = joinSql([sql`l.present is null`, sql`r.present is null`, ...isDifferent], " or ");
  const encode = (side: string): readonly Sql[] =>
    columns.map(
      ({ kind }, index) =>
        sql`${encodeComparable(at(side, index), kind)} as ${identifier(`${side}${index}`)}`,
    );
  const order = columns.flatMap(({ isKey }, index) =>
    isKey ? [sql`coalesce(${at("l", index)}, ${at("r", index)})`] : [],
  );
  const wanted = sql`select l.present as lp, r.present as rp, ${[...encode("l"), ...encode("r")]}
    from ${joined(pairing)} where ${where} order by ${order} limit ${plainNumber(limit)}`;
  return query("pullJoined", wanted, (answer) => readPairs(answer, columns));
}

function readPairs(answer: Rows, columns: readonly ComparedColumn[]): readonly JoinedPair[] {
  const isThere = (column: number, index: number): boolean =>
    readText(answer, column, index) !== "null";
  const right = 2 + columns.length;
  return Array.from({ length: answer.count }, (_, index) => ({
    left: isThere(0, index) ? toPulled(answer, { columns, from: 2, index }) : null,
    right: isThere(1, index) ? toPulled(answer, { columns, from: right, index }) : null,
  }));
}

interface Place {
  readonly columns: readonly ComparedColumn[];
  /** The first column of the answer that counts. */
  readonly from: number;
  /** The row. */
  readonly index: number;
}

/** The row whose values `encodeComparable` made. */
export function toPulled(answer: Rows, { columns, from, index }: Place): PulledRow {
  const values = columns.map((_, offset) => readText(answer, from + offset, index));
  return { key: "", hash: "", values };
}
