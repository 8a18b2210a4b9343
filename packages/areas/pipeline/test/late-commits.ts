/* oxlint-disable no-await-in-loop, max-lines-per-function -- one step after the other */
import { createRandom } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { Client } from "pg";
import { moveTable, type Cursor } from "../src/index.ts";

/** What became of the versions of rows that a source had. */
export interface Fate {
  /** Versions that were committed and not changed since. */
  readonly committed: number;
  /** Of these, how many never arrived. */
  readonly lost: number;
  /** How many versions arrived more than once. */
  readonly doubled: number;
  /** How many transactions a state kept at most. */
  readonly state: number;
}

interface Writer {
  readonly client: Client;
  /** Rows of its own that are committed, and those of its open transaction; an update of them never waits. */
  own: number[];
  pending: number[];
  isOpen: boolean;
}

/**
 * Writers with open transactions, savepoints, rollbacks and updates, in a random order of single steps, and readers
 * between them, each by a cursor of its own into a table of its own.
 */
export async function playLateCommits(
  url: string,
  cursors: Readonly<Record<string, Cursor>>,
  {
    writers: count,
    steps,
    seed,
  }: { readonly writers: number; readonly steps: number; readonly seed: number },
): Promise<Readonly<Record<string, Fate>>> {
  const random = createRandom(seed);
  const upTo = (n: number): number => (n === 0 ? 0 : random.integer(0, n - 1));
  const table = `late_${seed}`;
  const admin = new Client(url);
  await admin.connect();
  await admin.query(
    `create table ${table} (id bigint primary key, v int not null, at timestamptz not null default now());
    create index on ${table} (at)`,
  );
  const writers: Writer[] = [];
  for (let n = 0; n < count; n += 1) {
    const client = new Client(url);
    await client.connect();
    writers.push({ client, own: [], pending: [], isOpen: false });
  }
  const source = await openDatabase(url);
  const target = await openDatabase("duckdb:");
  let id = 0;
  let read = 0;
  let state = 0;
  const insert = async (writer: Writer): Promise<void> => {
    id += 1;
    await writer.client.query(`insert into ${table} values (${id}, 0)`);
    writer.pending.push(id);
  };
  const readAll = async (): Promise<void> => {
    read += 1;
    for (const [name, cursor] of Object.entries(cursors)) {
      const spec = { table: name, mode: "append", key: ["id", "v"], cursor } as const;
      const { record } = await moveTable({ database: source, table }, target, spec, {
        loadId: String(read),
        at: "2026-01-01",
      });
      const kept = JSON.parse(record.cursor ?? "{}") as { readonly read?: readonly string[] };
      state = Math.max(state, kept.read?.length ?? 0);
    }
  };
  const work = async (writer: Writer): Promise<void> => {
    const { client } = writer;
    if (!writer.isOpen) {
      await client.query("begin");
      writer.isOpen = true;
    }
    const some = writer.own[upTo(writer.own.length)];
    switch (upTo(8)) {
      case 0:
      case 1:
      case 2:
        return insert(writer);
      case 3: {
        const before = [...writer.pending];
        await client.query("savepoint s");
        await insert(writer);
        if (upTo(2) === 0) {
          await client.query("rollback to savepoint s");
          writer.pending = before;
        } else await client.query("release savepoint s");
        return;
      }
      case 4:
        if (some !== undefined)
          await client.query(`update ${table} set v = v + 1, at = now() where id = ${some}`);
        return;
      case 5:
        return;
      default: {
        const isDone = upTo(4) > 0;
        await client.query(isDone ? "commit" : "rollback");
        if (isDone) writer.own.push(...writer.pending);
        writer.pending = [];
        writer.isOpen = false;
      }
    }
  };
  for (let step = 0; step < steps; step += 1) {
    const writer = writers[upTo(writers.length)];
    if (writer !== undefined) await work(writer);
    if (upTo(12) === 0) await readAll();
  }
  for (const { client, isOpen } of writers) {
    if (isOpen) await client.query("commit");
    await client.end();
  }
  await readAll();
  const fates: Record<string, Fate> = {};
  for (const name of Object.keys(cursors))
    fates[name] = { ...(await fateOf({ source, target, table, name })), state };
  await source.close();
  await target.close();
  await admin.end();
  return fates;
}

async function fateOf({
  source,
  target,
  table,
  name,
}: {
  readonly source: Database;
  readonly target: Database;
  readonly table: string;
  readonly name: string;
}): Promise<Omit<Fate, "state">> {
  await target.load("truth", source.stream(`select id, v from ${table}`));
  const counted = await target.query(`select cast(count(*) as int) as committed,
    cast(count(*) filter (where not exists (select 1 from ${name} as c where c.id = t.id and c.v = t.v)) as int) as lost,
    cast((select count(*) from (select 1 from ${name} group by id, v having count(*) > 1)) as int) as doubled from truth as t`);
  const [committed = 0, lost = 0, doubled = 0] = counted.columns.map(({ values }) =>
    Number(values[0]),
  );
  return { committed, lost, doubled };
}
