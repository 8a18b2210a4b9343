import type { PlainObject, TypeName } from "@dx/core";
import { readTime } from "./read-time.ts";

type Types = Readonly<Record<string, TypeName>>;

const timeTypes: ReadonlySet<TypeName> = new Set<TypeName>(["timestamp", "date"]);
const bounds = ["min_value", "max_value"] as const;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The bounds of an expectation as ISO text, where they are times that are written otherwise. */
export function withIsoTimes(document: unknown): unknown {
  if (!isRecord(document) || !Array.isArray(document["expectations"])) return document;
  const expectations = document["expectations"].map((one: unknown) => {
    if (!isRecord(one) || !isRecord(one["kwargs"])) return one;
    const { kwargs } = one;
    const times = bounds.flatMap((key) => {
      const bound = kwargs[key];
      const time = typeof bound === "string" ? readTime(bound) : undefined;
      return time === undefined ? [] : [[key, time] as const];
    });
    return times.length === 0
      ? one
      : { ...one, kwargs: { ...kwargs, ...Object.fromEntries(times) } };
  });
  return { ...document, expectations };
}

/**
 * Rows with their times as ISO text: JSON has none, so that a column is one of times if its type says so, or if it is held
 * against bounds that are times and has no other text.
 */
export function withTimes(
  data: readonly PlainObject[],
  types: Types,
  check: unknown,
): { readonly data: readonly PlainObject[]; readonly types: Types } {
  const told = Object.entries(types)
    .filter(([, type]) => timeTypes.has(type))
    .map(([name]) => name);
  const guessed = [columnOfTimes(check)].filter(
    (name) => name !== undefined && !(name in types) && areTimes(data, name),
  );
  const columns = [...told, ...guessed].flatMap((name) => name ?? []);
  if (columns.length === 0) return { data, types };
  return {
    data: data.map((row) => ({
      ...row,
      ...Object.fromEntries(columns.map((name) => [name, isoOf(row[name])])),
    })),
    types: { ...types, ...Object.fromEntries(guessed.map((name) => [name ?? "", "timestamp"])) },
  };
}

function isoOf(value: PlainObject[string]): PlainObject[string] {
  return typeof value === "string" ? (readTime(value) ?? value) : value;
}

/** The column of an expectation whose bounds are times. */
function columnOfTimes(check: unknown): string | undefined {
  const kwargs = isRecord(check) && isRecord(check["kwargs"]) ? check["kwargs"] : {};
  const given = bounds
    .map((key) => kwargs[key])
    .filter((bound) => bound !== undefined && bound !== null);
  const areBounds = given.every(
    (bound) => typeof bound === "string" && readTime(bound) !== undefined,
  );
  const { column } = kwargs;
  return given.length > 0 && areBounds && typeof column === "string" ? column : undefined;
}

function areTimes(data: readonly PlainObject[], name: string): boolean {
  const values = data
    .map((row) => row[name])
    .filter((value) => value !== null && value !== undefined);
  return (
    values.length > 0 &&
    values.every((value) => typeof value === "string" && readTime(value) !== undefined)
  );
}

/** Rows whose columns of text beside other values are JSON in all of them, as such columns are loaded. */
export function withJson(data: readonly PlainObject[], types: Types): readonly PlainObject[] {
  const names = [...new Set(data.flatMap((row) => Object.keys(row)))].filter(
    (name) => !(name in types),
  );
  const mixed = names.filter((name) => {
    const kinds = new Set(
      data.flatMap((row) => ((row[name] ?? null) === null ? [] : [typeof row[name]])),
    );
    return kinds.has("string") && kinds.size > 1;
  });
  if (mixed.length === 0) return data;
  return data.map((row) =>
    Object.assign({}, row, Object.fromEntries(mixed.map((name) => [name, jsonOf(row[name])]))),
  );
}

function jsonOf(value: PlainObject[string]): PlainObject[string] {
  return typeof value === "string" ? JSON.stringify(value) : value;
}
