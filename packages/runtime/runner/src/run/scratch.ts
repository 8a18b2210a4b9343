import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseJson, toObjects, type Relation } from "@dx/core";
import type { Database } from "@dx/database";
import { createTable, identifier, sql, type ColumnDefinition, type Statement } from "@dx/sql";
import { hashText } from "../journal/chain.ts";
import { readJournal, toText, type Journal } from "../journal/journal.ts";
import { isAlive, thisProcess } from "../journal/lock.ts";

/** The run's own schema in the target: staged tables, and marks of steps that are committed. */
export interface Scratch {
  /** Its name, whether it is there or not. */
  readonly name: string;
  /** Makes it if it is not there; gives its name. */
  readonly ready: () => Promise<string>;
  /** What a transactional step gave, if it was committed; as JSON text. */
  findMark(key: string): Promise<string | undefined>;
  /** Marks a step as done, in its transaction. */
  mark(database: Database, key: string, result: unknown): Promise<void>;
  /** Removes it with all that is in it. */
  drop(): Promise<void>;
}

/** What a scratch schema is of. */
export interface ScratchOptions {
  readonly target: Database;
  readonly run: string;
  /** The run's folder, without which it cannot be resumed. */
  readonly out: string | undefined;
  readonly journal: Journal;
  readonly mode: "run" | "plan";
  readonly log: (message: string) => void;
}

const prefix = "dx_scratch_";
const ownerTable = "dx_owner";
const markTable = "dx_mark";

/** The scratch schema of a run; nothing is made before it is asked for. */
export function createScratch(options: ScratchOptions): Scratch {
  const { target, run, journal, mode } = options;
  const name = `${prefix}${run}`;
  let isMade = journal.lines.some((line) => line.kind === "scratch");
  let made: Promise<string> | undefined;
  const make = async (): Promise<string> => {
    const others = await schemasOf(target);
    if (mode === "run")
      await removeDead(
        options,
        others.filter((one) => one !== name),
      );
    if (!others.includes(name)) await target.apply([makeSchema(name, options)]);
    if (!isMade) journal.append({ kind: "scratch", schema: name });
    isMade = true;
    return name;
  };
  const ready = async (): Promise<string> => (made ??= make());
  const marks = { kind: "relation", schema: name, name: markTable } as const;
  return {
    name,
    ready,
    findMark: async (key) => {
      await ready();
      const rows = await target.query(
        sql`select result from ${marks} where step = ${key} and run = ${run}`,
      );
      return firstText(toObjects(rows, "js"), "result");
    },
    mark: async (database, key, result) => {
      const values = sql`insert into ${marks} values (${run}, ${key}, ${toText(result)})`;
      await database.apply([[{ purpose: `mark step ${key} as done`, sql: values }]]);
    },
    drop: async () => {
      if (isMade) await target.apply([[dropSchema(name)]]);
      isMade = false;
    },
  };
}

/** Reads what {@link Scratch.mark} wrote. */
export function readMark(mark: string): unknown {
  return parseJson(mark);
}

function makeSchema(name: string, { run, out }: ScratchOptions): readonly Statement[] {
  const { host, pid, start } = thisProcess();
  const of = (table: string): Relation => ({ kind: "relation", schema: name, name: table });
  const owner = sql`insert into ${of(ownerTable)} values (${run}, ${host}, ${String(pid)}, ${start}, ${out ?? null})`;
  return [
    { purpose: "make the run's scratch schema", sql: sql`create schema ${identifier(name)}` },
    {
      purpose: "note whose it is",
      sql: createTable(of(ownerTable), textColumns(["run", "host", "pid", "start", "folder"])),
    },
    { purpose: "note whose it is", sql: owner },
    {
      purpose: "keep marks of steps that are done",
      sql: createTable(of(markTable), textColumns(["run", "step", "result"]), {
        primaryKey: ["run", "step"],
      }),
    },
  ];
}

function textColumns(names: readonly string[]): readonly ColumnDefinition[] {
  return names.map((name) => ({ name, type: { kind: "text" } }));
}

function dropSchema(name: string): Statement {
  return {
    purpose: `remove the scratch schema ${name}`,
    sql: sql`drop schema if exists ${identifier(name)} cascade`,
  };
}

async function schemasOf(target: Database): Promise<readonly string[]> {
  const found = sql`select distinct schema_name from information_schema.schemata where schema_name like ${`${prefix}%`}`;
  const rows = toObjects(await target.query(found), "js");
  return rows.flatMap((row) => firstText([row], "schema_name") ?? []);
}

/** Removes the schemas of runs that have ended and cannot be resumed any more. */
async function removeDead(
  { target, log }: ScratchOptions,
  schemas: readonly string[],
): Promise<void> {
  for (const schema of schemas) {
    const owners: Relation = { kind: "relation", schema, name: ownerTable };
    // oxlint-disable-next-line no-await-in-loop -- there is hardly ever one
    const rows = await target.query(sql`select * from ${owners}`).catch(() => undefined);
    const [row] = rows === undefined ? [] : toObjects(rows, "js");
    const field = (name: string): string => firstText([row ?? {}], name) ?? "";
    const owner = { host: field("host"), pid: Number(field("pid")), start: field("start") };
    if (row === undefined || isAlive(owner) || canBeResumed(field("folder"), field("run")))
      continue;
    // oxlint-disable-next-line no-await-in-loop -- as above
    await target.apply([[dropSchema(schema)]]);
    log(`removed ${schema}, which a run left behind that was killed`);
  }
}

function canBeResumed(folder: string, run: string): boolean {
  const journal = join(folder, "journal.jsonl");
  if (folder === "" || !existsSync(journal)) return false;
  if (existsSync(join(folder, "evidence.json"))) return false;
  try {
    const [first] = readJournal(journal);
    return first?.kind === "run" && first.run === run;
  } catch {
    return false;
  }
}

function firstText(rows: readonly object[], name: string): string | undefined {
  const [row] = rows;
  const value: unknown =
    row === undefined ? undefined : Object.entries(row).find(([key]) => key === name)?.[1];
  return typeof value === "string" ? value : undefined;
}

/** A name for a run that no other has. */
export function newRunName(flow: string, now: string): string {
  const time = now.replaceAll(/[-:TZ.]/g, "").slice(0, 14);
  return `${time}_${hashText(`${flow} ${now} ${process.pid} ${process.hrtime.bigint()} ${crypto.randomUUID()}`).slice(0, 8)}`;
}
