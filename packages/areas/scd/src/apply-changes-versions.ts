import { DxError, toMicros } from "@dx/core";
import {
  areEqual,
  canonical,
  compareKeys,
  identify,
  type PlainRow,
} from "./apply-changes-values.ts";
import type { ChangeEvent } from "./apply-changes-state.ts";
import { columnsOf, type HistoryColumns, type HistorySpec } from "./history-spec.ts";

/** The versions that follow from all events. */
export function versionsOf(
  spec: HistorySpec,
  events: readonly ChangeEvent[],
  snapshots: readonly bigint[],
): readonly PlainRow[] {
  const columns = columnsOf(spec);
  const byKey = new Map<string, ChangeEvent[]>();
  for (const event of events) {
    const id = identify(event.key, columns.key);
    byKey.set(id, [...(byKey.get(id) ?? []), event]);
  }
  return [...byKey.values()]
    .flatMap((of) => versionsOfKey(spec, columns, completed(of, snapshots, columns)))
    .toSorted((a, b) => compareKeys(a, b, [...columns.key, spec.validFrom]));
}

/** One event for each time at which anything is known of the key, in order: where a snapshot lacks it, it was gone. */
function completed(
  events: readonly ChangeEvent[],
  snapshots: readonly bigint[],
  columns: HistoryColumns,
): readonly ChangeEvent[] {
  const times = [...new Set([...events.map(({ at }) => at), ...snapshots])].toSorted(compareTimes);
  return times.flatMap((at) => {
    const said = events.filter((event) => event.at === at);
    const isMissed = snapshots.includes(at) && !said.some(({ isOfSnapshot }) => isOfSnapshot);
    const key = events[0]?.key ?? {};
    const gone: ChangeEvent = { key, at, values: null, isOfSnapshot: true };
    return agree(isMissed ? [...said, gone] : said, columns) ?? [];
  });
}

interface Open {
  readonly from: bigint;
  readonly to: bigint | null;
  readonly values: PlainRow;
}

function versionsOfKey(
  spec: HistorySpec,
  { key, byType, prior }: HistoryColumns,
  events: readonly ChangeEvent[],
): readonly PlainRow[] {
  const versions: Open[] = [];
  for (const { at, values } of events) {
    const last = versions.at(-1);
    const isOpen = last?.to === null;
    if (isOpen && values !== null && areEqual(last.values, values, byType[2])) continue;
    if (isOpen) versions.splice(-1, 1, { ...last, to: at });
    if (values !== null) versions.push({ from: at, to: null, values });
  }
  const present = events.map(({ values }) => values).filter((values) => values !== null);
  const [first, latest] = [present[0] ?? {}, present.at(-1) ?? {}];
  const same = {
    ...pick(latest, [...byType[1], ...byType[3]]),
    ...pick(first, byType[0]),
    ...Object.fromEntries(
      byType[3].map((name) => [
        prior[name] ?? name,
        present.findLast((one) => canonical(one[name]) !== canonical(latest[name]))?.[name] ?? null,
      ]),
    ),
  };
  const end = spec.openEnd === undefined ? null : toMicros(spec.openEnd);
  const toRow = ({ from, to, values }: Open): PlainRow => ({
    ...pick(events[0]?.key ?? {}, key),
    ...pick(values, byType[2]),
    ...same,
    [spec.validFrom]: from,
    [spec.validTo]: to ?? end,
    ...(spec.current === undefined ? {} : { [spec.current]: to === null }),
  });
  return versions.map(toRow);
}

function pick(row: PlainRow, names: readonly string[]): PlainRow {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}

function compareTimes(left: bigint, right: bigint): number {
  return left < right ? -1 : Number(left > right);
}

/** Refuses what says two things of one key at one time; gives the one thing. */
function agree(
  said: readonly ChangeEvent[],
  { key, attributes }: HistoryColumns,
): ChangeEvent | undefined {
  const [first] = said;
  const other = said.find(
    ({ values }) =>
      first !== undefined &&
      ((values === null) !== (first.values === null) ||
        (values !== null && first.values !== null && !areEqual(values, first.values, attributes))),
  );
  if (first === undefined || other === undefined) return first;
  const shown = key.map((name) => canonical(first.key[name])).join(", ");
  throw new DxError("DX_SCD_TIES", `${shown} is said to be two things at one time`, {
    path: [...key],
    hint: "name a column of a log that decides as `tieBreak`, or leave one of the changes out",
  });
}
