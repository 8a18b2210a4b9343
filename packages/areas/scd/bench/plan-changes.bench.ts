// dx and dbt's snapshot pattern (`dbt-snapshot.ts`) bring the same changes into equal histories, by turns; both tables
// must end up the same. DX_SIZES and DX_ROUNDS choose other sizes and more rounds.
import { appendFileSync, mkdirSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { toObjects } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { verbatimSql, type Plan } from "@dx/sql";
import { planChanges, type ChangeSource, type HistorySpec } from "../src/index.ts";
import { dbtSnapshot } from "./dbt-snapshot.ts";
import { makeData, makeHistories, now } from "./make-data.ts";

const rounds = Number(process.env["DX_ROUNDS"] ?? 5);
const sizes = (process.env["DX_SIZES"] ?? "50000,500000,5000000").split(",").map(Number);
const spec: HistorySpec = {
  key: "id",
  tracked: ["name", "city", "grade", "updated_at"],
  validFrom: "valid_from",
  validTo: "valid_to",
};
const toPlan = (texts: readonly string[]): Plan => [
  texts.map((text) => ({ purpose: "bench", sql: verbatimSql(text) })),
];

interface Spent {
  readonly wall: number;
  readonly processors: number;
  readonly table: string;
}

async function measure(db: Database, plan: Plan, digest: string): Promise<Spent> {
  await db.apply(toPlan(makeHistories));
  const [start, before] = [performance.now(), process.cpuUsage()];
  await db.apply(plan);
  const [wall, { user, system }] = [performance.now() - start, process.cpuUsage(before)];
  const [row] = toObjects(await db.query(digest), "js");
  return { wall, processors: (user + system) / 1000, table: JSON.stringify(row) };
}

const digestOf = (table: string, prefix: string): string => `
  select count(*) as n, cast(sum(hash(id, name, city, grade, updated_at, ${prefix}valid_from, ${prefix}valid_to)
    % 1000000007) as varchar) as digest from ${table}`;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function compare(versions: number, kind: "delta" | "snapshot"): Promise<void> {
  const db = await openDatabase("duckdb:");
  await db.apply(toPlan(makeData(versions)));
  const table = kind === "delta" ? "delta" : "taken";
  await db.apply(toPlan([`create view incoming as select * from ${table}`]));
  const source: ChangeSource =
    kind === "delta"
      ? { kind, table: "incoming", sequence: "updated_at" }
      : { kind, table: "incoming", at: now };
  const dx = planChanges("dim", source, { spec, loadedAt: now });
  const dbt = toPlan(dbtSnapshot(kind === "delta" ? "timestamp" : "check", now));
  const spent: (readonly [ours: Spent, theirs: Spent])[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one at a time, or they disturb each other
    const ours = await measure(db, dx, digestOf("dim", ""));
    // oxlint-disable-next-line no-await-in-loop -- as above
    const theirs = await measure(db, dbt, digestOf("dim_dbt", "dbt_"));
    if (ours.table !== theirs.table) throw new Error(`${ours.table} is not ${theirs.table}`);
    spent.push([ours, theirs]);
  }
  await db.close();
  report(`${kind}, ${versions} versions`, spent);
}

function report(title: string, spent: readonly (readonly [Spent, Spent])[]): void {
  const of = (side: 0 | 1, what: "wall" | "processors"): number =>
    median(spent.map((pair) => pair[side][what]));
  const [dx, dbt] = [of(0, "wall"), of(1, "wall")];
  const processors = of(1, "processors") / of(0, "processors");
  // oxlint-disable-next-line no-console -- a bench prints
  console.log(
    `${title}  dx ${Math.round(dx)} ms  dbt ${Math.round(dbt)} ms  ${(dbt / dx).toFixed(2)}x, by processor time ${processors.toFixed(2)}x`,
  );
  mkdirSync(".cache", { recursive: true });
  const line = { title, dx, dbt, ratio: dbt / dx, processors, rounds: spent.length };
  appendFileSync(".cache/bench.jsonl", `${JSON.stringify(line)}\n`);
}

for (const kind of ["delta", "snapshot"] as const)
  for (const size of sizes)
    // oxlint-disable-next-line no-await-in-loop -- one at a time, or they disturb each other
    await compare(size, kind);
