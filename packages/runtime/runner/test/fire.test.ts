import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { toObjects } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { identifier, sql } from "@dx/sql";
import { testWithPostgres } from "@dx/testing";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { afterAll, beforeAll, expect } from "vitest";
import { hashText } from "../src/journal/chain.ts";
import { runFlow } from "../src/index.ts";
import {
  allCounted,
  allKept,
  fire,
  fireInputs,
  makeTables,
  startFire,
  type FireOrders,
  type FireSaid,
} from "./fire.ts";

let folder: string;
let numbered = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Where a child is killed: at a failpoint of its own count, or after a share of the time of an undisturbed run. */
type Kill = { readonly at: number } | { readonly share: number };

async function inDatabase<T>(url: string, body: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase(url);
  return body(db).finally(async () => db.close());
}

/** Two databases with empty tables, and a folder that is not there yet. */
async function makePlaces(postgres: string, target: "duckdb" | "postgres"): Promise<FireOrders> {
  numbered += 1;
  const name = `fire_${numbered}`;
  const url = new URL(postgres);
  url.searchParams.set("options", `-c search_path="${name}"`);
  const make = { purpose: "make", sql: sql`create schema ${identifier(name)}` };
  await inDatabase(postgres, async (db) => db.apply([[make]]));
  const urls = { postgres: url.href, duckdb: `duckdb:${join(folder, `${name}.duckdb`)}` };
  await inDatabase(urls.postgres, makeTables);
  await inDatabase(urls.duckdb, makeTables);
  const other = target === "duckdb" ? "postgres" : "duckdb";
  return { target: urls[target], other: urls[other], out: join(folder, name) };
}

/** Runs a child, and kills it; gives what it said if it was done before. */
async function strike(
  orders: FireOrders,
  kill: Kill | undefined,
  wholeMs: number,
): Promise<FireSaid | undefined> {
  const killAt = kill !== undefined && "at" in kill ? kill.at : undefined;
  const child = startFire({ ...orders, killAt });
  const ended = once(child, "exit");
  let said: FireSaid | undefined;
  for await (const line of createInterface({ input: child.stdout ?? process.stdin }))
    if (line !== "ready") said = JSON.parse(line) as FireSaid;
    else if (kill !== undefined && "share" in kill) {
      await setTimeout(kill.share * wholeMs);
      child.kill("SIGKILL");
    }
  const [code, signal] = (await ended) as [number | null, string | null];
  expect([code, signal]).toEqual(signal === null ? [0, null] : [null, "SIGKILL"]);
  return signal === null ? said : undefined;
}

/** All files below a folder with their texts, but for the run's name and its times. */
function filesOf(out: string, below = ""): readonly string[] {
  return readdirSync(join(out, below))
    .toSorted()
    .filter((name) => !/^\.lock-|^journal/.test(name))
    .flatMap((name) => {
      const path = join(below, name);
      if (statSync(join(out, path)).isDirectory()) return filesOf(out, path);
      const text = readFileSync(join(out, path), "utf8");
      const calm = text.replaceAll(/\d{14}_[0-9a-f]{8}/g, "RUN");
      return [`${path}\n${name.endsWith(".html") ? hashText(calm) : calm}`];
    });
}

async function namesIn(url: string, table: "counted" | "kept"): Promise<readonly string[]> {
  const query = sql`select name from ${identifier(table)}`;
  const rows = await inDatabase(url, async (db) => db.query(query));
  return toObjects(rows, "js")
    .map(({ name }) => String(name))
    .toSorted();
}

async function resume({ target, other, out }: FireOrders): Promise<void> {
  await inDatabase(target, async (first) =>
    inDatabase(other, async (second) => {
      const databases = { target: first, other: second };
      await runFlow(fire, fireInputs, {
        databases,
        out,
        approve: async () => "yes",
        clock: () => new Date(0),
      });
    }),
  );
}

async function scratchSchemas(url: string): Promise<number> {
  const found = sql`select distinct schema_name from information_schema.schemata where schema_name like 'dx_scratch_%'`;
  return inDatabase(url, async (db) => (await db.query(found)).count);
}

/** Kills a run some times, goes on with it, and looks at what there is then; gives how often it was killed. */
async function expectWhole(
  orders: FireOrders,
  kills: readonly Kill[],
  { files, ms }: { readonly files: readonly string[]; readonly ms: number },
): Promise<number> {
  let killed = 0;
  for (const kill of kills) {
    if (existsSync(join(orders.out, "evidence.json"))) break;
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    if ((await strike(orders, kill, ms)) === undefined) killed += 1;
  }
  const isComplete = existsSync(join(orders.out, "evidence.json"));
  if (!isComplete) await resume(orders);
  const found = {
    kills,
    counted: await namesIn(orders.target, "counted"),
    kept: await namesIn(orders.other, "kept"),
    files: filesOf(orders.out),
    // What was killed after its end leaves it to the next run.
    scratch: isComplete ? 0 : await scratchSchemas(orders.target),
  };
  const wanted = { kills, counted: allCounted, kept: allKept, files, scratch: 0 };
  expect(found).toEqual(wanted);
  return killed;
}

const { numRuns, seed } = budget(7);
const isDeep = numRuns > 7;

for (const target of ["duckdb", "postgres"] as const)
  testWithPostgres.concurrent(
    `killed anywhere, a run goes on to the same end, and nothing is done twice (target ${target})`,
    async ({ postgresUrl }) => {
      const calm = await makePlaces(postgresUrl, target);
      const said = await strike(calm, undefined, 0);
      const { points, ms } = said ?? { points: [], ms: 0 };
      const whole = { files: filesOf(calm.out), ms };
      expect(points.length).toBeGreaterThan(100);
      const tried = isDeep ? Math.min(points.length, 2 * numRuns) : numRuns;
      const shares = fc.sample(fc.double({ min: 0.01, max: 1, noNaN: true }), {
        numRuns: isDeep ? numRuns : 3,
        seed,
      });
      let killed = 0;
      for (let index = 0; index < tried; index += 1) {
        const at = 1 + Math.floor(((index + 0.5) * points.length) / tried);
        const share = shares[index];
        // oxlint-disable no-await-in-loop -- one after the other
        const orders = await makePlaces(postgresUrl, target);
        killed += await expectWhole(
          orders,
          [{ at }, ...(share === undefined ? [] : [{ share }])],
          whole,
        );
        // oxlint-enable no-await-in-loop
      }
      if (isDeep)
        // oxlint-disable-next-line no-console -- a figure for people
        console.log(
          `${target}: killed ${killed} times, at ${tried} of ${points.length} failpoints and at ${shares.length} random moments`,
        );
      expect(killed).toBeGreaterThanOrEqual(tried);
    },
    isDeep ? 7_200_000 : 600_000, // it starts some thirty processes, on whatever machine this is; over a thousand in deep
  );
