import { type Column, type DataType, type Rows } from "@dx/core";
import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  DuckDBBlobValue,
  DuckDBBooleanVector,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  DuckDBUUIDValue,
  INTEGER,
  INTERVAL,
  TIME,
  TIMESTAMP,
  TIMESTAMPTZ,
  UUID,
  VARCHAR,
  type DuckDBType,
  type DuckDBValue,
  type DuckDBVector,
} from "@duckdb/node-api";
import type { Target } from "../driver.ts";
import { writeNulls } from "./write-nulls.ts";
import { writeStrings } from "./write-strings.ts";
import { cannotHold, sameColumns, showValue } from "../internal/require-type.ts";

const most = 2048;
const mostDigits = 38;

const chunkTypes = {
  boolean: BOOLEAN,
  int32: INTEGER,
  int64: BIGINT,
  float64: DOUBLE,
  date: DATE,
  time: TIME,
  timestamp: TIMESTAMP,
  instant: TIMESTAMPTZ,
  interval: INTERVAL,
  bytes: BLOB,
  uuid: UUID,
  json: VARCHAR,
  text: VARCHAR,
} as const satisfies Record<Exclude<DataType["kind"], "decimal">, DuckDBType>;

function chunkType(type: DataType): DuckDBType {
  if (type.kind !== "decimal") return chunkTypes[type.kind];
  return DECIMAL(type.precision ?? mostDigits, type.scale ?? 0);
}

/** Rows as chunks, one after the other. */
export function* writeChunks(rows: Rows, targets: readonly Target[]): Generator<DuckDBDataChunk> {
  const types = targets.map(({ type }) => chunkType(type));
  const columns = sameColumns(rows, targets);
  for (let from = 0; from < rows.count; from += most) {
    const count = Math.min(most, rows.count - from);
    const chunk = DuckDBDataChunk.create(types, count);
    for (const [at, column] of columns.entries()) {
      const vector = chunk.getColumnVector(at);
      const target = targets[at];
      if (target !== undefined) write(column, vector, { from, count, target });
      vector.flush();
    }
    yield chunk;
  }
}

interface Part {
  readonly from: number;
  readonly count: number;
  readonly target: Target;
}

type Vector = DuckDBVector;

function write(column: Column, vector: Vector, part: Part): void {
  switch (column.kind) {
    case "boolean":
    case "int32":
    case "int64":
    case "float64":
    case "date":
    case "time":
    case "timestamp":
    case "instant":
      writeFixed(column, vector, part);
      return;
    case "decimal":
      writeDecimals(column, vector, part);
      return;
    case "interval":
      writeListed(
        column.values,
        { ...part, vector },
        ({ months, days, micros }) => new DuckDBIntervalValue(months, days, micros),
      );
      return;
    case "bytes":
      writeListed(column.values, { ...part, vector }, (bytes) => new DuckDBBlobValue(bytes));
      return;
    case "uuid":
      writeListed(column.values, { ...part, vector }, (text) =>
        DuckDBUUIDValue.fromUint128(BigInt(`0x${text.replaceAll("-", "")}`)),
      );
      return;
    case "json":
    case "text":
      writeTexts(column, part, vector);
  }
}

type FixedColumn = Extract<Column, { readonly values: ArrayBufferView }>;

/** A whole array where the client has one, else value by value. */
function writeFixed(column: FixedColumn, vector: Vector, { from, count }: Part): void {
  const { values, validity, kind } = column;
  if (!setWhole(vector, values.subarray(from, from + count)))
    for (let index = 0; index < count; index += 1)
      vector.setItem(index, wrap(kind, values[from + index] ?? 0));
  if (validity !== undefined) writeNulls(vector, count, (index) => validity[from + index] !== 1);
}

function setWhole(vector: Vector, values: FixedColumn["values"]): boolean {
  const items: unknown = Reflect.get(vector, "items");
  if (items instanceof BigInt64Array && values instanceof BigInt64Array) items.set(values);
  else if (items instanceof Int32Array && values instanceof Int32Array) items.set(values);
  else if (items instanceof Float64Array && values instanceof Float64Array) items.set(values);
  else if (vector instanceof DuckDBBooleanVector && values instanceof Uint8Array) {
    const data: unknown = Reflect.get(vector, "dataView");
    if (!(data instanceof DataView) || data.byteLength !== values.length) return false;
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength).set(values);
  } else return false;
  return true;
}

function wrap(kind: FixedColumn["kind"], value: number | bigint): DuckDBValue {
  switch (kind) {
    case "boolean":
      return value === 1;
    case "date":
      return new DuckDBDateValue(Number(value));
    case "time":
      return new DuckDBTimeValue(BigInt(value));
    case "timestamp":
      return new DuckDBTimestampValue(BigInt(value));
    case "instant":
      return new DuckDBTimestampTZValue(BigInt(value));
    default:
      return value;
  }
}

function writeListed<T>(
  values: readonly (T | null)[],
  { from, count, vector }: Part & { readonly vector: Vector },
  toItem: (value: T) => DuckDBValue,
): void {
  for (let index = 0; index < count; index += 1) {
    const value = values[from + index] ?? null;
    vector.setItem(index, value === null ? null : toItem(value));
  }
}

function writeDecimals(column: Column<"decimal">, vector: Vector, part: Part): void {
  const { from, count, target } = part;
  const { precision = 38, scale = 0 } = target.type.kind === "decimal" ? target.type : {};
  const limit = 10n ** BigInt(precision);
  for (let index = 0; index < count; index += 1) {
    const value = column.values[from + index] ?? null;
    if (value === null) vector.setItem(index, null);
    else {
      const more = scale - value.scale;
      const power = 10n ** BigInt(Math.abs(more));
      const unscaled = more < 0 ? value.unscaled / power : value.unscaled * power;
      const isExact = more >= 0 || unscaled * power === value.unscaled;
      if (!isExact || unscaled >= limit || unscaled <= -limit)
        throw cannotHold(
          target,
          `${showValue(column, from + index)} does not fit decimal(${precision}, ${scale})`,
        );
      vector.setItem(index, new DuckDBDecimalValue(unscaled, precision, scale));
    }
  }
}

function writeTexts(
  { values }: { readonly values: readonly (string | null)[] },
  { from, count, target }: Part,
  vector: Vector,
): void {
  writeStrings(vector, values.slice(from, from + count), (text) => {
    if (/\p{Cs}/u.test(text)) throw cannotHold(target, "a text is not well-formed Unicode");
  });
}
