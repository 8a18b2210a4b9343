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
  const cell: Cell = { bytes: nothing, view: viewOf(nothing), from: 0, length: 0 };
  return {
    onRow: (bytes, at) => {
      if (cell.bytes !== bytes) {
        cell.bytes = bytes;
        cell.view = viewOf(bytes);
      }
      const { view } = cell;
      let from = at + 2;
      for (const reader of readers) {
        const length = view.getInt32(from);
        from += 4;
        if (length < 0) reader.takeNull(count);
        else {
          cell.from = from;
          cell.length = length;
          reader.take(count, cell);
          from += length;
        }
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

/** Where a value stands; one object for all, since there are millions. */
interface Cell {
  bytes: Buffer;
  /** Of the same bytes: engines read numbers from it without a call. */
  view: DataView;
  from: number;
  length: number;
}

const nothing = Buffer.alloc(0);

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}

interface Cells {
  readonly take: (index: number, cell: Cell) => void;
  readonly takeNull: (index: number) => void;
  readonly column: (count: number) => Column;
}

function createCells(wanted: Wanted, expected: number): Cells {
  const { oid, type } = wanted;
  switch (type.kind) {
    case "boolean":
      return fixed(wanted, new Uint8Array(expected), ({ view, from }) => view.getUint8(from));
    case "int32":
      return fixed(
        wanted,
        new Int32Array(expected),
        oid === 21
          ? ({ view, from }) => view.getInt16(from)
          : ({ view, from }) => view.getInt32(from),
      );
    case "float64":
      return fixed(
        wanted,
        new Float64Array(expected),
        oid === 700
          ? ({ view, from }) => view.getFloat32(from)
          : ({ view, from }) => view.getFloat64(from),
      );
    case "date":
      return fixed(wanted, new Int32Array(expected), readDate);
    case "int64":
      return fixed(
        wanted,
        new BigInt64Array(expected),
        oid === 26
          ? ({ view, from }) => BigInt(view.getUint32(from))
          : ({ view, from }) => view.getBigInt64(from),
      );
    case "time":
      return fixed(wanted, new BigInt64Array(expected), ({ view, from }) => view.getBigInt64(from));
    case "timestamp":
    case "instant":
      return fixed(wanted, new BigInt64Array(expected), (cell) => readMicros(cell, wanted));
    default:
      return createListed(wanted);
  }
}

function createListed(wanted: Wanted): Cells {
  switch (wanted.type.kind) {
    case "decimal":
      return listed(
        wanted,
        ({ bytes, from }) => readNumeric(bytes, from) ?? refuse(wanted, "NaN or an infinity"),
      );
    case "interval":
      return listed(wanted, (cell) => readInterval(cell, wanted));
    case "bytes":
      return listed(
        wanted,
        ({ bytes, from, length }) => new Uint8Array(bytes.subarray(from, from + length)),
      );
    case "uuid":
      return listed(wanted, readUuid);
    case "json":
      return listed(wanted, (cell) => readText(cell, wanted.oid === 3802 ? 1 : 0));
    default:
      return listed(wanted, (cell) => readText(cell));
  }
}

type Fixed = Uint8Array | Int32Array | Float64Array | BigInt64Array;

function fixed<Values extends Fixed>(
  { name, type }: Wanted,
  first: Values,
  read: (cell: Cell) => Values[number],
): Cells {
  let values: Fixed = first;
  let validity: Uint8Array | undefined;
  const makeRoom = (index: number): void => {
    if (index < values.length) return;
    values = grow(values);
    if (validity !== undefined) validity = growMask(validity);
  };
  return {
    take: (index, cell) => {
      makeRoom(index);
      values[index] = read(cell);
    },
    takeNull: (index) => {
      makeRoom(index);
      validity ??= new Uint8Array(values.length).fill(1);
      validity[index] = 0;
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

function listed({ name, type }: Wanted, read: (cell: Cell) => ValueOf[keyof ValueOf]): Cells {
  const values: (ValueOf[keyof ValueOf] | null)[] = [];
  return {
    take: (_, cell) => {
      values.push(read(cell));
    },
    takeNull: () => {
      values.push(null);
    },
    column: () => columnOf(name, type, { values }),
  };
}

function readText({ bytes, from, length }: Cell, skip = 0): string {
  return bytes.toString("utf8", from + skip, from + length);
}

function readDate({ view, from }: Cell): number {
  const days = view.getInt32(from);
  if (days === 2_147_483_647) return infiniteDays;
  return days === -2_147_483_648 ? -infiniteDays : days + 10_957;
}

const epoch = 946_684_800_000_000n;
const most = infiniteMicros - epoch;

function readMicros({ view, from }: Cell, wanted: Wanted): bigint {
  const micros = view.getBigInt64(from);
  if (micros < most) return micros === -infiniteMicros - 1n ? -infiniteMicros : micros + epoch;
  return micros === infiniteMicros
    ? infiniteMicros
    : refuse(wanted, "a time after the year 294246");
}

function readInterval({ view, from }: Cell, wanted: Wanted): ValueOf["interval"] {
  const micros = view.getBigInt64(from);
  const [days, months] = [view.getInt32(from + 8), view.getInt32(from + 12)];
  const least = -infiniteMicros - 1n;
  const isInfinite =
    (micros === infiniteMicros && days === infiniteDays && months === infiniteDays) ||
    (micros === least && days === -infiniteDays - 1 && months === -infiniteDays - 1);
  return isInfinite ? refuse(wanted, "an infinite interval") : { months, days, micros };
}

function readUuid({ bytes, from }: Cell): string {
  const hex = bytes.toString("hex", from, from + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function refuse({ name, type }: Wanted, what: string): never {
  throw new DxError("DX_DATABASE_VALUE", `column ${name} of ${type.kind} has ${what}`, {
    path: [name],
    hint: "no value of dx says that; cast the column to text in the query",
  });
}
