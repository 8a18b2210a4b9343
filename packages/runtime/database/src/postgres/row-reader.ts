import {
  createRows,
  DxError,
  infiniteDays,
  infiniteMicros,
  type Column,
  type DataType,
} from "@dx/core";
import type { Rows, ValueOf } from "@dx/core";
import { columnOf } from "./types.ts";
import { readNumeric } from "./read-numeric.ts";

/** A column that is to be read. */
export interface Wanted {
  readonly name: string;
  readonly type: DataType;
  /** The number of its type. */
  readonly oid: number;
}

/** Takes rows in the server's form, and gives them as columns. */
export interface RowReader {
  readonly onRow: (bytes: Buffer, at: number) => void;
  /** What was taken since the last time. */
  readonly flush: () => Rows;
}

/** Reads rows into columns; `expected` is how many rows it makes room for at first. */
export function createRowReader(wanted: readonly Wanted[], expected = 1024): RowReader {
  let count = 0;
  let readers = wanted.map((one) => createCells(one, expected));
  return {
    onRow: (bytes, at) => {
      let from = at + 2;
      for (const reader of readers) {
        const length = bytes.readInt32BE(from);
        from += 4;
        reader.take(count, length < 0 ? null : bytes, { from, length });
        if (length > 0) from += length;
      }
      count += 1;
    },
    flush: () => {
      const columns = readers.map((reader) => reader.column(count));
      const rows = createRows(columns, count);
      count = 0;
      readers = wanted.map((one) => createCells(one, Math.max(expected, rows.count)));
      return rows;
    },
  };
}

interface Span {
  from: number;
  length: number;
}

interface Cells {
  readonly take: (index: number, bytes: Buffer | null, span: Span) => void;
  readonly column: (count: number) => Column;
}

function createCells(wanted: Wanted, expected: number): Cells {
  const { kind } = wanted.type;
  switch (kind) {
    case "boolean":
      return fixed(wanted, new Uint8Array(expected), (bytes, at) => bytes[at] ?? 0);
    case "int32":
      return fixed(
        wanted,
        new Int32Array(expected),
        wanted.oid === 21
          ? (bytes, at) => bytes.readInt16BE(at)
          : (bytes, at) => bytes.readInt32BE(at),
      );
    case "float64":
      return fixed(
        wanted,
        new Float64Array(expected),
        wanted.oid === 700
          ? (bytes, at) => bytes.readFloatBE(at)
          : (bytes, at) => bytes.readDoubleBE(at),
      );
    case "date":
      return fixed(wanted, new Int32Array(expected), readDate);
    case "int64":
      return fixed(
        wanted,
        new BigInt64Array(expected),
        wanted.oid === 26
          ? (bytes, at) => BigInt(bytes.readUInt32BE(at))
          : (bytes, at) => bytes.readBigInt64BE(at),
      );
    case "time":
      return fixed(wanted, new BigInt64Array(expected), (bytes, at) => bytes.readBigInt64BE(at));
    case "timestamp":
    case "instant":
      return fixed(wanted, new BigInt64Array(expected), (bytes, at) =>
        readMicros(bytes, at, wanted),
      );
    case "decimal":
      return listed(
        wanted,
        (bytes, { from }) => readNumeric(bytes, from) ?? refuse(wanted, "NaN or an infinity"),
      );
    case "interval":
      return listed(wanted, (bytes, { from }) => readInterval(bytes, from, wanted));
    case "bytes":
      return listed(
        wanted,
        (bytes, { from, length }) => new Uint8Array(bytes.subarray(from, from + length)),
      );
    case "uuid":
      return listed(wanted, (bytes, { from }) => readUuid(bytes, from));
    case "json":
      return listed(wanted, (bytes, { from, length }) =>
        bytes.toString("utf8", wanted.oid === 3802 ? from + 1 : from, from + length),
      );
    case "text":
      return listed(wanted, (bytes, { from, length }) =>
        bytes.toString("utf8", from, from + length),
      );
  }
}

type Fixed = Uint8Array | Int32Array | Float64Array | BigInt64Array;

function fixed<Values extends Fixed>(
  { name, type }: Wanted,
  first: Values,
  read: (bytes: Buffer, at: number) => Values[number],
): Cells {
  let values: Fixed = first;
  let validity: Uint8Array | undefined;
  return {
    take: (index, bytes, span) => {
      if (index >= values.length) {
        values = grow(values);
        if (validity !== undefined) validity = growMask(validity);
      }
      if (bytes === null) {
        validity ??= new Uint8Array(values.length).fill(1);
        validity[index] = 0;
      } else values[index] = read(bytes, span.from);
    },
    column: (count) =>
      columnOf(name, type, {
        values: values.length === count ? values : values.slice(0, count),
        ...(validity === undefined ? {} : { validity: validity.slice(0, count) }),
      }),
  };
}

function grow(values: Fixed): Fixed {
  const length = values.length * 2;
  if (values instanceof BigInt64Array) {
    const more = new BigInt64Array(length);
    more.set(values);
    return more;
  }
  const more =
    values instanceof Uint8Array
      ? new Uint8Array(length)
      : values instanceof Int32Array
        ? new Int32Array(length)
        : new Float64Array(length);
  more.set(values);
  return more;
}

function growMask(mask: Uint8Array): Uint8Array {
  const more = new Uint8Array(mask.length * 2).fill(1);
  more.set(mask);
  return more;
}

function listed(
  { name, type }: Wanted,
  read: (bytes: Buffer, span: Span) => ValueOf[keyof ValueOf],
): Cells {
  const values: (ValueOf[keyof ValueOf] | null)[] = [];
  return {
    take: (_, bytes, span) => {
      values.push(bytes === null ? null : read(bytes, span));
    },
    column: () => columnOf(name, type, { values }),
  };
}

function readDate(bytes: Buffer, at: number): number {
  const days = bytes.readInt32BE(at);
  if (days === 2_147_483_647) return infiniteDays;
  return days === -2_147_483_648 ? -infiniteDays : days + 10_957;
}

const epoch = 946_684_800_000_000n;
const most = infiniteMicros - epoch;

function readMicros(bytes: Buffer, at: number, wanted: Wanted): bigint {
  const micros = bytes.readBigInt64BE(at);
  if (micros < most) return micros === -infiniteMicros - 1n ? -infiniteMicros : micros + epoch;
  return micros === infiniteMicros
    ? infiniteMicros
    : refuse(wanted, "a time after the year 294246");
}

function readInterval(bytes: Buffer, at: number, wanted: Wanted): ValueOf["interval"] {
  const micros = bytes.readBigInt64BE(at);
  const [days, months] = [bytes.readInt32BE(at + 8), bytes.readInt32BE(at + 12)];
  const least = -infiniteMicros - 1n;
  const isInfinite =
    (micros === infiniteMicros && days === infiniteDays && months === infiniteDays) ||
    (micros === least && days === -infiniteDays - 1 && months === -infiniteDays - 1);
  return isInfinite ? refuse(wanted, "an infinite interval") : { months, days, micros };
}

function readUuid(bytes: Buffer, at: number): string {
  const hex = bytes.toString("hex", at, at + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function refuse({ name, type }: Wanted, what: string): never {
  throw new DxError("DX_DATABASE_VALUE", `column ${name} of ${type.kind} has ${what}`, {
    path: [name],
    hint: "no value of dx says that; cast the column to text in the query",
  });
}
