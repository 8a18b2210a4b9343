// The checks of a suite of fifty, three ways by turns: by the plan (planning included), in one query of all aggregates and one for
// each other check, and in one query for each check. All three must find the same. DX_ROWS and DX_ROUNDS choose more.
import { appendFileSync, mkdirSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { openDatabase } from "@dx/database";
import { verbatimSql } from "@dx/sql";
import { answers, fifty, ways } from "./fifty-checks.ts";
import { makeOrders } from "./make-orders.ts";

const rows = Number(process.env["DX_ROWS"] ?? 2_000_000);
const rounds = Number(process.env["DX_ROUNDS"] ?? 3);
const least = (values: readonly number[]): number => Math.min(...values);
const db = await openDatabase("duckdb:");
for (const text of [
  makeOrders(rows),
  `create or replace table customers as select i as id from range(${rows}) as r(i)`,
])
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  await db.apply([[{ purpose: "bench", sql: verbatimSql(text) }]]);
const spent: Record<string, { wall: number; cpu: number }[]> = {};
let wanted: string | undefined;
for (let round = 0; round < rounds; round += 1)
  for (const [name, ask] of Object.entries(ways)) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    // oxlint-disable-next-line no-await-in-loop -- one at a time, or they disturb each other
    const found = answers(await ask(db));
    const { user, system } = process.cpuUsage(before);
    wanted ??= found;
    if (found !== wanted) throw new Error(`${name} answers otherwise:\n${found}\n---\n${wanted}`);
    spent[name] = [
      ...(spent[name] ?? []),
      { wall: performance.now() - start, cpu: (user + system) / 1000 },
    ];
  }
const { engine } = db;
await db.close();
const of = (name: string, what: "wall" | "cpu"): number =>
  least((spent[name] ?? []).map((one) => one[what]));
mkdirSync(".cache", { recursive: true });
for (const name of Object.keys(ways)) {
  const line = {
    title: `${fifty.checks.length} checks, ${rows} rows, ${engine.name} ${engine.version}: ${name}`,
    wallMs: Math.round(of(name, "wall")),
    processorMs: Math.round(of(name, "cpu")),
    ratio: Number((of(name, "cpu") / of("planned", "cpu")).toFixed(2)),
  };
  // oxlint-disable-next-line no-console -- a bench prints
  console.log(
    `${line.title}  ${line.wallMs} ms, ${line.processorMs} ms of processors, ${line.ratio}x planned`,
  );
  appendFileSync(".cache/bench.jsonl", `${JSON.stringify(line)}\n`);
}
