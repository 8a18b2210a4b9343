import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { relative, resolve } from "node:path";
import type { Database } from "@dx/database";

/** Hears of each moment at which the process may be killed, by a name that is the same in every run. */
export type OnPoint = (point: string) => void;

type Call = (...given: unknown[]) => unknown;
const { openSync, closeSync, fsyncSync, writeSync } = fs;

/**
 * Puts failpoints around each synchronous call of `node:fs` that changes something below a folder: before and
 * after it, and in the middle of a write. For programs of their own only: Node's functions stay replaced.
 */
export function watchFiles(folder: string, onPoint: OnPoint): void {
  const files = new Map<unknown, string>();
  const nameOf = (place: unknown): string | undefined => {
    if (typeof place === "number") return files.get(place);
    const path = relative(folder, resolve(String(place)));
    return path.startsWith("..") ? undefined : path.replaceAll(/[0-9a-f-]{36}/g, "*");
  };
  const around = (what: string, name: string, body: () => unknown): unknown => {
    onPoint(`before ${what} of ${name}`);
    const result = body();
    onPoint(`after ${what} of ${name}`);
    return result;
  };
  replace("openSync", (original) => (...given) => {
    const file = original(...given);
    const name = nameOf(given[0]);
    if (name !== undefined) files.set(file, name);
    return file;
  });
  for (const what of ["renameSync", "linkSync", "rmSync", "mkdirSync", "fsyncSync"] as const)
    replace(what, (original) => (...given) => {
      const name = nameOf(given[what === "renameSync" || what === "linkSync" ? 1 : 0]);
      return name === undefined ? original(...given) : around(what, name, () => original(...given));
    });
  for (const what of ["writeSync", "writeFileSync"] as const)
    replace(what, (original) => (...given) => {
      const name = nameOf(given[0]);
      if (name === undefined) return original(...given);
      return around(what, name, () => writeTorn(given, () => onPoint(`in the middle of ${name}`)));
    });
  syncBuiltinESMExports();
}

function replace(name: keyof typeof fs, made: (original: Call) => Call): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the functions are called as they were
  Reflect.set(fs, name, made(Reflect.get(fs, name) as Call));
}

/** Writes in two halves. */
function writeTorn([place, data, options]: readonly unknown[], onHalf: () => void): number {
  const bytes =
    typeof data === "string"
      ? Buffer.from(data)
      : Buffer.from(data instanceof Uint8Array ? data : []);
  const asked = new Map(Object.entries(options ?? {}));
  const file =
    typeof place === "number" ? place : openSync(String(place), String(asked.get("flag") ?? "w"));
  const half = Math.floor(bytes.length / 2);
  writeSync(file, bytes.subarray(0, half));
  onHalf();
  writeSync(file, bytes.subarray(half));
  if (asked.get("flush") === true) fsyncSync(file);
  if (file !== place) closeSync(file);
  return bytes.length;
}

/** A database with failpoints around each change, and right before each commit. */
export function watchDatabase(database: Database, name: string, onPoint: OnPoint): Database {
  const around = async <T>(what: string, body: () => Promise<T>): Promise<T> => {
    onPoint(`before ${what} in ${name}`);
    const result = await body();
    onPoint(`after ${what} in ${name}`);
    return result;
  };
  return {
    ...database,
    apply: async (plan, options) => around("a plan", async () => database.apply(plan, options)),
    load: async (table, source, options) =>
      around("a load", async () => database.load(table, source, options)),
    transaction: async (body) =>
      around("a transaction", async () =>
        database.transaction(async (within) => {
          const result = await body(watchDatabase(within, `a transaction in ${name}`, onPoint));
          onPoint(`before the commit in ${name}`);
          return result;
        }),
      ),
  };
}
