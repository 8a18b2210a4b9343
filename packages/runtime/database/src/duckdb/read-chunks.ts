import {
  createRows,
  DxError,
  infiniteMicros,
  type Column,
  type DataType,
  type Rows,
} from "@dx/core";
import {
  DuckDBBlobValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBTypeId,
  type DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
  type DuckDBVector,
} from "@duckdb/node-api";
import { nativeOf, typeOf } from "./types.ts";

/** A column of a result. */
export interface ChunkColumn {
  readonly name: string;
  readonly type: DuckDBType;
  /** The type that it had before the engine cast it to text. */
  readonly native?: string;
}

/** Chunks as columns. */
export function readChunks(
  columns: readonly ChunkColumn[],
  chunks: readonly DuckDBDataChunk[],
): Rows {
  const count = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  return createRows(
    columns.map((column, at) =>
      readColumn(
        column,
        chunks.map((chunk) => chunk.getColumnVector(at)),
        count,
      ),
    ),
    count,
  );
}

type Vector = DuckDBVector<DuckDBValue>;
type Fixed = Uint8Array | Int32Array | Float64Array | BigInt64Array;

function readColumn(column: ChunkColumn, vectors: readonly Vector[], count: number): Column {
  const type = declared(column);
  const held = holdFixed(column, type, count);
  if (held === null) {
    const values: unknown[] = [];
    for (const vector of vectors) readListed(column, vector, values);
    return toColumn(column.name, type, { values });
  }
  let validity: Uint8Array | undefined;
  let at = 0;
  for (const vector of vectors) {
    copyFixed(column, vector, { values: held, at });
    const bits = validityOf(vector);
    if (bits !== null)
      for (let index = 0; index < vector.itemCount; index += 1)
        if (((bits[index >> 3] ?? 0) & (1 << (index & 7))) === 0) {
          validity ??= new Uint8Array(count).fill(1);
          validity[at + index] = 0;
          held[at + index] = held instanceof BigInt64Array ? 0n : 0;
        }
    at += vector.itemCount;
  }
  return toColumn(
    column.name,
    type,
    validity === undefined ? { values: held } : { values: held, validity },
  );
}

function toColumn(
  name: string,
  type: DataType,
  held: { readonly values: unknown; readonly validity?: Uint8Array },
): Column {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the values were made for the type
  return { ...type, name, ...held } as unknown as Column;
}

/** The type as dx has it. */
export function declared({ type, native }: ChunkColumn): DataType {
  if (native !== undefined) return { kind: "text", native };
  return typeOf(type) ?? { kind: "text", native: nativeOf(type) };
}

function holdFixed({ type }: ChunkColumn, { kind }: DataType, count: number): Fixed | null {
  switch (kind) {
    case "boolean":
      return new Uint8Array(count);
    case "int32":
    case "date":
      return new Int32Array(count);
    case "float64":
      return new Float64Array(count);
    case "int64":
    case "time":
    case "timestamp":
    case "instant":
      return new BigInt64Array(count);
    default:
      return null;
  }
}

/** Copies values of fixed width: whole arrays where the client has them, else one by one. */
function copyFixed(
  { type }: ChunkColumn,
  vector: Vector,
  { values, at }: { readonly values: Fixed; readonly at: number },
): void {
  const items: unknown = Reflect.get(vector, "items");
  const factor = factors[type.typeId] ?? 1n;
  if (values instanceof BigInt64Array) {
    if (items instanceof BigInt64Array && factor === 1n) values.set(items, at);
    else
      for (let index = 0; index < vector.itemCount; index += 1)
        values[at + index] = toBigint(vector.getItem(index), factor, type);
  } else if (
    values instanceof Uint8Array ||
    !ArrayBuffer.isView(items) ||
    items instanceof BigInt64Array
  )
    for (let index = 0; index < vector.itemCount; index += 1)
      values[at + index] = toNumber(vector.getItem(index));
  else if (isNumbers(items)) values.set(items, at);
}

const factors: Readonly<Partial<Record<DuckDBTypeId, bigint>>> = {
  [DuckDBTypeId.TIMESTAMP_S]: 1_000_000n,
  [DuckDBTypeId.TIMESTAMP_MS]: 1000n,
};

function isNumbers(items: ArrayBufferView): items is Int32Array | Float64Array {
  return !(items instanceof DataView) && !(items instanceof BigUint64Array);
}

/** The number in a value of the client. */
function toNumber(value: DuckDBValue): number {
  if (typeof value === "number" || typeof value === "boolean") return Number(value);
  return field(value, "days");
}

function field(value: DuckDBValue, name: "days"): number {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : 0;
  return typeof found === "number" ? found : 0;
}

function toBigint(value: DuckDBValue, factor: bigint, type: DuckDBType): bigint {
  if (value === null) return 0n;
  if (typeof value === "number" || typeof value === "bigint") return BigInt(value);
  const found = ["micros", "milliseconds", "millis", "seconds"]
    .map((name): unknown => Reflect.get(Object(value), name))
    .find((one) => typeof one === "bigint");
  if (typeof found !== "bigint") throw unreadable(type);
  if (found === infiniteMicros || found === -infiniteMicros) return found;
  const micros = found * factor;
  if (micros >= infiniteMicros || micros <= -infiniteMicros) throw unreadable(type);
  return micros;
}

function unreadable(type: DuckDBType): DxError {
  return new DxError("DX_DATABASE_VALUE", `a value of ${nativeOf(type)} is out of range`, {
    hint: "cast the column to text in the query",
  });
}

/** Which rows are not NULL, a bit each; `null` if all are. */
function validityOf(vector: Vector): Uint8Array | null {
  const validity: unknown = Reflect.get(vector, "validity");
  const data: unknown =
    typeof validity === "object" && validity !== null ? Reflect.get(validity, "data") : undefined;
  if (data === null) return null;
  if (data instanceof BigUint64Array)
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const bits = new Uint8Array(Math.ceil(vector.itemCount / 8)).fill(255);
  for (let index = 0; index < vector.itemCount; index += 1)
    if (vector.getItem(index) === null)
      bits[index >> 3] = (bits[index >> 3] ?? 0) & ~(1 << (index & 7));
  return bits;
}

function readListed(column: ChunkColumn, vector: Vector, values: unknown[]): void {
  for (let index = 0; index < vector.itemCount; index += 1)
    values.push(toListed(vector.getItem(index), column));
}

function toListed(value: DuckDBValue, { type }: ChunkColumn): unknown {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "bigint" && typeOf(type)?.kind === "decimal")
    return { unscaled: value, scale: 0 };
  if (value instanceof DuckDBDecimalValue) return { unscaled: value.value, scale: value.scale };
  if (value instanceof DuckDBBlobValue) return new Uint8Array(value.bytes);
  if (value instanceof DuckDBIntervalValue && typeOf(type) !== null) {
    const { months, days, micros } = value;
    return { months, days, micros };
  }
  return String(value);
}
