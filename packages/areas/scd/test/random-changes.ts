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

/** Keys that a concatenation would confuse. */
const keys = [
  { a: "1", b: "11" },
  { a: "11", b: "1" },
  { a: "a|", b: "b" },
  { a: "a", b: "|b" },
];

const values = fc.record({
  city: fc.constantFrom(null, "", "Bonn", "Ulm"),
  n: fc.constantFrom(null, 0n, 1n),
  x: fc.constantFrom(null, "", "x", "y"),
});

/** What is so of each key at each time: single changes tell of all times, snapshots see everything at even ones. */
const world = fc.array(
  fc.record({
    key: fc.constantFrom(...keys),
    time: fc.integer({ min: 0, max: 11 }),
    values: fc.option(values, { freq: 3 }),
  }),
  { minLength: 1, maxLength: 24 },
);

interface Event {
  readonly key: PlainRow;
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

function toBatch(kind: string, events: readonly Event[], chosen: readonly number[]): ChangeBatch {
  const times = chosen.filter((time) => time % 2 === 0);
  const [first] = times;
  const changes = events.filter(({ time }) => chosen.includes(time));
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
export const batches: fc.Arbitrary<readonly ChangeBatch[]> = world.chain((drawn) => {
  const unique = new Map(drawn.map((one) => [`${one.key.a} ${one.key.b} ${one.time}`, one]));
  const events: readonly Event[] = [...unique.values()];
  const batch = fc
    .tuple(
      fc.constantFrom("log", "delta", "snapshot", "snapshots"),
      fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 6 }),
    )
    .map(([kind, chosen]) => toBatch(kind, events, chosen));
  return fc.array(batch, { minLength: 1, maxLength: 5 });
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
