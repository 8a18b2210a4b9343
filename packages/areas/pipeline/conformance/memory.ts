/* oxlint-disable no-await-in-loop -- one load after the other */
import { openDatabase } from "@dx/database";
import { ownQuery, moveTable, type LoadSpec, type MoveSource } from "../src/index.ts";

/** What a child is told. */
export interface MemoryOrders {
  readonly postgresUrl: string;
  readonly file: string;
  readonly rows: number;
  /** A name of {@link loads}. */
  readonly load: string;
}

/** All ways of loading. */
export const loads: Readonly<Record<string, Omit<LoadSpec, "table">>> = {
  append: { mode: "append" },
  replace: { mode: "replace" },
  swap: { mode: "replace", replace: "swap" },
  upsert: { mode: "merge", key: "id" },
  deleteInsert: { mode: "merge", key: "id", merge: "delete-insert" },
  insertOnly: { mode: "merge", key: "id", merge: "insert-only" },
  records: { mode: "merge", key: "id" },
};

async function* records(count: number) {
  for (let from = 0; from < count; from += 1000) {
    yield Array.from({ length: Math.min(1000, count - from) }, (_, at) => ({
      id: from + at,
      name: `name ${(from + at) % 1000}`,
      tags: ["a", "b"],
    }));
  }
}

/** Loads twice, the second time with every tenth row changed, in a DuckDB that has 256 MB; prints the peak of all memory, in MB. */
async function measure({ postgresUrl, file, rows, load }: MemoryOrders): Promise<void> {
  const source = await openDatabase(postgresUrl);
  const target = await openDatabase(`duckdb:${file}`);
  const limit = ownQuery("set memory_limit = '256MB'");
  await target.apply([[{ purpose: "leave DuckDB so much memory", sql: limit }]]);
  const spec: LoadSpec = { table: "t", mode: "replace", ...loads[load] };
  for (const run of [0, 1]) {
    const text = `select n as id, 'name ' || n % 1000 as name, 'a longer note number ' || n + case when n % 10 = 0 then ${run} else 0 end as note,
      n / 7.0::float8 as price, timestamp '2020-01-01' + n * interval '1 second' as at from generate_series(1, ${rows}::bigint) as n`;
    const from: MoveSource =
      load === "records"
        ? { records: () => records(rows), nested: "tables" }
        : { database: source, table: ownQuery(text) };
    await moveTable(from, target, spec, { loadId: String(run), at: "2026-01-01" });
  }
  await target.close();
  await source.close();
  process.stdout.write(`peak ${Math.round(process.resourceUsage().maxRSS / 1024)}\n`);
}

if (import.meta.main) {
  const orders: MemoryOrders = JSON.parse(process.argv[2] ?? "");
  await measure(orders);
}
