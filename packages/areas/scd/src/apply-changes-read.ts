import { DxError, nearest } from "@dx/core";
import type { ChangeBatch, ChangeEvent } from "./apply-changes-state.ts";
import { compareValues, identify, readTime, type PlainRow } from "./apply-changes-values.ts";
import type { HistoryColumns } from "./history-spec.ts";

/** What a batch says. */
interface ReadBatch {
  readonly events: readonly ChangeEvent[];
  readonly snapshots: readonly bigint[];
}

/** Reads the rows of a batch as events. */
export function readBatch(columns: HistoryColumns, batch: ChangeBatch): ReadBatch {
  switch (batch.kind) {
    case "snapshot": {
      const at = readTime(batch.at, ["at"]);
      const events = batch.rows.map((row, index) =>
        readRow(columns, row, { index, at, isOfSnapshot: true }),
      );
      return { snapshots: [at], events };
    }
    case "snapshots": {
      const times = batch.times.map((time, index) => readTime(time, ["times", index]));
      const events = batch.rows.map((row, index) => {
        const at = readRowTime(row, batch.at, index);
        return readRow(columns, row, { index, at, isOfSnapshot: true });
      });
      return { snapshots: times, events: events.filter(({ at }) => times.includes(at)) };
    }
    case "delta":
      return { snapshots: [], events: readChanges(columns, { ...batch, deletes: [] }) };
    case "log":
      return { snapshots: [], events: readChanges(columns, batch) };
  }
}

interface Changes {
  readonly rows: readonly PlainRow[];
  readonly sequence: string;
  readonly operation?: string;
  readonly deletes: readonly string[];
  readonly tieBreak?: string;
}

function readChanges(
  columns: HistoryColumns,
  { rows, sequence, operation, deletes, tieBreak }: Changes,
): readonly ChangeEvent[] {
  const read = rows.map((row, index) => {
    const at = readRowTime(row, sequence, index);
    const done = operation === undefined ? null : needColumn(row, operation, index);
    const isDelete = typeof done === "string" && deletes.includes(done);
    const event = readRow(columns, row, { index, at, isOfSnapshot: false, isDelete });
    return { event, place: tieBreak === undefined ? null : needColumn(row, tieBreak, index) };
  });
  const greatest = new Map<string, (typeof read)[number]["place"]>();
  for (const { event, place } of read) {
    const id = placeOf(columns, event);
    const before = greatest.get(id) ?? null;
    greatest.set(id, compareValues(before, place) < 0 ? place : before);
  }
  return read
    .filter(
      ({ event, place }) =>
        compareValues(place, greatest.get(placeOf(columns, event)) ?? null) === 0,
    )
    .map(({ event }) => event);
}

function placeOf({ key }: HistoryColumns, event: ChangeEvent): string {
  return `${identify(event.key, key)} ${event.at}`;
}

interface RowPlace {
  readonly index: number;
  readonly at: bigint;
  readonly isOfSnapshot: boolean;
  readonly isDelete?: boolean;
}

function readRow(
  { key, attributes }: HistoryColumns,
  row: PlainRow,
  { index, at, isOfSnapshot, isDelete = false }: RowPlace,
): ChangeEvent {
  const pick = (names: readonly string[]): PlainRow =>
    Object.fromEntries(names.map((name) => [name, needColumn(row, name, index)]));
  const identity = pick(key);
  const missing = key.find((name) => identity[name] === null);
  if (missing !== undefined)
    throw new DxError("DX_SCD_KEY_NULL", `${missing} of row ${index} is NULL`, {
      path: ["rows", index, missing],
      hint: "a key is never NULL: leave such rows out, or give them a value of their own",
    });
  return { key: identity, at, values: isDelete ? null : pick(attributes), isOfSnapshot };
}

function readRowTime(row: PlainRow, name: string, index: number): bigint {
  const time = needColumn(row, name, index);
  if (time === null)
    throw new DxError("DX_SCD_TIME_NULL", `${name} of row ${index} is NULL`, {
      path: ["rows", index, name],
      hint: "a change needs a time: leave such rows out, or say from when they count",
    });
  return readTime(time, ["rows", index, name]);
}

function needColumn(row: PlainRow, name: string, index: number): PlainRow[string] {
  const value = row[name];
  if (value !== undefined && Object.hasOwn(row, name)) return value;
  const near = nearest(name, Object.keys(row));
  throw new DxError("DX_SCD_SOURCE", `row ${index} has no ${name}`, {
    path: ["rows", index, name],
    hint: near === undefined ? "write null for NULL" : `it has ${near}`,
  });
}
