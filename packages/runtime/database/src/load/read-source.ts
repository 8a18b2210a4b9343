import {
  createColumn,
  createRows,
  dataType,
  DxError,
  formatValue,
  parsePlainValue,
} from "@dx/core";
import type { Column, PlainObject, Rows, TypeName } from "@dx/core";
import type { LoadSource } from "../database.ts";
import { throwIfOver, orOver } from "../internal/limit.ts";
import { objectsToRows } from "./objects-to-rows.ts";
import { unknownColumn } from "./select-file.ts";

type Types = Readonly<Record<string, TypeName>>;

/** A source, but for files, as rows that come one after the other. */
export function readSource(
  source: Exclude<LoadSource, string>,
  types: Types,
): Iterable<Rows> | AsyncIterable<Rows> {
  if (isRows(source)) return [retype(source, types)];
  if (Array.isArray(source)) {
    const list: readonly (PlainObject | Rows)[] = source;
    const objects = list.filter((one): one is PlainObject => !isRows(one));
    if (objects.length === list.length) return [objectsToRows(objects, types)];
  }
  if (!isIterable(source)) throw notASource(source);
  return retypeAll(source, types);
}

function isIterable(value: object): value is Iterable<Rows> | AsyncIterable<Rows> {
  return Symbol.asyncIterator in value || Symbol.iterator in value;
}

function isRows(value: unknown): value is Rows {
  return (
    typeof value === "object" &&
    value !== null &&
    "columns" in value &&
    "count" in value &&
    Array.isArray(value.columns) &&
    typeof value.count === "number" &&
    value.columns.every((one) => typeof one === "object" && one !== null && "values" in one)
  );
}

function notASource(source: unknown): DxError {
  return new DxError("DX_DATABASE_LOAD", `${typeof source} is nothing to load`, {
    hint: "give `Rows`, a list of objects, a stream of `Rows`, or the path of a file",
  });
}

async function* retypeAll(
  source: Iterable<Rows> | AsyncIterable<Rows>,
  types: Types,
): AsyncGenerator<Rows> {
  for await (const rows of source) {
    if (!isRows(rows)) throw notASource(rows);
    yield retype(rows, types);
  }
}

/** Columns in `types` by their canonical text in another type. */
function retype(rows: Rows, types: Types): Rows {
  const given = Object.keys(types);
  if (given.length === 0) return rows;
  const names = rows.columns.map(({ name }) => name);
  const unknown = given.find((name) => !names.includes(name));
  if (unknown !== undefined) throw unknownColumn(unknown, names);
  const columns = rows.columns.map((column) => {
    const wanted = types[column.name];
    return wanted === undefined ? column : retypeColumn(column, wanted);
  });
  return createRows(columns, rows.count);
}

function retypeColumn(column: Column, wanted: TypeName): Column {
  const type = dataType(wanted);
  if (type.kind === column.kind)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same kind holds the same values
    return { ...column, ...type } as Column;
  const values = Array.from({ length: column.values.length }, (_, index) => {
    const text = formatValue(column, index);
    return text === null ? null : parsePlainValue(type, text);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each value was parsed as the type
  return createColumn(column.name, type, values as never);
}

/** Rows one after the other, until it is over. */
export async function* untilOver(
  source: Iterable<Rows> | AsyncIterable<Rows>,
  limit: AbortSignal | undefined,
): AsyncGenerator<Rows> {
  const steps: Iterator<Rows> | AsyncIterator<Rows> =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let done = false;
  try {
    for (;;) {
      throwIfOver(limit);
      // oxlint-disable-next-line no-await-in-loop -- rows are taken when there is room for them
      const step = await orOver(limit, Promise.resolve(steps.next()), () => undefined);
      if (step.done === true) {
        done = true;
        return;
      }
      yield step.value;
    }
  } catch (error) {
    done = true;
    void Promise.resolve(steps.return?.()).catch(() => undefined);
    throw error;
  } finally {
    if (!done) await steps.return?.();
  }
}
