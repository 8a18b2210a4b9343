import { readBatch } from "./apply-changes-read.ts";
import { emptyHistory } from "./apply-changes-state.ts";
import type { ChangeBatch, ChangeEvent, HistoryState } from "./apply-changes-state.ts";
import { identify } from "./apply-changes-values.ts";
import { versionsOf } from "./apply-changes-versions.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/**
 * What a history is after more changes: all events are kept, and the versions are made anew from all of them. So it
 * depends on what was seen, and never on order or batches. This is the model that `planChanges` is held to: slow, and
 * plainly right. O(n log n) in all events, for each key times the number of snapshots.
 * @throws DxError `DX_SCD_SPEC`, `DX_SCD_SOURCE`; `DX_SCD_KEY_NULL`, `DX_SCD_TIME_NULL`; `DX_SCD_TIES` if a key is
 * said to be two things at one time
 * @example
 * ```ts
 * import { applyChanges, emptyHistory } from "@dx/scd";
 * const spec = { key: "id", tracked: "city", validFrom: "since", validTo: "until" };
 * const source = { kind: "delta", sequence: "at" } as const;
 * const later = applyChanges(spec, emptyHistory, { ...source, rows: [{ id: 1, city: "Ulm", at: "2025-03-02" }] });
 * const both = applyChanges(spec, later, { ...source, rows: [{ id: 1, city: "Bonn", at: "2025-03-01" }] });
 * if (both.versions.map(({ city }) => city).join() !== "Bonn,Ulm") throw new Error();
 * if (both.versions[0]?.["until"] !== both.versions[1]?.["since"]) throw new Error();
 * ```
 */
export function applyChanges(
  spec: HistorySpec,
  state: HistoryState,
  batch: ChangeBatch,
): HistoryState {
  const columns = columnsOf(spec);
  const read = readBatch(columns, batch);
  const unique = new Map(
    [...state.events, ...read.events].map((event) => [identifyEvent(columns.key, event), event]),
  );
  const events = [...unique.values()];
  const snapshots = [...new Set([...state.snapshots, ...read.snapshots])];
  return { events, snapshots, versions: versionsOf(spec, events, snapshots) };
}

/** What a history is after batches of changes, from nothing. */
export function replay(spec: HistorySpec, batches: readonly ChangeBatch[]): HistoryState {
  return batches.reduce((state, batch) => applyChanges(spec, state, batch), emptyHistory);
}

function identifyEvent(
  key: readonly string[],
  { key: of, at, values, isOfSnapshot }: ChangeEvent,
): string {
  const names = Object.keys(values ?? {});
  return [
    identify(of, key),
    at,
    isOfSnapshot,
    values === null ? "" : identify(values, names),
  ].join();
}
