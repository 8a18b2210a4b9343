import { createColumn, createRows, type Random, type Rows } from "@dx/core";
import type { Version } from "./history.ts";

/** One event of a log: what a key was from a time on; without a city, it was gone. */
export interface Event {
  readonly id: bigint;
  readonly at: bigint;
  readonly city: string | null | undefined;
}

/** The history that events make, by walking through them key by key; the plainest way there is. */
export function historyOf(events: readonly Event[]): readonly Version[] {
  const ids = [...new Set(events.map(({ id }) => id))];
  return ids.flatMap((id) => {
    const versions: Version[] = [];
    const own = events.filter((event) => event.id === id).toSorted((a, b) => Number(a.at - b.at));
    for (const { at, city } of own) {
      const last = versions.at(-1);
      const open = last !== undefined && last[3] === null ? last : undefined;
      if (open !== undefined && open[1] === city) continue;
      if (open !== undefined) versions[versions.length - 1] = [id, open[1], open[2], at];
      if (city !== undefined) versions.push([id, city, at, null]);
    }
    return versions;
  });
}

/** Events of few keys at few times, no two of a key at one time. */
export function randomEvents(random: Random, count: number): readonly Event[] {
  const cities = ["Bonn", "Ulm", null, undefined];
  const events = Array.from({ length: count }, (): Event => ({
    id: BigInt(random.integer(1, 3)),
    at: BigInt(random.integer(1, 12)),
    city: cities[random.integer(0, 3)],
  }));
  const seen = new Set<string>();
  return events.filter(({ id, at }) => {
    const name = `${id} ${at}`;
    const isNew = !seen.has(name);
    seen.add(name);
    return isNew;
  });
}

/** Events as a log with `op`, which is `D` for deletes. */
export function logRows(events: readonly Event[]): Rows {
  return createRows([
    createColumn(
      "id",
      "int64",
      events.map(({ id }) => id),
    ),
    createColumn(
      "city",
      "text",
      events.map(({ city }) => city ?? null),
    ),
    createColumn(
      "changed_at",
      "timestamp",
      events.map(({ at }) => at),
    ),
    createColumn(
      "op",
      "text",
      events.map(({ city }) => (city === undefined ? "D" : "U")),
    ),
  ]);
}
