import { type Column, type DataType, type Rows } from "@dx/core";
import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  DuckDBBlobValue,
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
import { writeStrings } from "./write-strings.ts";
import { cannotHold, sameColumns, showValue } from "../internal/require-type.ts";

const most = 2048;

/** The engine's type of each kind. */
export function chunkType(type: DataType): DuckDBType {
  switch (type.kind) {
    case "boolean":
      return BOOLEAN;
    case "int32":
      return INTEGER;
    case "int64":
      return BIGINT;
    case "float64":
      return DOUBLE;
    case "decimal":
      return DECIMAL(type.precision ?? 38, type.scale ?? 0);
    case "date":
      return DATE;
    case "time":
      return TIME;
    case "timestamp":
      return TIMESTAMP;
    case "instant":
      return TIMESTAMPTZ;
    case "interval":
      return INTERVAL;
    case "bytes":
      return BLOB;
    case "uuid":
      return UUID;
    case "json":
    case "text":
      return VARCHAR;
  }
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

type Vector = DuckDBVector<DuckDBValue>;

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
        column,
        part,
        vector,
        ({ months, days, micros }) => new DuckDBIntervalValue(months, days, micros),
      );
      return;
    case "bytes":
      writeListed(column, part, vector, (bytes) => new DuckDBBlobValue(bytes));
      return;
    case "uuid":
      writeListed(column, part, vector, (text) =>
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
  const items: unknown = Reflect.get(vector, "items");
  const isWhole =
    (items instanceof BigInt64Array && values instanceof BigInt64Array) ||
    (items instanceof Int32Array && values instanceof Int32Array) ||
    (items instanceof Float64Array && values instanceof Float64Array);
  if (isWhole && items instanceof BigInt64Array && values instanceof BigInt64Array)
    items.set(values.subarray(from, from + count));
  else if (isWhole && !(items instanceof BigInt64Array) && !(values instanceof BigInt64Array))
    items.set(values.subarray(from, from + count));
  for (let index = 0; index < count; index += 1)
    if (validity !== undefined && validity[from + index] !== 1) vector.setItem(index, null);
    else if (!isWhole) vector.setItem(index, wrap(kind, values[from + index] ?? 0));
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
  { values }: { readonly values: readonly (T | null)[] },
  { from, count }: Part,
  vector: Vector,
  // oxlint-disable-next-line max-params -- what is written last
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
  const part = values.slice(from, from + count);
  if (part.some((text) => text !== null && /\p{Cs}/u.test(text)))
    throw cannotHold(target, "a text is not well-formed Unicode");
  writeStrings(vector, part);
}
