import { DxError, nearest, type ExactValue } from "@dx/core";
import type { ChangeBatch } from "./apply-changes-state.ts";
import type { PlainRow } from "./apply-changes-values.ts";
import { columnsOf, type ChangeType, type HistorySpec } from "./history-spec.ts";

/** A request, understood. */
interface Request {
  readonly spec: HistorySpec;
  readonly batches: readonly ChangeBatch[];
}

type Fields = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** Reads a request of `dx scd apply`, and refuses what it does not know. */
export function readRequest(request: unknown): Request {
  const { spec: given, batches } = needFields(request, [], ["spec", "batches"]);
  const known = ["key", "tracked", "types", "prior", "validFrom", "validTo", "openEnd", "current"];
  const fields = needFields(given, ["spec"], [...known, "source"]);
  const spec: HistorySpec = {
    key: needNames(fields["key"], ["spec", "key"]),
    tracked: needNames(fields["tracked"], ["spec", "tracked"]),
    validFrom: needText(fields["validFrom"], ["spec", "validFrom"]),
    validTo: needText(fields["validTo"], ["spec", "validTo"]),
    ...optional(fields, "types", (value, path) => needTypes(value, path)),
    ...optional(fields, "prior", (value, path) => needRecord(value, path, needText)),
    ...optional(fields, "openEnd", needText),
    ...optional(fields, "current", needText),
  };
  columnsOf(spec);
  const rows = needList(batches, ["batches"], (batch, path) => needList(batch, path, needRow));
  return { spec, batches: needSource(fields["source"], rows) };
}

const sources: Readonly<Record<string, readonly string[]>> = {
  snapshot: ["kind", "at"],
  snapshots: ["kind", "at", "times"],
  delta: ["kind", "sequence"],
  log: ["kind", "sequence", "operation", "deletes", "tieBreak"],
};

function needSource(
  source: unknown,
  batches: readonly (readonly PlainRow[])[],
): readonly ChangeBatch[] {
  const path = ["spec", "source"];
  const any = needFields(source, path);
  const kind = needText(any["kind"], [...path, "kind"]);
  const known = sources[kind];
  if (known === undefined)
    throw refuse(
      `no source is of the kind ${kind}`,
      [...path, "kind"],
      `kinds are ${Object.keys(sources).join(", ")}`,
    );
  const fields = needFields(source, path, known);
  const text = (name: string): string => needText(fields[name], [...path, name]);
  switch (kind) {
    case "snapshot": {
      const times = needList(fields["at"], [...path, "at"], needText);
      if (times.length !== batches.length)
        throw refuse(
          `${batches.length} batches, but ${times.length} times`,
          [...path, "at"],
          "give one time for each batch, in their order",
        );
      return batches.map((rows, index) => ({ kind, at: times[index] ?? "", rows }));
    }
    case "snapshots": {
      const at = text("at");
      const { times } = optional(fields, "times", (value, where) =>
        needList(value, [...path, ...where.slice(1)], needText),
      );
      return batches.map((rows) => ({ kind, at, rows, times: times ?? timesOf(rows, at) }));
    }
    case "delta":
      return batches.map((rows) => ({ kind, sequence: text("sequence"), rows }));
    default: {
      const deletes = needList(fields["deletes"], [...path, "deletes"], needText);
      const change = { sequence: text("sequence"), operation: text("operation"), deletes };
      const tie = optional(fields, "tieBreak", needText);
      return batches.map((rows) => ({ kind: "log", ...change, ...tie, rows }));
    }
  }
}

function timesOf(rows: readonly PlainRow[], at: string): readonly string[] {
  const times = rows.map((row) => row[at]).filter((time) => typeof time === "string");
  return [...new Set(times)];
}

function needRow(row: unknown, path: Path): PlainRow {
  return needRecord(row, path, (value, where): ExactValue => {
    if (value === null || typeof value === "boolean" || typeof value === "string") return value;
    if (typeof value === "number") return value;
    throw refuse(
      `no value of a row: ${JSON.stringify(value)}`,
      where,
      "write NULL, a boolean, a number or text",
    );
  });
}

const changeTypes: readonly ChangeType[] = [0, 1, 2, 3];

function needTypes(value: unknown, path: Path): Readonly<Record<string, ChangeType>> {
  return needRecord(value, path, (given, where) => {
    const found = changeTypes.find((type) => type === given);
    if (found !== undefined) return found;
    throw refuse(`no type of change: ${JSON.stringify(given)}`, where, "types are 0, 1, 2 and 3");
  });
}

function optional<Name extends string, T>(
  fields: Fields,
  name: Name,
  read: (value: unknown, path: Path) => T,
): { readonly [K in Name]?: T } {
  const value = fields[name];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed name widens to string
  return (value === undefined ? {} : { [name]: read(value, ["spec", name]) }) as {
    readonly [K in Name]?: T;
  };
}

function needNames(value: unknown, path: Path): readonly string[] {
  return typeof value === "string" ? [value] : needList(value, path, needText);
}

function needText(value: unknown, path: Path): string {
  if (typeof value === "string" && value !== "") return value;
  throw refuse(
    `${show(path)} is no text: ${JSON.stringify(value)}`,
    path,
    "write text that is not empty",
  );
}

function needList<T>(
  value: unknown,
  path: Path,
  read: (item: unknown, path: Path) => T,
): readonly T[] {
  if (Array.isArray(value))
    return value.map((item: unknown, index) => read(item, [...path, index]));
  throw refuse(`${show(path)} is no list: ${JSON.stringify(value)}`, path, "write a list: [...]");
}

function needRecord<T>(
  value: unknown,
  path: Path,
  read: (item: unknown, path: Path) => T,
): Readonly<Record<string, T>> {
  const fields = Object.entries(needFields(value, path));
  return Object.fromEntries(fields.map(([name, item]) => [name, read(item, [...path, name])]));
}

function needFields(value: unknown, path: Path, known?: readonly string[]): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw refuse(
      `${show(path)} is no object: ${JSON.stringify(value)}`,
      path,
      "write an object: {...}",
    );
  const fields: Fields = Object.fromEntries(Object.entries(value));
  const stray = Object.keys(fields).find((name) => known?.includes(name) === false);
  if (stray === undefined || known === undefined) return fields;
  const near = nearest(stray, known);
  throw refuse(
    `${show(path)} has an unknown field ${stray}`,
    [...path, stray],
    near === undefined ? `fields are ${known.join(", ")}` : `did you mean ${near}?`,
  );
}

function show(path: Path): string {
  return path.length === 0 ? "the request" : path.join(".");
}

function refuse(message: string, path: Path, hint: string): DxError {
  return new DxError("DX_SCD_REQUEST", message, { path, hint });
}
