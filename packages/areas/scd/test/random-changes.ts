import { toRows, type Rows, type TypeName } from "@dx/core";
import fc from "fast-check";
import type { ChangeBatch, ChangeSource, ChangeType, HistorySpec, PlainRow } from "../src/index.ts";

export const types: Readonly<Record<string, TypeName>> = {
  a: "text",
  b: "text",
  city: "text",
  n: "int64",
  x: "text",
};

/** Keys that a concatenation would confuse; each has a history of its own. */
const keys: readonly PlainRow[] = ["1", "11", "a", "a|"].flatMap((a) =>
  ["11", "1", "|b", "b"].map((b): PlainRow => ({ a, b })),
);

const values = fc.record({
  city: fc.constantFrom(null, "", "Bonn", "Bonn", "Bonn", "Ulm"),
  n: fc.constantFrom(null, 0n, 0n, 0n, 1n),
  x: fc.constantFrom(null, "", "x", "x", "x", "y"),
});

/** What is so of each key at some times: single changes tell of all times, snapshots see everything at even ones. */
const world = fc
  .array(
    fc.tuple(fc.nat({ max: keys.length - 1 }), fc.nat({ max: 11 }), fc.option(values, { freq: 4 })),
    { minLength: 60, maxLength: 120, size: "max" },
  )
  .map((drawn) => {
    const unique = new Map(drawn.map((one) => [one[0] * 12 + one[1], one]));
    return [...unique.values()].map(([index, time, of]): Event => ({
      key: keys[index] ?? {},
      index,
      time,
      values: of,
    }));
  });

interface Event {
  readonly key: PlainRow;
  readonly index: number;
  readonly time: number;
  readonly values: PlainRow | null;
}

const micros = (time: number): bigint => BigInt(time) * 1_000_000n;
const gone = { city: null, n: null, x: null };

const toSnapshot = (events: readonly Event[], times: readonly number[]): ChangeBatch => ({
  kind: "snapshots",
  at: "t",
  times: times.map(micros),
  rows: events.filter(({ time, values: of }) => times.includes(time) && of !== null).map(toUpsert),
});

function toUpsert({ key, time, values: of }: Event): PlainRow {
  return { ...key, ...of, t: micros(time) };
}

function toChange({ key, time, values: of }: Event, index: number): PlainRow {
  const op = of === null ? ["D", "X"][index % 2] : [null, "U"][index % 2];
  return { ...key, ...(of ?? gone), t: micros(time), op: op ?? null };
}

interface Choice {
  readonly kind: string;
  readonly seed: number;
  readonly times: readonly number[];
}

/** A third of all changes, of each key others, or snapshots of some times. */
function toBatch(events: readonly Event[], { kind, seed, times }: Choice): ChangeBatch {
  const [first] = times;
  const changes = events.filter(
    ({ index, time }) =>
      ((Math.imul(index * 12 + time + 1, 2_654_435_761) ^ Math.imul(seed + 1, 40_503)) >>> 9) %
        3 ===
      0,
  );
  if (kind === "snapshots" && times.length > 0) return toSnapshot(events, times);
  if (kind === "snapshot" && first !== undefined)
    return { ...toSnapshot(events, [first]), kind: "snapshot", at: micros(first) };
  if (kind === "delta")
    return {
      kind: "delta",
      sequence: "t",
      rows: changes.filter(({ values: of }) => of !== null).map(toUpsert),
    };
  return {
    kind: "log",
    sequence: "t",
    operation: "op",
    deletes: ["D", "X"],
    rows: changes.map(toChange),
  };
}

/** Batches of changes in any order, some of them twice, that never contradict each other. */
export const batches: fc.Arbitrary<readonly ChangeBatch[]> = world.chain((events) => {
  const choice = fc.record({
    kind: fc.constantFrom("log", "log", "delta", "snapshot", "snapshots"),
    seed: fc.nat({ max: 1000 }),
    times: fc.uniqueArray(fc.constantFrom(0, 2, 4, 6, 8, 10), { minLength: 1, maxLength: 3 }),
  });
  const batch = choice.map((chosen) => toBatch(events, chosen));
  return fc.array(batch, { minLength: 4, maxLength: 7, size: "max" });
});

/** The same batches in another order, and so the rows of each. */
export function shuffle(
  given: readonly ChangeBatch[],
  order: IterableIterator<number>,
): readonly ChangeBatch[] {
  const ranked = given.map((batch) => ({ batch, rank: order.next().value as number }));
  const turn = (batch: ChangeBatch): ChangeBatch => ({ ...batch, rows: batch.rows.toReversed() });
  return ranked.toSorted((left, right) => left.rank - right.rank).map(({ batch }) => turn(batch));
}

const changeType = fc.constantFrom<ChangeType>(2, 2, 0, 1, 3);

/** Specifications of all sorts. */
export const specs: fc.Arbitrary<HistorySpec> = fc
  .record({
    types: fc.record({ city: changeType, n: changeType, x: changeType }),
    openEnd: fc.constantFrom(undefined, "9999-12-31"),
    hashed: fc.boolean(),
    surrogate: fc.constantFrom<HistorySpec["surrogate"]>(
      undefined,
      { column: "sk", by: "sequence" },
      { column: "sk", by: "hash" },
    ),
    rest: fc.boolean(),
  })
  .map(toSpec);

interface Drawn {
  readonly types: Readonly<Record<string, ChangeType>>;
  readonly openEnd: string | undefined;
  readonly hashed: boolean;
  readonly surrogate: HistorySpec["surrogate"];
  readonly rest: boolean;
}

function toSpec({ types: of, openEnd, hashed, surrogate, rest }: Drawn): HistorySpec {
  return {
    key: ["a", "b"],
    tracked: [],
    types: of,
    validFrom: "valid_from",
    validTo: "valid_to",
    ...(openEnd === undefined ? {} : { openEnd }),
    ...(surrogate === undefined ? {} : { surrogate }),
    ...(hashed && Object.values(of).includes(2) ? { rowHash: "hash" } : {}),
    ...(rest
      ? { current: "is_current", audit: { insertedAt: "made_at", updatedAt: "changed_at" } }
      : {}),
  };
}

/** The rows of a batch as a table has them. */
export function batchRows(batch: ChangeBatch): Rows {
  const isTimed = batch.kind !== "snapshot";
  return toRows(batch.rows, {
    ...types,
    ...(isTimed ? { t: "timestamp" } : {}),
    ...(batch.kind === "log" ? { op: "text" } : {}),
  });
}

/** The source that a batch is, once its rows are in a table. */
export function sourceOf(batch: ChangeBatch, table: string): ChangeSource {
  return { ...batch, table };
}
