import { decodeValue } from "./encoded.ts";
import { isWithin } from "./is-within.ts";
import type { ComparedColumn } from "./plan-comparison.ts";
import type { PulledRow } from "./pulled-row.ts";
import { sameJson } from "./same-json.ts";
import type { DiffRow, RowDifference } from "./table-diff.ts";

/**
 * The differences between rows of both sides: rows with the same hash are taken away in pairs; of those left,
 * rows of one key that are equal within tolerance are, too; the rest is paired by key as far as it goes.
 * Linear, but for keys with many rows that differ.
 */
export function matchRows(
  left: readonly PulledRow[],
  right: readonly PulledRow[],
  columns: readonly ComparedColumn[],
): readonly RowDifference[] {
  const [byLeft, byRight] = [groupByKey(left), groupByKey(right)];
  const keys = new Set([...byLeft.keys(), ...byRight.keys()]);
  return [...keys].toSorted().flatMap((key) => {
    const [ours, theirs] = [byLeft.get(key) ?? [], byRight.get(key) ?? []];
    return matchKey(ours, theirs, columns);
  });
}

/** The keys whose rows differ, by hashes alone. */
export function differingKeys(
  left: readonly PulledRow[],
  right: readonly PulledRow[],
): readonly string[] {
  const balance = new Map<string, Map<string, number>>();
  const add = ({ key, hash }: PulledRow, by: number): void => {
    const hashes = balance.get(key) ?? new Map<string, number>();
    balance.set(key, hashes.set(hash, (hashes.get(hash) ?? 0) + by));
  };
  for (const row of left) add(row, 1);
  for (const row of right) add(row, -1);
  return [...balance]
    .filter(([, hashes]) => [...hashes.values()].some((count) => count !== 0))
    .map(([key]) => key);
}

function groupByKey(rows: readonly PulledRow[]): ReadonlyMap<string, readonly PulledRow[]> {
  const groups = new Map<string, PulledRow[]>();
  for (const row of rows) {
    const group = groups.get(row.key);
    if (group === undefined) groups.set(row.key, [row]);
    else group.push(row);
  }
  return groups;
}

function matchKey(
  left: readonly PulledRow[],
  right: readonly PulledRow[],
  columns: readonly ComparedColumn[],
): readonly RowDifference[] {
  const [ofLeft, ofRight] = [hashesOf(left), hashesOf(right)];
  const ours = copiesLast(subtract(left, right), ofRight);
  const theirs = [...copiesLast(subtract(right, left), ofLeft)];
  const isSoft = columns.some(({ allowance, asJson }) => allowance !== undefined || asJson);
  const rest: PulledRow[] = [];
  for (const row of ours) {
    const twin = !isSoft
      ? -1
      : theirs.findIndex((other) => differingColumns(row, other, columns).length === 0);
    if (twin === -1) rest.push(row);
    else theirs.splice(twin, 1);
  }
  return Array.from({ length: Math.max(rest.length, theirs.length) }, (_, index) => {
    const [row, other] = [rest[index], theirs[index]];
    const isDuplicated = isCopy(row, ofRight) || isCopy(other, ofLeft);
    return toDifference(row ?? null, other ?? null, { columns, isDuplicated });
  });
}

function isCopy(row: PulledRow | undefined, elsewhere: ReadonlySet<string>): boolean {
  return row !== undefined && elsewhere.has(row.hash);
}

/** Rows of a list that another one does not have, each as often as it has more of it. */
function subtract(rows: readonly PulledRow[], others: readonly PulledRow[]): readonly PulledRow[] {
  const counts = new Map<string, number>();
  for (const { hash } of others) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  return rows.filter(({ hash }) => {
    const count = counts.get(hash) ?? 0;
    if (count > 0) counts.set(hash, count - 1);
    return count === 0;
  });
}

/** So that a copy is paired only with what would otherwise be alone. */
function copiesLast(
  rows: readonly PulledRow[],
  elsewhere: ReadonlySet<string>,
): readonly PulledRow[] {
  const rank = ({ hash }: PulledRow): string => `${elsewhere.has(hash) ? 1 : 0}${hash}`;
  return rows.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

function hashesOf(rows: readonly PulledRow[]): ReadonlySet<string> {
  return new Set(rows.map(({ hash }) => hash));
}

/** The columns in which two rows differ, by tolerance and meaning where these were asked for. */
export function differingColumns(
  left: PulledRow,
  right: PulledRow,
  columns: readonly ComparedColumn[],
): readonly string[] {
  return columns.flatMap(({ name, kind, allowance, asJson }, index) => {
    const [one = "", other = ""] = [left.values[index], right.values[index]];
    if (one === other) return [];
    const [ours, theirs] = [decodeValue(one, kind), decodeValue(other, kind)];
    if (ours === null || theirs === null) return [name];
    if (allowance !== undefined && isWithin(ours, theirs, allowance)) return [];
    return asJson && sameJson(ours, theirs) ? [] : [name];
  });
}

/** The difference that two rows of one key make, or one without a counterpart. */
export function toDifference(
  left: PulledRow | null,
  right: PulledRow | null,
  {
    columns,
    isDuplicated,
  }: { readonly columns: readonly ComparedColumn[]; readonly isDuplicated: boolean },
): RowDifference {
  const key = columns.filter(({ isKey }) => isKey);
  const some = left ?? right;
  const both = left !== null && right !== null;
  const kind = both
    ? "changed"
    : isDuplicated
      ? "duplicated"
      : left === null
        ? "only-right"
        : "only-left";
  return {
    kind,
    key: some === null ? {} : showRow(some, key),
    ...(left === null ? {} : { left: showRow(left, columns) }),
    ...(right === null ? {} : { right: showRow(right, columns) }),
    columns: both ? differingColumns(left, right, columns) : [],
  };
}

function showRow({ values }: PulledRow, columns: readonly ComparedColumn[]): DiffRow {
  return Object.fromEntries(
    columns.map(({ name, kind }, index) => [
      name,
      { type: kind, value: decodeValue(values[index] ?? "n;", kind) },
    ]),
  );
}
