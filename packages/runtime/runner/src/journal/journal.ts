import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import { DxError, parseJson, stringifyJson, type Data } from "@dx/core";
import { z } from "zod";
import { sealLine, unsealLines } from "./chain.ts";
import { journalLine, type JournalLine } from "./lines.ts";

/** JSON lines that only grow; each is on disk before the run goes on. */
export interface Journal {
  /** What earlier runs wrote, in order. */
  readonly lines: readonly JournalLine[];
  /** Adds a line. */
  append(line: JournalLine): void;
  /** Ends it. */
  close(): void;
}

/** How a journal writes. */
export interface JournalOptions {
  /** Takes secrets out of a text. */
  readonly redact?: (text: string) => string;
}

const format = 1;
const head = z.looseObject({ kind: z.literal("run"), format: z.number() });

/**
 * Reads a journal's lines; a last one that a kill cut short is left out.
 * @throws DxError `DX_RUNNER_JOURNAL` if it was edited, is of another program or of a newer format
 */
export function readJournal(path: string): readonly JournalLine[] {
  return read(path).lines;
}

function read(path: string): { lines: readonly JournalLine[]; chain: string; whole: number } {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const texts = whole.split("\n").filter(Boolean);
  const first = head.safeParse(toData(texts[0]));
  if (texts.length > 0 && (!first.success || first.data.format > format))
    throw new DxError(
      "DX_RUNNER_JOURNAL",
      `${basename(path)} is no journal that this dx can read`,
      {
        hint: first.success
          ? `its format is ${first.data.format}, of a newer dx: go on with that one`
          : "the folder is of another program: name another one",
      },
    );
  const { bodies, chain } = unsealLines(texts);
  const lines = bodies.map((body) => journalLine.parse(parseJson(body)));
  return { lines, chain, whole: Buffer.byteLength(whole) };
}

function toData(text = ""): Data {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

/** Opens a journal's file, or begins one; without a path, it is kept in memory only. @throws DxError as {@link readJournal} */
export function openJournal(path: string | undefined, options: JournalOptions = {}): Journal {
  if (path === undefined) return { lines: [], append: () => undefined, close: () => undefined };
  const { redact = (text) => text } = options;
  const { lines, chain, whole } = read(path);
  const isNew = !existsSync(path);
  const file = openSync(path, "a");
  ftruncateSync(file, whole);
  if (isNew) syncFolder(dirname(path));
  let last = { chain, bytes: whole };
  let broken: Error | undefined;
  return {
    lines,
    append: (line) => {
      if (broken !== undefined) throw broken;
      const sealed = sealLine(redact(toText(line)), last.chain);
      const bytes = Buffer.from(`${sealed.line}\n`);
      try {
        writeAll(file, bytes);
        fsyncSync(file);
      } catch (error) {
        broken = error instanceof Error ? error : new Error("it was not written", { cause: error });
        cutTo(file, last.bytes);
        throw error;
      }
      last = { chain: sealed.chain, bytes: last.bytes + bytes.byteLength };
    },
    close: () => closeSync(file),
  };
}

/** A disk that is nearly full takes a part. */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.byteLength;) done += writeSync(file, bytes.subarray(done));
}

/** Takes off what is there of a line; if that fails, the next run does. */
function cutTo(file: number, bytes: number): void {
  try {
    ftruncateSync(file, bytes);
  } catch {
    // the error of the write is the one to tell
  }
}

/** Data as canonical JSON text: the fields of objects are sorted by name. */
export function toText(value: unknown): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tasks' schemas let nothing else through
  return stringifyJson(sorted(value) as Data);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

/** Makes sure that the names in a folder are on disk too; where folders cannot be opened, nothing is to be done. */
export function syncFolder(path: string): void {
  let folder: number;
  try {
    folder = openSync(path, "r");
  } catch {
    return;
  }
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
