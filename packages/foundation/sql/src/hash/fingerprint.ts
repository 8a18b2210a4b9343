import { toNames, valueAt, type Column, type Rows, type TableName, type TypeName } from "@dx/core";
import { dialectCall } from "../dialect/functions.ts";
import { identifier } from "../identifier.ts";
import { rowsOf } from "../inquiry/count-rows.ts";
import type { Query } from "../inquiry/inquiry.ts";
import { query } from "../inquiry/query.ts";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";
import { hashValues } from "./hash-values.ts";
import { rowHash } from "./row-hash.ts";

/** What tells whether two tables have the same rows, in whatever order; duplicates count. */
export interface Fingerprint {
  /** How many rows there are. */
  readonly count: number;
  /** The sum of their hashes, modulo 2 ** 128, as 32 hexadecimal digits. */
  readonly sum: string;
}

/** A column whose values are taken. */
export interface FingerprintColumn {
  /** Its name. */
  readonly name: string;
  /** Its type. */
  readonly type: TypeName;
}

const modulus = 2n ** 128n;

/**
 * Asks for the fingerprint of a table or of the rows of a query: the same from every engine for the same values,
 * and the same as {@link fingerprintOf} gives. See `rowHash` for what counts as the same.
 * @param columns - at least one, in an order that counts; their names do not
 * @throws DxError `DX_CORE_NAMES` without columns; on rendering as `rowHash`
 * @example
 * ```ts
 * import { fingerprintRows } from "@dx/sql";
 * const asked = fingerprintRows("shop.orders", [{ name: "id", type: "int64" }]);
 * if (asked.questions.length !== 1) throw new Error();
 * ```
 */
export function fingerprintRows(
  rows: TableName | Sql,
  columns: readonly FingerprintColumn[],
): Query<Fingerprint> {
  toNames(columns.map(({ name }) => name));
  const hash = rowHash(columns.map(({ name, type }) => ({ sql: identifier(name), type })));
  const hashed = dialectCall("hash-once", sql`(${rowsOf(rows)}) as every_row`, hash);
  const sums = dialectCall("hash-sums", sql`hashed.row_hash`);
  const question = sql`select count(*) as n, ${sums} from ${hashed}`;
  return query("fingerprintRows", question, readFingerprint);
}

/** The fingerprint of rows at hand, all columns taken. */
export function fingerprintOf({ count, columns }: Rows): Fingerprint {
  let sum = 0n;
  for (let index = 0; index < count; index += 1) {
    const values = columns.map((column) => ({ type: column, value: valueAt(column, index) }));
    sum += BigInt(`0x${hashValues(values)}`);
  }
  return { count, sum: toHex(sum) };
}

/** Sums of parts of the hashes, the highest digits first. */
function readFingerprint({ columns: [count, ...parts] }: Rows): Fingerprint {
  const bits = 128n / BigInt(Math.max(parts.length, 1));
  const sum = parts.reduce((high, part) => (high << bits) + readWhole(part), 0n);
  return { count: Number(readWhole(count)), sum: toHex(sum) };
}

function readWhole(column: Column | undefined): bigint {
  const value = column === undefined ? null : valueAt(column, 0);
  return typeof value === "bigint" || typeof value === "string" ? BigInt(value) : 0n;
}

function toHex(sum: bigint): string {
  return (((sum % modulus) + modulus) % modulus).toString(16).padStart(32, "0");
}
