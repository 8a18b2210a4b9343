// The same fifty checks on Postgres, by the processor time of its server: each way has a connection of its own, and what the server's
// processes took is read when they have ended (Linux only). DX_ROWS and DX_ROUNDS choose more.
import { once } from "node:events";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { openDatabase } from "@dx/database";
import { verbatimSql } from "@dx/sql";
import { startPostgres } from "@dx/testing/postgres-server";
import { answers, fifty, ways } from "./fifty-checks.ts";
import { makeOrdersInPostgres } from "./make-orders.ts";

const rows = Number(process.env["DX_ROWS"] ?? 1_000_000);
const rounds = Number(process.env["DX_ROUNDS"] ?? 2);
const scratch = mkdtempSync("/tmp/dx-bench-");
const { server, url } = await startPostgres(scratch);

/** Milliseconds of processors that ended children of the server took; Linux counts in hundredths of a second. */
function spentByServer(): number {
  const fields = readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

const least = new Map<string, number>();
try {
  const maker = await openDatabase(url);
  for (const text of [
    makeOrdersInPostgres(rows),
    `create table customers as select i as id from generate_series(0, ${rows - 1}) as i`,
    "analyze orders",
    "analyze customers",
  ])
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await maker.apply([[{ purpose: "bench", sql: verbatimSql(text) }]]);
  const { engine } = maker;
  await maker.close();
  let wanted: string | undefined;
  /* oxlint-disable no-await-in-loop -- one at a time, or they disturb each other */
  for (let round = 0; round < rounds; round += 1)
    for (const [name, ask] of Object.entries(ways)) {
      await setTimeout(500);
      const before = spentByServer();
      const db = await openDatabase(url);
      const found = answers(await ask(db));
      await db.close();
      await setTimeout(500);
      const spent = spentByServer() - before;
      wanted ??= found;
      if (found !== wanted) throw new Error(`${name} answers otherwise:\n${found}\n---\n${wanted}`);
      least.set(name, Math.min(least.get(name) ?? Infinity, spent));
    }
  /* oxlint-enable no-await-in-loop */
  mkdirSync(".cache", { recursive: true });
  for (const [name, processorMs] of least) {
    const title = `${fifty.checks.length} checks, ${rows} rows, ${engine.name} ${engine.version}: ${name}`;
    const ratio = Number((processorMs / (least.get("planned") ?? 1)).toFixed(2));
    // oxlint-disable-next-line no-console -- a bench prints
    console.log(`${title}  ${processorMs} ms of the server's processors, ${ratio}x planned`);
    appendFileSync(".cache/bench.jsonl", `${JSON.stringify({ title, processorMs, ratio })}\n`);
  }
} finally {
  server.kill("SIGINT");
  await once(server, "exit");
  rmSync(scratch, { recursive: true, force: true });
}
