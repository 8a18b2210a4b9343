/* oxlint-disable no-await-in-loop, vitest/no-conditional-expect, vitest/expect-expect -- one step after the other */
import { toObjects } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { sql } from "@dx/sql";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { moveTable, type LoadSpec } from "../src/index.ts";

type Row = {
  readonly id: number;
  readonly v: number;
  readonly city: string | null;
};
type Change =
  | {
      readonly kind: "put";
      readonly id: number;
      readonly city: string | null;
      readonly tick: boolean;
      readonly late: boolean;
    }
  | { readonly kind: "delete"; readonly id: number }
  | { readonly kind: "commit" }
  | { readonly kind: "run" };

const id = fc.integer({ min: 1, max: 5 });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    kind: fc.constant("put" as const),
    id,
    city: fc.constantFrom("Ulm", "Köln", "", null),
    tick: fc.boolean(),
    late: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("delete" as const), id }),
  fc.constant({ kind: "commit" } as const),
  fc.constant({ kind: "run" } as const),
);

const cursor = { kind: "column", column: "v", backwards: "keep" } as const;
const specs: Readonly<Record<string, Omit<LoadSpec, "table">>> = {
  upsert: { mode: "merge", key: "id" },
  deletes: { mode: "merge", key: "id", merge: "delete-insert", deletes: "by-keys" },
  insertOnly: { mode: "merge", key: "id", merge: "insert-only" },
  cursorUpsert: { mode: "merge", key: "id", cursor },
  cursorDeletes: { mode: "merge", key: "id", cursor, deletes: "by-keys" },
  cursorAppend: { mode: "append", key: "id", cursor },
  openAppend: { mode: "append", cursor: { ...cursor, start: "open" } },
  lagAppend: { mode: "append", key: "id", cursor: { ...cursor, lag: 2 } },
  keyless: { mode: "append", cursor },
  swap: { mode: "replace", replace: "swap" },
  full: { mode: "replace" },
};

// oxlint-disable complexity -- all ways beside each other
/** What a run makes of a target: written down apart from any SQL. */
function model(
  spec: Omit<LoadSpec, "table">,
  {
    target,
    state,
    source,
  }: {
    readonly target: readonly Row[];
    readonly state: number | undefined;
    readonly source: readonly Row[];
  },
): { target: readonly Row[]; state: number | undefined } {
  const column = spec.cursor?.kind === "column" ? spec.cursor : undefined;
  const isOpen = column?.start === "open";
  const from = state === undefined ? -Infinity : state - (column?.lag ?? 0);
  const read =
    column === undefined ? source : source.filter(({ v }) => (isOpen ? v > from : v >= from));
  const next = read.length === 0 ? state : Math.max(state ?? -Infinity, ...read.map(({ v }) => v));
  const after = { state: column === undefined ? undefined : next };
  if (spec.mode === "replace") return { ...after, target: source };
  if (spec.mode === "append") {
    const known = target.filter(({ v }) => v >= from);
    const fresh = read.filter((row) => {
      const at = known.findIndex(
        (one) =>
          one.id === row.id && one.v === row.v && (spec.key !== undefined || one.city === row.city),
      );
      if (at < 0 || isOpen) return true;
      if (spec.key === undefined) known.splice(at, 1);
      return false;
    });
    return { ...after, target: [...target, ...fresh] };
  }
  const byId = new Map(target.map((row) => [row.id, row]));
  for (const row of read)
    if (spec.merge !== "insert-only" || !byId.has(row.id)) byId.set(row.id, row);
  const kept = [...byId.values()].filter(
    (row) => spec.deletes !== "by-keys" || source.some((one) => one.id === row.id),
  );
  return { ...after, target: kept };
}

let source: Database;
let target: Database;
beforeAll(async () => {
  source = await openDatabase("duckdb:");
  target = await openDatabase("duckdb:");
});
afterAll(async () => {
  await source.close();
  await target.close();
});

const sorted = (rows: readonly object[]): readonly string[] =>
  rows.map((row) => JSON.stringify(row)).toSorted();
let numbered = 0;

async function play(name: string, changes: readonly Change[]): Promise<void> {
  const spec = specs[name] ?? { mode: "replace" };
  numbered += 1;
  const table = `t${numbered}`;
  const committed = new Map<number, Row>();
  let pending: Row[] = [];
  let clock = 0;
  let expected: ReturnType<typeof model> = { target: [], state: undefined };
  let runs = 0;
  for (const one of [...changes, { kind: "run" } as const, { kind: "run" } as const]) {
    switch (one.kind) {
      case "put": {
        if (one.tick) clock += 1;
        const row = { id: one.id, v: clock, city: one.city };
        if (one.late) pending.push(row);
        else committed.set(row.id, row);
        break;
      }
      case "delete":
        committed.delete(one.id);
        break;
      case "commit":
        for (const row of pending) committed.set(row.id, row);
        pending = [];
        break;
      case "run": {
        const rows = [...committed.values()];
        await source.load("s", rows, { types: { id: "int32", v: "int32", city: "text" } });
        const load = async () =>
          moveTable(
            { database: source, table: "s" },
            target,
            { table, ...spec },
            { loadId: `${runs}`, at: "2026-01-01" },
          );
        runs += 1;
        await load();
        if (runs % 2 === 0) expect((await load()).status).toBe("already-loaded");
        expected = model(spec, { ...expected, source: rows });
        const found = toObjects(
          await target.query(sql`select id, v, city from ${{ kind: "relation", name: table }}`),
          "js",
        );
        expect(sorted(found)).toEqual(sorted(expected.target));
      }
    }
  }
}

test("any sequence of changes and runs, loaded in any way, ends as plain arrays do", async () => {
  const names = Object.keys(specs);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.array(change, { maxLength: 12 }),
      async (name, changes) => {
        await play(name, changes);
      },
    ),
    { ...budget(2, 4), examples: names.map((name) => [name, story]) },
  );
});

/** What most sequences have: a tie, a change, a delete, a row that is committed late. */
const story: Change[] = [
  { kind: "put", id: 1, city: "Ulm", tick: true, late: false },
  { kind: "put", id: 2, city: null, tick: false, late: true },
  { kind: "run" },
  { kind: "commit" },
  { kind: "run" },
  { kind: "put", id: 1, city: "", tick: true, late: false },
  { kind: "put", id: 3, city: "Ulm", tick: false, late: false },
  { kind: "delete", id: 2 },
];
