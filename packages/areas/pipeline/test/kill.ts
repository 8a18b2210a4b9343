/* oxlint-disable no-await-in-loop -- one step after the other */
import { formatRelation, relation, toObjects } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { watchDatabase } from "@dx/testkit/failpoints";
import { moveTable, type LoadSpec, type MoveSource } from "../src/index.ts";

/** What a child is told. */
export interface KillOrders {
  readonly source: string;
  readonly targets: readonly string[];
  /** Which of {@link loads}, by their tables. */
  readonly tables: readonly string[];
  /** Kills itself at its n-th failpoint. */
  readonly killAt?: number;
}

const cursor = { kind: "column", column: "v" } as const;

/** The loads of a child, one for each way. */
export const loads: readonly LoadSpec[] = [
  { table: "merged", mode: "merge", key: "id", cursor, deletes: "by-keys" },
  { table: "rewritten", mode: "merge", key: "id", merge: "delete-insert" },
  { table: "appended", mode: "append", key: "id", cursor },
  { table: "replaced", mode: "replace" },
  { table: "swapped", mode: "replace", replace: "swap" },
  { table: "inserted", mode: "merge", key: "id", merge: "insert-only" },
  { table: "nested", mode: "merge", key: "id", deletes: "by-keys" },
];

/** Records with lists, in pieces of which not all are held in memory. */
function recordsOf(source: Database, table: string): MoveSource {
  return {
    nested: "tables",
    mostValues: 200,
    records: async function* () {
      for await (const rows of source.stream(`select id, v, city from ${table} order by id`)) {
        const objects = toObjects(rows, "js");
        for (let from = 0; from < objects.length; from += 300)
          yield objects
            .slice(from, from + 300)
            .map((one) => Object.assign({}, one, { parts: [{ v: one["v"] }, { v: one["city"] }] }));
      }
    },
  };
}

/** Carries out all loads of each target at the same time, twice, the second time of the changed source; those that are done already are left alone. */
export async function carryOutLoads(orders: KillOrders, onPoint: () => void): Promise<void> {
  const source = await openDatabase(orders.source, { readOnly: true });
  const specs = loads.filter(({ table }) =>
    orders.tables.includes(formatRelation(relation(table))),
  );
  await Promise.all(orders.targets.map(async (url) => loadAll(source, { url, specs, onPoint })));
  await source.close();
}

function sourceOf(database: Database, { table: into }: LoadSpec, table: string): MoveSource {
  return into === "nested" ? recordsOf(database, table) : { database, table };
}

async function loadAll(
  source: Database,
  {
    url,
    specs,
    onPoint,
  }: {
    readonly url: string;
    readonly specs: readonly LoadSpec[];
    readonly onPoint: () => void;
  },
): Promise<void> {
  const target = watchDatabase(await openDatabase(url), "the target", onPoint);
  for (const loadId of ["1", "2"])
    for (const spec of specs)
      await moveTable(sourceOf(source, spec, loadId === "1" ? "first" : "second"), target, spec, {
        loadId,
        at: "2026-01-01",
        onProgress: onPoint,
      });
  await target.close();
}

if (import.meta.main) {
  const orders = JSON.parse(process.argv[2] ?? "") as KillOrders;
  let points = 0;
  await carryOutLoads(orders, () => {
    points += 1;
    if (points === orders.killAt) process.kill(process.pid, "SIGKILL");
  });
}
