import type { PlainObject } from "@dx/core";
import type { Database } from "@dx/database";
import { verbatimSql } from "@dx/sql";
import fc from "fast-check";

/** How many runs of dbt there are. */
export const runs = 8;

/** The run whose source has no rows. */
const emptyRun = 6;

type State = Readonly<Record<"city" | "grade", string | number | null>>;

const states = fc.option(
  fc.record({ city: fc.constantFrom(null, "", "Ulm", "Bonn"), grade: fc.constantFrom(null, 0, 1) }),
  { freq: 3 },
);

/** What is so of 120 keys at each run, `null` if they are gone: half of the time as before. */
const [world = []] = fc.sample(
  fc.array(fc.array(fc.tuple(fc.boolean(), states), { minLength: runs, maxLength: runs }), {
    minLength: 120,
    maxLength: 120,
  }),
  { seed: 7, numRuns: 1 },
);

/** The rows of each batch, and in which batch they last changed: at most one change for each key and run. */
const batches: readonly PlainObject[] = world.flatMap((drawn, id) => {
  let [before, changedIn]: [State | null, number] = [null, 0];
  return drawn.flatMap(([stays, state], index) => {
    const batch = index + 1;
    const now = batch === emptyRun ? null : stays ? before : state;
    if (JSON.stringify(now) !== JSON.stringify(before)) changedIn = batch;
    before = now;
    return now === null ? [] : [{ batch, id, ...now, changed_in: changedIn }];
  });
});

/** Keys 1 to 3: two changes in one batch; a change that comes late; a new time without a change. */
const told: readonly PlainObject[] = [
  { batch: 1, id: 1, city: "a", updated_at: "2024-01-01" },
  { batch: 2, id: 1, city: "b", updated_at: "2025-01-01" },
  { batch: 2, id: 1, city: "c", updated_at: "2025-02-01" },
  { batch: 1, id: 2, city: "a", updated_at: "2024-01-01" },
  { batch: 2, id: 2, city: "c", updated_at: "2025-01-01" },
  { batch: 3, id: 2, city: "b", updated_at: "2024-06-01" },
  { batch: 1, id: 3, city: "a", updated_at: "2024-01-01" },
  { batch: 2, id: 3, city: "a", updated_at: "2024-06-01" },
];

/** A key of the past that is gone and comes back, loaded today. */
const past: readonly PlainObject[] = [
  { batch: 1, id: 1, city: "a", updated_at: "2024-01-01" },
  ...Array.from({ length: runs - 2 }, (_, index) => ({
    batch: index + 3,
    id: 1,
    city: "b",
    updated_at: "2024-03-01",
  })),
];

/** Two keys that are one text if their parts are joined by `|`; only the first one changes. */
const pairs: readonly PlainObject[] = Array.from({ length: runs }, (_, index) => [
  { batch: index + 1, a: "x|y", b: "z", city: index === 0 ? "Ulm" : "Bonn" },
  { batch: index + 1, a: "x", b: "y|z", city: "Kiel" },
]).flat();

/** Makes the sources of dbt's snapshots: of each, the views show the batch of the run that is going on. */
export async function makeSources(db: Database): Promise<void> {
  await db.load("batches", batches, { types: { city: "text", grade: "int64" } });
  await db.load("told", told, { types: { updated_at: "timestamp" } });
  await db.load("past", past, { types: { updated_at: "timestamp" } });
  await db.load("pairs", pairs);
  await execute(
    db,
    "create table runs (batch bigint, started_at timestamp)",
    `create view batches_now as
      select id, city, grade, started_at as updated_at from batches as b
      join runs as r on r.batch = b.changed_in where b.batch = (select max(batch) from runs)`,
    ...["told", "past", "pairs"].map(
      (name) => `create view ${name}_now as
        select * exclude (batch) from ${name} where batch = (select max(batch) from runs)`,
    ),
  );
}

/** Carries out statements, one after the other. */
export async function execute(db: Database, ...texts: readonly string[]): Promise<void> {
  await db.apply(texts.map((text) => [{ purpose: "prepare", sql: verbatimSql(text) }]));
}
