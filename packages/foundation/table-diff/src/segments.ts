import { formatValue } from "@dx/core";
import {
  fence,
  halfSumsByGroup,
  identifier,
  joinSql,
  md5,
  query,
  readHalfSums,
  rowHash,
  rowText,
  sql,
} from "@dx/sql";
import type { HashedColumn, Query, Sql } from "@dx/sql";
import { encodeValue, readText } from "./encoded.ts";
import { plainNumber } from "./plain-number.ts";
import type { ComparedColumn } from "./plan-comparison.ts";
import type { PulledRow } from "./pulled-row.ts";

/**
 * How rows are divided into segments: by ranges of a whole number, each `width` wide and beginning at `from` or a
 * multiple of the width away from it; or by so many leading digits of the hash of the key.
 */
export type Division =
  | { readonly by: "range"; readonly from: bigint; readonly width: bigint }
  | { readonly by: "hash"; readonly digits: number };

/** What a segment has. */
export interface SegmentSum {
  /** How many rows. */
  readonly rows: number;
  /** The sums of their hashes. */
  readonly sums: string;
}

/** Segments of one division: by where they begin, or their digits; NULL keys are in `null`. */
export interface Segments {
  /** The division that they are of. */
  readonly division: Division;
  /** Which ones. */
  readonly names: readonly string[];
}

/** One side: what stands behind `from`, and the columns that are compared. */
export interface HashedSide {
  /** Which side it is. */
  readonly side: "left" | "right";
  /** What stands behind `from`. */
  readonly from: Sql;
  /** The key first. */
  readonly columns: readonly ComparedColumn[];
}

/** Asks for the least and the greatest value of a key that is one whole number; `null` if there is none. */
export function askBounds({ from, side, columns }: HashedSide): Query<readonly bigint[] | null> {
  const key = columns[0]?.[side] ?? sql`null`;
  const bounds = sql`select min(${key}) as least, max(${key}) as greatest from ${from}`;
  return query("askBounds", bounds, (answer) => {
    const found = answer.columns.map((column) => formatValue(column, 0));
    const [least = null, greatest = null] = found;
    return least === null || greatest === null ? null : [BigInt(least), BigInt(greatest)];
  });
}

/** Which segments are summed, and how. */
export interface SumOptions {
  /** What they are. */
  readonly division: Division;
  /** Only those within these; all if `null`. */
  readonly within: Segments | null;
  /** By `rowText`, which is faster, and by which segments of equal rows may differ. */
  readonly quick: boolean;
}

/** Asks for the sums of segments. */
export function sumSegments(
  hashed: HashedSide,
  { division, within, quick }: SumOptions,
): Query<ReadonlyMap<string, SegmentSum>> {
  const sums = halfSumsByGroup({
    from: hashed.from,
    where: where(hashed, within),
    hash: quick ? md5(rowText(hashedColumns(hashed))) : hashOf(hashed, "row"),
    group: nameOf(hashed, division),
  });
  return query("sumSegments", sums, (answer) => {
    const parts = answer.columns.slice(2);
    return new Map(
      Array.from({ length: answer.count }, (_, index) => [
        readText(answer, 0, index),
        {
          rows: Number(readText(answer, 1, index)),
          sums: readHalfSums(parts.map((part) => formatValue(part, index))),
        },
      ]),
    );
  });
}

/** What of the rows is brought here. */
export interface PullOptions {
  /** Only rows with these hashes of the key; all if not given. */
  readonly keys?: readonly string[];
  /** Whether their values come too. */
  readonly values: boolean;
}

/** Asks for rows of segments. */
export function pullRows(
  hashed: HashedSide,
  within: Segments,
  { keys, values }: PullOptions,
): Query<readonly PulledRow[]> {
  const { columns, from, side } = hashed;
  const encoded = values
    ? columns.map(
        (column, index) =>
          sql`, ${encodeValue(column[side], column.kind)} as ${identifier(`v${index}`)}`,
      )
    : [];
  const rows = sql`select ${hashOf(hashed, "key")} as key_hash, ${hashOf(hashed, "row")} as row_hash${joinSql(encoded, "")}
    from ${from}${where(hashed, within)}`;
  const wanted =
    keys === undefined
      ? rows
      : sql`select * from (${rows}${fence()}) as hashed where key_hash in (${keys})`;
  return query("pullRows", wanted, (answer) =>
    Array.from({ length: answer.count }, (_, index) => ({
      key: readText(answer, 0, index),
      hash: readText(answer, 1, index),
      values: encoded.map((_value, offset) => readText(answer, offset + 2, index)),
    })),
  );
}

function hashOf({ columns, side, from }: HashedSide, what: "key" | "row"): Sql {
  const hashed = what === "key" ? columns.filter(({ isKey }) => isKey) : columns;
  return rowHash(hashedColumns({ columns: hashed, side, from }));
}

function hashedColumns({ columns, side }: HashedSide): readonly HashedColumn[] {
  return columns.map((column) => ({ sql: column[side], type: column.kind }));
}

/** The segment of a row. */
function nameOf(hashed: HashedSide, division: Division): Sql {
  if (division.by === "hash")
    return sql`substr(${hashOf(hashed, "key")}, 1, ${plainNumber(division.digits)})`;
  const key = hashed.columns[0]?.[hashed.side] ?? sql`null`;
  return sql`${key} - mod(${key} - ${division.from}, ${division.width})`;
}

/** Above it, a list of segments is better than their ranges. */
const manyRanges = 64;

function where(hashed: HashedSide, within: Segments | null): Sql {
  if (within === null) return sql``;
  const { division, names } = within;
  if (division.by === "hash") return sql` where ${nameOf(hashed, division)} in (${names})`;
  const key = hashed.columns[0]?.[hashed.side] ?? sql`null`;
  const starts = names.filter((name) => name !== "null").map(BigInt);
  const ranges = mergeRanges(starts, division.width);
  const nulls = starts.length < names.length ? [sql`${key} is null`] : [];
  const between = (from: bigint, to: bigint): Sql => sql`${key} between ${from} and ${to}`;
  const [first] = ranges;
  const last = ranges.at(-1);
  if (first === undefined || last === undefined) return sql` where ${joinSql(nulls, " or ")}`;
  const listed =
    ranges.length <= manyRanges
      ? ranges.map(([from, to]) => between(from, to))
      : [sql`(${between(first[0], last[1])} and ${nameOf(hashed, division)} in (${starts}))`];
  return sql` where (${joinSql([...listed, ...nulls], " or ")})`;
}

/** Adjacent ranges as one. */
function mergeRanges(
  starts: readonly bigint[],
  width: bigint,
): readonly (readonly [from: bigint, to: bigint])[] {
  const ranges: [bigint, bigint][] = [];
  for (const start of starts.toSorted((a, b) => (a < b ? -1 : 1))) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] + 1n === start) last[1] = start + width - 1n;
    else ranges.push([start, start + width - 1n]);
  }
  return ranges;
}
