import type { Relation } from "@dx/core";
import type { HistorySpec } from "@dx/scd";
import type { Cursor, LoadSpec } from "@dx/pipeline";
import type { Inputs, Source } from "./inputs.ts";

/** Where a source or a transformation is in the target. */
export function placeOf({ targetWarehouse: { schema } }: Inputs, name: string): Relation {
  return { kind: "relation", schema, name };
}

/** The same, in text. */
export function tableOf({ targetWarehouse: { schema } }: Inputs, name: string): string {
  return `${schema}.${name}`;
}

/** The table that a feed is written to. */
export function feedTable(inputs: Inputs, { name }: Source): string {
  return tableOf(inputs, `live_${name}`);
}

/** The column that says when a feed's row was written. */
export const feedChangedAt = "changed_at";

/** How a source is loaded. */
export function specOf(inputs: Inputs, { name, connectionDetails: given }: Source): LoadSpec {
  const {
    key,
    mode = key === undefined ? "replace" : "merge",
    merge,
    replace,
    deletes,
    contract,
  } = given;
  const cursor = cursorOf(given.cursor);
  const isWhole = cursor === undefined && mode === "merge";
  const taken = deletes ?? (isWhole ? "by-keys" : undefined);
  return {
    table: tableOf(inputs, name),
    mode,
    ...(key === undefined ? {} : { key }),
    ...(merge === undefined || merge === "scd2" ? {} : { merge }),
    ...(replace === undefined ? {} : { replace }),
    ...(taken === undefined ? {} : { deletes: taken }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(contract === undefined ? {} : { contract: present(contract) }),
  };
}

/** The table that keeps every version of a source's rows. */
export function historyTable(inputs: Inputs, { name }: Source): string {
  return tableOf(inputs, `${name}_history`);
}

/** How versions are kept: all columns but the key begin new ones. */
export function historySpec(
  { connectionDetails: { key = [] } }: Source,
  columns: readonly string[],
): HistorySpec {
  const keys = [...key];
  const tracked = columns.filter((name) => !keys.includes(name));
  return { key: keys, tracked, validFrom: "valid_from", validTo: "valid_to" };
}

function cursorOf(given: Source["connectionDetails"]["cursor"]): Cursor | undefined {
  if (given === undefined) return undefined;
  if (typeof given === "string") return { kind: "column", column: given };
  if ("transactions" in given)
    return given.changedAt === undefined
      ? { kind: "xid-window" }
      : { kind: "xid-window", changedAt: given.changedAt };
  return { kind: "column", ...present(given) };
}

/** The same without what is undefined. */
export type Present<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** What is there of an object. */
export function present<T extends object>(given: T): Present<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is undefined is left out
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Present<T>;
}
