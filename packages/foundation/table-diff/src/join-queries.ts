import { comparable, identifier, isNotDistinct, joinSql, query, sql } from "@dx/sql";
import type { Query, Sql } from "@dx/sql";
import { encodeComparable, readCount } from "./encoded.ts";
import { isWithinSql } from "./is-within.ts";
import { toPulled, type JoinedPair, type Pairing, type SideSql } from "./pairing.ts";
import type { ComparedColumn } from "./plan-comparison.ts";
import { plainNumber } from "./plain-number.ts";

type Side = "left" | "right";

const value = (side: Side, index: number): Sql =>
  identifier(side === "left" ? "l" : "r", `c${index}`);

/** The rows of a side with comparable values, numbered by column. */
function rowsOf(pairing: Pairing, side: Side, keysOnly: boolean): Sql {
  const values = pairing.columns.flatMap((column, index) => {
    if (keysOnly && !column.isKey) return [];
    const compared = comparable({ sql: column[side], type: column.kind });
    return [sql`${compared} as ${identifier(`c${index}`)}`];
  });
  const name = identifier(side === "left" ? "l" : "r");
  return sql`(select 1 as present, ${values} from ${pairing[side]}) as ${name}`;
}

function keyed<T>({ columns }: Pairing, make: (index: number) => T): readonly T[] {
  return columns.flatMap(({ isKey }, index) => (isKey ? [make(index)] : []));
}

function sameKey(pairing: Pairing): Sql {
  return joinSql(
    keyed(pairing, (index) => sql`${value("left", index)} = ${value("right", index)}`),
    " and ",
  );
}

function differs({ allowance }: ComparedColumn, index: number): Sql {
  const [left, right] = [value("left", index), value("right", index)];
  const same =
    allowance === undefined ? isNotDistinct(left, right) : isWithinSql(left, right, allowance);
  return sql`not ${same}`;
}

/** What a full join of the keys tells. */
export interface KeyCounts {
  /** Rows of the join. */
  readonly joined: number;
  /** Rows without a partner on the right. */
  readonly onlyLeft: number;
  /** Rows without a partner on the left. */
  readonly onlyRight: number;
  /** Of `onlyLeft`, those with NULL in the key. */
  readonly nullLeft: number;
  /** Of `onlyRight`, those with NULL in the key. */
  readonly nullRight: number;
}

/** Asks which keys have partners. */
export function countKeys(pairing: Pairing): Query<KeyCounts> {
  const isNull = (side: Side): Sql =>
    joinSql(
      keyed(pairing, (index) => sql`${value(side, index)} is null`),
      " or ",
    );
  const joined = sql`${rowsOf(pairing, "left", true)} full join ${rowsOf(pairing, "right", true)} on ${sameKey(pairing)}`;
  const counts = sql`select count(*) as n,
      count(case when r.present is null then 1 end) as only_left,
      count(case when l.present is null then 1 end) as only_right,
      count(case when r.present is null and (${isNull("left")}) then 1 end) as null_left,
      count(case when l.present is null and (${isNull("right")}) then 1 end) as null_right
    from ${joined}`;
  return query("countKeys", counts, (answer) => ({
    joined: readCount(answer, 0),
    onlyLeft: readCount(answer, 1),
    onlyRight: readCount(answer, 2),
    nullLeft: readCount(answer, 3),
    nullRight: readCount(answer, 4),
  }));
}

/** Asks how many rows a side has. */
export function countSide(side: SideSql): Query<number> {
  return query("countSide", sql`select count(*) as n from ${side}`, (answer) =>
    readCount(answer, 0),
  );
}

function inner(pairing: Pairing): Sql {
  return sql`${rowsOf(pairing, "left", false)} join ${rowsOf(pairing, "right", false)} on ${sameKey(pairing)}`;
}

/** Asks how many partners differ, and how many in each column that is not of the key. */
export function countChanged(pairing: Pairing): Query<readonly number[]> {
  const compared = pairing.columns.flatMap((column, index) =>
    column.isKey ? [] : [{ column, index }],
  );
  const flags = compared.map(
    ({ column, index }) =>
      sql`case when ${differs(column, index)} then 1 end as ${identifier(`d${index}`)}`,
  );
  const any = joinSql(
    compared.map((one) => sql`${flag(one)} = 1`),
    " or ",
  );
  const each = compared.map((one) => sql`count(${flag(one)}) as ${flag(one)}`);
  const counts = sql`select count(case when ${any} then 1 end) as n, ${each}
    from (select ${flags} from ${inner(pairing)}) as compared`;
  return query("countChanged", counts, (answer) =>
    answer.columns.map((_, index) => readCount(answer, index)),
  );
}

function flag({ index }: { readonly index: number }): Sql {
  return identifier(`d${index}`);
}

function encoded({ columns }: Pairing, side: Side): readonly Sql[] {
  return columns.map(({ kind }, index) => {
    const name = identifier(`${side === "left" ? "l" : "r"}${index}`);
    return sql`${encodeComparable(value(side, index), kind)} as ${name}`;
  });
}

/** Asks for partners that differ, in the order of their keys. */
export function pullChanged(pairing: Pairing, limit: number): Query<readonly JoinedPair[]> {
  const { columns } = pairing;
  const isDifferent = columns.flatMap((column, index) =>
    column.isKey ? [] : [differs(column, index)],
  );
  const wanted = sql`select ${[...encoded(pairing, "left"), ...encoded(pairing, "right")]}
    from ${inner(pairing)} where ${joinSql(isDifferent, " or ")}
    order by ${keyed(pairing, (index) => value("left", index))} limit ${plainNumber(limit)}`;
  return query("pullChanged", wanted, (answer) =>
    Array.from({ length: answer.count }, (_, index) => ({
      left: toPulled(answer, { columns, from: 0, index }),
      right: toPulled(answer, { columns, from: columns.length, index }),
    })),
  );
}

/** Asks for rows of one side without a partner, in the order of their keys. */
export function pullOnly(
  pairing: Pairing,
  side: Side,
  limit: number,
): Query<readonly JoinedPair[]> {
  const other = side === "left" ? "right" : "left";
  const partner = sql`select 1 from ${rowsOf(pairing, other, true)} where ${sameKey(pairing)}`;
  const wanted = sql`select ${encoded(pairing, side)} from ${rowsOf(pairing, side, false)}
    where not exists (${partner})
    order by ${keyed(pairing, (index) => value(side, index))} limit ${plainNumber(limit)}`;
  return query("pullOnly", wanted, (answer) =>
    Array.from({ length: answer.count }, (_, index) => {
      const row = toPulled(answer, { columns: pairing.columns, from: 0, index });
      return side === "left" ? { left: row, right: null } : { left: null, right: row };
    }),
  );
}
