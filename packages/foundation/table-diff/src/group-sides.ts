import { comparable, identifier, query, sql, type Query, type Sql } from "@dx/sql";
import { toPulled, type JoinedPair, type Pairing } from "./pairing.ts";
import { encodeComparable, readCount, readText } from "./encoded.ts";

/** How rows of two sides differ, whatever their keys. */
export interface GroupCounts {
  /** Rows that only the left side has, or has more often. */
  readonly missing: number;
  /** Rows that only the right side has, or has more often. */
  readonly unexpected: number;
  /** Pairs of one key that differ. */
  readonly changed: number;
}

const c = (index: number): Sql => identifier(`c${index}`);
const keysOf = ({ columns }: Pairing): readonly Sql[] =>
  columns.flatMap(({ isKey }, index) => (isKey ? [c(index)] : []));

/** Distinct rows that one side has more often: `lefts` and `rights` are how often. */
function surplus({ left, right, columns }: Pairing): Sql {
  const of = (side: "left" | "right", from: Sql): Sql => {
    const values = columns.map((column, index) => {
      const value = comparable({ sql: column[side], type: column.kind });
      return sql`${value} as ${c(index)}`;
    });
    const marks = side === "left" ? sql`1 as l, 0 as r` : sql`0 as l, 1 as r`;
    return sql`select ${values}, ${marks} from ${from}`;
  };
  const all = columns.map((_, index) => c(index));
  return sql`select ${all}, sum(l) as lefts, sum(r) as rights
    from (${of("left", left)} union all ${of("right", right)}) as every_row
    group by ${all} having sum(l) <> sum(r)`;
}

/** Asks how rows differ when equal ones are taken away in pairs; exact with NULLs and duplicates. */
export function countGrouped(pairing: Pairing): Query<GroupCounts> {
  const keys = keysOf(pairing);
  const byKey = sql`select ${keys},
      sum(case when lefts > rights then lefts - rights else 0 end) as missing,
      sum(case when rights > lefts then rights - lefts else 0 end) as unexpected
    from (${surplus(pairing)}) as surplus group by ${keys}`;
  const totals = sql`select
      sum(case when missing > unexpected then missing - unexpected else 0 end),
      sum(case when unexpected > missing then unexpected - missing else 0 end),
      sum(case when unexpected > missing then missing else unexpected end)
    from (${byKey}) as by_key`;
  return query("countGrouped", totals, (answer) => ({
    missing: readCount(answer, 0),
    unexpected: readCount(answer, 1),
    changed: readCount(answer, 2),
  }));
}

/** Asks for the difference with the least key. */
export function pullGrouped(pairing: Pairing): Query<readonly JoinedPair[]> {
  const { columns } = pairing;
  const encoded = columns.map(({ kind }, index) => encodeComparable(c(index), kind));
  const named = encoded.map((value, index) => sql`${value} as ${identifier(`v${index}`)}`);
  const order = columns.map((_, index) => c(index));
  const first = sql`select ${named}, case when lefts > rights then 1 else 0 end as is_left,
      case when lefts > 0 and rights > 0 then 1 else 0 end as is_copy
    from (${surplus(pairing)}) as surplus order by ${order} limit 2`;
  return query("pullGrouped", first, (answer) => {
    const rows = Array.from({ length: answer.count }, (_, index) => {
      const flag = (offset: number): boolean =>
        readText(answer, columns.length + offset, index) === "1";
      return {
        row: toPulled(answer, { columns, from: 0, index }),
        isLeft: flag(0),
        isCopy: flag(1),
      };
    });
    const [one, two] = rows;
    if (one === undefined) return [];
    const hasPartner =
      two !== undefined &&
      one.isLeft !== two.isLeft &&
      columns.every(({ isKey }, at) => !isKey || one.row.values[at] === two.row.values[at]);
    const partner = hasPartner ? two.row : null;
    const isDuplicated = partner === null && one.isCopy;
    return [
      one.isLeft
        ? { left: one.row, right: partner, isDuplicated }
        : { left: partner, right: one.row, isDuplicated },
    ];
  });
}
