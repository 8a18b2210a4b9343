import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readRecordFile } from "@dx/connectors";
import { toObjects } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { installPython } from "@dx/testing/python";
import { expect, test } from "vitest";
import { moveTable, readJson } from "../src/index.ts";

const records = Number(process.env["DX_ROWS"] ?? 5000);

/** Records as those of GitHub's events: objects in objects, lists of objects with lists. */
const event = (n: number) => ({
  id: String(20_000_000_000 + n),
  type: n % 2 === 0 ? "PushEvent" : "WatchEvent",
  actor: {
    id: n % 999,
    login: `user${n % 999}`,
    url: `https://api.github.com/users/user${n % 999}`,
  },
  repo: { id: n % 777, name: `o/r${n % 777}` },
  payload: {
    push_id: n * 7,
    size: n % 5,
    commits: Array.from({ length: n % 5 }, (_, k) => ({
      sha: `abc${n}${k}`,
      author: { email: "a@b.c", name: `Ann ${k}` },
      message: `change ${k} of ${n}`,
      parents: [`p${n}${k}`, `q${n}${k}`],
    })),
  },
  public: true,
  created_at: new Date(1_700_000_000_000 + n * 1000).toISOString(),
});

/** The same sums of all three tables, by whoever made them. */
const summary = (schema: string, index: string): string =>
  ["events", "events__payload__commits", "events__payload__commits__parents"]
    .map((table, at) => {
      const what = [
        "id, actor__login, payload__push_id",
        `sha, author__name, ${index}`,
        `value, ${index}`,
      ][at];
      const text = (what ?? "").split(", ").join(" || ' ' || ");
      return `select ${at} as t, count(*)::int as n, md5(string_agg(${text}, ',' order by ${text})) as sum from ${schema}.${table}`;
    })
    .join(" union all ")
    .concat(" order by t");

const ask = async (db: Database, sql: string) => toObjects(await db.query(sql), "js");

test("nested records become the same tables as by dlt; how long each took is printed", async ({
  skip,
}) => {
  let python: string;
  try {
    python = installPython(["dlt[duckdb]==1.26.0", "duckdb==1.5.6"]);
  } catch (error) {
    return skip(String(error).slice(0, 300));
  }
  const folder = mkdtempSync(join(tmpdir(), "dx-nested-"));
  const file = join(folder, "events.ndjson");
  writeFileSync(
    file,
    Array.from({ length: records }, (_, n) => `${JSON.stringify(event(n))}\n`).join(""),
  );
  const target = await openDatabase(`duckdb:${join(folder, "dx.duckdb")}`);
  const began = performance.now();
  await moveTable(
    { records: () => readRecordFile(file, { parse: readJson }), nested: "tables" },
    target,
    { table: "events", mode: "replace" },
    { loadId: "1", at: "2026-01-01" },
  );
  const own = (performance.now() - began) / 1000;
  const theirs = join(folder, "other.duckdb");
  const { stdout, stderr, status } = spawnSync(
    join(python, "bin/python"),
    [join(import.meta.dirname, "nest_by_dlt.py"), file, theirs],
    { encoding: "utf8", env: { ...process.env, RUNTIME__DLTHUB_TELEMETRY: "false" } },
  );
  expect({ status, said: status === 0 ? "" : stderr.slice(-2000) }).toEqual({
    status: 0,
    said: "",
  });
  const other = await openDatabase(`duckdb:${theirs}`, { readOnly: true });
  const made = await ask(target, summary("main", "_dx_index"));
  expect(made).toEqual(await ask(other, summary("dlt", "_dlt_list_idx")));
  expect(made.map(({ n }) => n)).toEqual([records, records * 2, records * 4]);
  const seconds = Number(/seconds ([\d.]+)/.exec(stdout)?.[1]);
  process.stdout.write(
    `${records} records, dx ${own.toFixed(2)} s, dlt ${seconds.toFixed(2)} s: ${(seconds / own).toFixed(1)} x\n`,
  );
  await target.close();
  await other.close();
  rmSync(folder, { recursive: true });
}, 900_000);
