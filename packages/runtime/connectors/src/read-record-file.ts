import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import * as zlib from "node:zlib";
import { DxError, messageOf } from "@dx/core";

/** How records are read of a file. */
export interface ReadRecordFileOptions {
  /** Reads JSON; `readJson` of `@dx/pipeline` keeps all digits. `JSON.parse` without a word. */
  readonly parse?: (text: string) => unknown;
  /** How many records come at a time, at most; 10,000 without a word. */
  readonly batchRecords?: number;
}

/**
 * The records of a file of JSON (a list, or one record) or NDJSON (one a line), also compressed (`.gz`, `.zst`), some at
 * a time. Of NDJSON only some are in memory.
 * @throws DxError `DX_CONNECTORS_FILE` with the line, if the file cannot be read, is cut off, is not UTF-8, or no JSON
 */
export async function* readRecordFile(
  path: string,
  { parse = JSON.parse, batchRecords = 10_000 }: ReadRecordFileOptions = {},
): AsyncGenerator<readonly unknown[]> {
  const [, form] = /\.(json|ndjson|jsonl)(?:\.(?:gz|zst))?$/i.exec(path) ?? [];
  if (form === undefined)
    throw broken(path, "is called neither .json nor .ndjson, .jsonl, also .gz or .zst", undefined);
  if (form.toLowerCase() === "json") {
    let text = "";
    for await (const part of readText(path)) text += part;
    const value = parseAt(path, { parse, text, line: undefined });
    yield Array.isArray(value) ? value : [value];
    return;
  }
  let records: unknown[] = [];
  let line = 0;
  let rest = "";
  const take = (text: string): void => {
    line += 1;
    if (text.trim() !== "") records.push(parseAt(path, { parse, text, line }));
  };
  for await (const part of readText(path)) {
    const lines = `${rest}${part}`.split("\n");
    rest = lines.pop() ?? "";
    for (const one of lines) take(one);
    if (records.length >= batchRecords) {
      yield records;
      records = [];
    }
  }
  take(rest);
  if (records.length > 0) yield records;
}

/** The text of a file, bit by bit. */
async function* readText(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of open(path)) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw error instanceof TypeError && /encoded data/i.test(error.message)
      ? broken(path, "is not UTF-8", error)
      : broken(path, `cannot be read: ${reasonOf(error)}`, error);
  }
}

function open(path: string): AsyncIterable<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: 1_048_576 });
  const decompress = /\.gz$/i.test(path)
    ? zlib.createGunzip()
    : /\.zst$/i.test(path)
      ? createZstd(path)
      : undefined;
  if (decompress === undefined) return file;
  pipeline(file, decompress, () => undefined); // what fails is thrown where it is read
  return decompress;
}

function createZstd(path: string): NodeJS.ReadWriteStream & AsyncIterable<Uint8Array> {
  const { createZstdDecompress }: Partial<typeof zlib> = zlib;
  if (createZstdDecompress !== undefined) return createZstdDecompress();
  throw broken(path, "is compressed by zstd, which this platform does not have", undefined);
}

function reasonOf(error: unknown): string {
  const message = messageOf(error);
  return /unexpected end of file/i.test(message) ? "it is cut off" : (message.split("\n")[0] ?? "");
}

function parseAt(
  path: string,
  {
    parse,
    text,
    line,
  }: {
    readonly parse: (text: string) => unknown;
    readonly text: string;
    readonly line: number | undefined;
  },
): unknown {
  try {
    return parse(text);
  } catch (error) {
    const where = line === undefined ? "" : ` in line ${line}`;
    throw broken(path, `is no JSON${where}: ${text.trim().slice(0, 80)}`, error);
  }
}

function broken(path: string, what: string, cause: unknown): DxError {
  return new DxError("DX_CONNECTORS_FILE", `${path} ${what}`, {
    path: [path],
    hint: "nothing was loaded: look at the file, or get it once more",
    cause,
  });
}
