import { existsSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDxError } from "@dx/core";
import { openDatabase } from "@dx/database";
import { sql } from "@dx/sql";
import { z } from "zod";
import { openJournal, readJournal } from "../src/journal/journal.ts";
import type { JournalLine } from "../src/journal/lines.ts";
import { defineFlow, defineTask, readRun, runFlow, writeFiles } from "../src/index.ts";

const page = 4096;
const letters = (n: number): string => "abcdefghij".repeat(n / 10);
const note = defineTask("note", {
  version: 1,
  effect: "none",
  input: z.string(),
  output: z.string(),
  run: (text) => text,
});
const add = defineTask("add", {
  version: 1,
  effect: "transactional",
  input: z.number(),
  output: z.number(),
  run: async (n, { databases: { target } }) => {
    const many = sql`insert into counted select ${BigInt(n)}, md5(cast(i as varchar)) from range(${20_000n}) as r (i)`;
    await target.apply([[{ purpose: "add", sql: many }]]);
    return n;
  },
});
const flow = defineFlow({
  name: "filling",
  title: "Filling",
  description: "Fills a disk.",
  inputs: z.null(),
  outputs: z.string(),
  examples: [],
  process: async (_given, ctx) => {
    for (const n of [1, 2, 3]) {
      // oxlint-disable no-await-in-loop -- one after the other
      await ctx.task(note, letters(1500 + n * 10));
      await ctx.task(add, n);
      await ctx.task(writeFiles, { [`${n}.txt`]: letters(9000), [`deep/${n}.txt`]: letters(10) });
      // oxlint-enable no-await-in-loop
    }
    return letters(5000);
  },
  claims: () => [
    {
      id: "filling.each-once",
      statement: "Each number is there once.",
      subject: "counted",
      about: "result",
      check: {
        kind: "no-rows",
        violations: sql`select n from counted group by n having count(*) <> 20000`,
        population: sql`select * from counted`,
      },
    },
  ],
});

/** What came of a run on a disk that had little room. */
export interface FullDisk {
  /** So many pages were free. */
  readonly pages: number;
  /** What it said, with the code. */
  readonly said: string;
  /** Files that are neither absent nor whole. */
  readonly torn: readonly string[];
  /** What a second run, with room, came to. */
  readonly later: unknown;
}

const whole: Readonly<Record<string, number>> = {
  "artefacts/1.txt": 9000,
  "artefacts/2.txt": 9000,
  "artefacts/3.txt": 9000,
  "artefacts/deep/1.txt": 10,
  "artefacts/deep/2.txt": 10,
  "artefacts/deep/3.txt": 10,
  "outputs.json": 5003,
};

async function fill(disk: string, pages: number, inFile: boolean): Promise<FullDisk> {
  const out = join(disk, "out");
  const file = join(disk, "t.duckdb");
  const url = inFile ? `duckdb:${file}` : "duckdb:";
  const made = await openDatabase(url);
  const make = { purpose: "make", sql: sql`create table counted (n bigint, hash varchar)` };
  await made.apply([[make]]);
  if (inFile) await made.close();
  const filler = join(disk, "filler");
  writeFileSync(filler, Buffer.alloc(Math.max(0, statfsSync(disk).bfree - pages) * page, 1));
  const run = async (): Promise<unknown> => {
    const target = inFile ? await openDatabase(url) : made;
    try {
      const options = { databases: { target }, out, approve: async () => "yes" as const };
      const { evidence, outputs } = await runFlow(flow, null, options);
      return [evidence.summary.holds, outputs === letters(5000)];
    } catch (error) {
      return isDxError(error) ? `${error.code}: ${error.summary} ${error.hint}` : String(error);
    } finally {
      if (inFile) await target.close().catch(() => undefined);
    }
  };
  const said = String(await run());
  const torn = tornFiles(out);
  rmSync(filler);
  const later = existsSync(join(out, "evidence.json")) ? "complete" : await run();
  await made.close().catch(() => undefined);
  for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true });
  return { pages, said, torn, later };
}

function tornFiles(out: string): readonly string[] {
  if (!existsSync(out)) return [];
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  return files.flatMap(({ parentPath, name }) => {
    const path = join(parentPath, name).slice(out.length + 1);
    const bytes = readFileSync(join(parentPath, name)).length;
    if (path === "journal.jsonl")
      return bytes === 0 || readRun(out).flow === "filling" ? [] : [path];
    if (/^(?:index\.html|README\.md|evidence\.json)$/.test(path)) return bytes > 200 ? [] : [path];
    return whole[path] === bytes ? [] : [path];
  });
}

/** What came of a journal whose disk was full, and then had room again while it was open. */
export interface FullJournal {
  /** How many lines it said that it has written. */
  readonly written: number;
  /** How many can be read. */
  readonly read: number;
}

function fillJournal(disk: string): FullJournal {
  const path = join(disk, "journal.jsonl");
  const filler = join(disk, "filler");
  const journal = openJournal(path);
  let written = 0;
  const append = (line: JournalLine): void => {
    try {
      journal.append(line);
      written += 1;
    } catch {
      rmSync(filler, { force: true });
    }
  };
  const run = { kind: "run", format: 1, dx: "", flow: "f", run: "r", at: "", base: "/" } as const;
  append({ ...run, inputs: null, sources: [], databases: {} });
  writeFileSync(filler, Buffer.alloc((statfsSync(disk).bfree - 2) * page, 1));
  const step = { kind: "step", task: "t", version: 1, asked: "", started: "", ended: "" } as const;
  for (let n = 0; n < 20; n += 1) append({ ...step, key: `/${n}`, result: letters(1500) });
  journal.close();
  return { written, read: readJournal(path).length };
}

if (import.meta.main) {
  const [disk = "", inFile = "", ...pages] = process.argv.slice(2);
  if (inFile === "journal") process.stdout.write(JSON.stringify(fillJournal(disk)));
  else await fillAll(disk, inFile === "file", pages);
}

async function fillAll(disk: string, inFile: boolean, pages: readonly string[]): Promise<void> {
  const all: FullDisk[] = [];
  for (const some of pages)
    // oxlint-disable-next-line no-await-in-loop -- there is one disk
    all.push(await fill(disk, Number(some), inFile));
  process.stdout.write(JSON.stringify(all));
}
