import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { readRecordFile } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "dx-records-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(name: string, content: string | Uint8Array, batchRecords = 2) {
  const path = join(folder, name);
  writeFileSync(path, content);
  const batches: (readonly unknown[])[] = [];
  for await (const some of readRecordFile(path, { parse, batchRecords })) batches.push(some);
  return batches;
}

const parse = (text: string): unknown =>
  JSON.parse(text, (_, value: unknown) => (value === 2 ** 53 ? "large" : value));
const lines = `{"id":1}\r\n\n{"id":9007199254740992}\n  {"city":"Köln"}`;
const records = [{ id: 1 }, { id: "large" }, { city: "Köln" }];

test("records come out of every form of a file", async () => {
  expect((await read("a.ndjson", lines)).flat()).toEqual(records);
  expect((await read("a.jsonl.gz", zlib.gzipSync(lines))).flat()).toEqual(records);
  const two = Buffer.concat([zlib.gzipSync(`{"id":1}\n`), zlib.gzipSync(`{"id":2}\n`)]);
  expect((await read("a.ndjson.gz", two)).flat()).toEqual([{ id: 1 }, { id: 2 }]);
  expect((await read("a.NDJSON.zst", zlib.zstdCompressSync(lines))).flat()).toEqual(records);
  expect(await read("a.json", `\uFEFF[{"id":1},2]`)).toEqual([[{ id: 1 }, 2]]);
  expect(await read("a.json", `{"id":1}`)).toEqual([[{ id: 1 }]]);
  expect(await read("a.ndjson", "")).toEqual([]);
});

test("records of many lines come some at a time, and characters may lie on the border of two pieces", async () => {
  const many = Array.from({ length: 40_000 }, (_, id) => ({ id, city: "Köln 🐦 Ærøskøbing" }));
  const text = many.map((one) => JSON.stringify(one)).join("\n");
  const batches = await read("many.ndjson", text, 1000);
  expect(batches.flat()).toEqual(many);
  expect(batches.length).toBeGreaterThan(1);
});

test.for<[string, string, string | Uint8Array]>([
  ["is cut off", "cut.ndjson.gz", zlib.gzipSync(lines.repeat(100)).subarray(0, 40)],
  ["cannot be read", "plain.ndjson.gz", lines],
  ["cannot be read", "plain.ndjson.zst", lines],
  ["is not UTF-8", "latin.ndjson", Uint8Array.from([0x7b, 0x22, 0xe4, 0x22, 0x7d])],
  ["is not UTF-8", "half.ndjson", Buffer.from(`{"id":1}\n"Ä`).subarray(0, -1)],
  ['is no JSON in line 2: {"id":', "bad.ndjson", `{"id":1}\n{"id":`],
  ["is no JSON: [1,", "bad.json", "[1,"],
  ["is called neither", "bad.csv", "a"],
])("%s: %s", async ([message, name, content]) => {
  await expect(read(name, content)).rejects.toMatchObject({
    code: "DX_CONNECTORS_FILE",
    message: expect.stringContaining(message),
  });
});

test("a file that is not there is named", async () => {
  await expect(readRecordFile(join(folder, "none.json")).next()).rejects.toThrow("none.json");
});
