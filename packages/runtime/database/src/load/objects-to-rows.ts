import { createRows, dataType, toRows, type Column, type DataType } from "@dx/core";
import type { PlainObject, Rows, TypeName } from "@dx/core";

/** What `toRows` of `@dx/core` makes of objects; columns of one simple type are made in a tight loop. */
export function objectsToRows(
  objects: readonly PlainObject[],
  types: Readonly<Record<string, TypeName>>,
): Rows {
  const arePlain = objects.every(isPlain);
  const columns = namesOf(objects, types).map((name) => {
    const given = Object.hasOwn(types, name) ? types[name] : undefined;
    const type = given === undefined ? guess(objects, name) : dataType(given);
    const isFast = arePlain && !(name in Object.prototype);
    const fast = isFast ? fastColumn(name, type, objects) : undefined;
    const mayBeFraction = isFast && given === undefined && type?.kind === "int64";
    return (
      fast ??
      (mayBeFraction ? fastColumn(name, { kind: "float64" }, objects) : undefined) ??
      slowColumn(name, given, objects)
    );
  });
  return createRows(columns, objects.length);
}

function isPlain(object: PlainObject): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

function namesOf(
  objects: readonly PlainObject[],
  types: Readonly<Record<string, TypeName>>,
): readonly string[] {
  const names = new Set(Object.keys(types));
  let last: readonly string[] = [];
  for (const one of objects) {
    let at = 0;
    for (const name in one)
      if (name !== last[at++] && Object.hasOwn(one, name) && !names.has(name)) names.add(name);
    if (at !== last.length) last = Object.keys(one);
  }
  return [...names];
}

/** The type of the first value; `number` that is whole may yet be a fraction further down. */
function guess(objects: readonly PlainObject[], name: string): DataType | undefined {
  for (const one of objects) {
    const value = one[name];
    switch (typeof value) {
      case "string":
        return { kind: "text" };
      case "boolean":
        return { kind: "boolean" };
      case "bigint":
        return { kind: "int64" };
      case "number":
        return { kind: Number.isSafeInteger(value) ? "int64" : "float64" };
      case "undefined":
        continue;
      default:
        if (value !== null) return undefined;
    }
  }
  return undefined;
}

/** A column, if its type is simple and all values are of it. */
function fastColumn(
  name: string,
  type: DataType | undefined,
  objects: readonly PlainObject[],
): Column | undefined {
  const count = objects.length;
  switch (type?.kind) {
    case "text": {
      const values = texts(objects, name);
      return values === undefined ? undefined : { ...type, name, values };
    }
    case "boolean": {
      const values = new Uint8Array(count);
      return fill({ ...type, name, values }, objects, (index, value) => {
        if (typeof value !== "boolean") return false;
        values[index] = value ? 1 : 0;
        return true;
      });
    }
    case "int64": {
      const values = new BigInt64Array(count);
      return fill({ ...type, name, values }, objects, int64Writer(values));
    }
    case "float64": {
      const values = new Float64Array(count);
      return fill({ ...type, name, values }, objects, (index, value) => {
        if (typeof value !== "number") return false;
        values[index] = value;
        return true;
      });
    }
    default:
      return undefined;
  }
}

function texts(
  objects: readonly PlainObject[],
  name: string,
): readonly (string | null)[] | undefined {
  const values = Array.from<string | null>({ length: objects.length });
  for (let index = 0; index < objects.length; index += 1) {
    const value = objects[index]?.[name] ?? null;
    if (value !== null && typeof value !== "string") return undefined;
    values[index] = value;
  }
  return values;
}

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
const word = 4_294_967_296;

/** Writes whole numbers; a `number` in two halves, which makes no `bigint`. */
function int64Writer(values: BigInt64Array): (index: number, value: unknown) => boolean {
  const halves = new Int32Array(values.buffer);
  return (index, value) => {
    if (typeof value === "number") {
      if (!Number.isSafeInteger(value)) return false;
      if (!isLittleEndian) values[index] = BigInt(value);
      else {
        const high = Math.floor(value / word);
        halves[index * 2] = value - high * word;
        halves[index * 2 + 1] = high;
      }
      return true;
    }
    if (typeof value !== "bigint" || BigInt.asIntN(64, value) !== value) return false;
    values[index] = value;
    return true;
  };
}

function fill(
  column: Column,
  objects: readonly PlainObject[],
  write: (index: number, value: unknown) => boolean,
): Column | undefined {
  const { name } = column;
  let validity: Uint8Array | undefined;
  for (let index = 0; index < objects.length; index += 1) {
    const value = objects[index]?.[name] ?? null;
    if (value === null) {
      validity ??= new Uint8Array(objects.length).fill(1);
      validity[index] = 0;
    } else if (!write(index, value)) return undefined;
  }
  return validity === undefined ? column : { ...column, validity };
}

/** Everything else, and the error for what does not fit. */
function slowColumn(
  name: string,
  type: TypeName | undefined,
  objects: readonly PlainObject[],
): Column {
  const alone = objects.map((one) =>
    Object.fromEntries(Object.hasOwn(one, name) ? [[name, one[name]]] : []),
  );
  const types = type === undefined ? {} : { [name]: type };
  const [column] = toRows(alone, types).columns;
  return column ?? { kind: "text", name, values: [] };
}
