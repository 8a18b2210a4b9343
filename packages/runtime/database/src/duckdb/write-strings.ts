import { DxError } from "@dx/core";
import {
  DuckDBBlobValue,
  DuckDBBlobVector,
  DuckDBIntervalVector,
  DuckDBVarCharVector,
  type DuckDBVector,
} from "@duckdb/node-api";
import { writeNulls } from "./write-nulls.ts";

const inlined = 12;

/**
 * Writes texts into a vector, which has 16 bytes for each: its length, and all of it if that is up to 12 bytes, else the
 * first 4 and where it stands. Long ones are handed over in one piece, since a call for each takes longer than the rest.
 * @param check - throws for a text that is not to be written; texts in ASCII are always well
 * @see DuckDB, C API, `duckdb_string_t`
 */
export function writeStrings(
  vector: DuckDBVector,
  values: readonly (string | null)[],
  check: (value: string) => void,
): void {
  const cells = values.length < 64 ? null : cellsOf(vector);
  if (cells === null) {
    for (const [index, value] of values.entries()) {
      if (value !== null) check(value);
      vector.setItem(index, value);
    }
    return;
  }
  const long = { rows: [] as number[], size: 0 };
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? null;
    if (value === null || writeShort(cells.words, index, value)) continue;
    check(value);
    long.rows.push(index);
    long.size += value.length * 3;
  }
  if (long.rows.length > 0) writeLong(cells, values, long);
  writeNulls(vector, values.length, (index) => (values[index] ?? null) === null);
  cells.flush();
}

/** What the client keeps of a vector of texts. */
interface Cells {
  readonly words: Int32Array;
  /** Gives the bytes to DuckDB, and where it has put them. */
  readonly keep: (bytes: Uint8Array) => number;
  readonly flush: () => void;
}

/** `null` if the client keeps its vectors in another way than it did; then it writes all. */
function cellsOf(vector: DuckDBVector): Cells | null {
  if (!(vector instanceof DuckDBVarCharVector)) return null;
  const data: unknown = Reflect.get(vector, "dataView");
  const [mask, handle]: readonly unknown[] = ["validity", "vector"].map((name) =>
    Reflect.get(vector, name),
  );
  const isKnown =
    data instanceof DataView &&
    data.byteLength === vector.itemCount * 16 &&
    data.byteOffset % 4 === 0 &&
    typeof handle === "object" &&
    typeof mask === "object";
  if (!isKnown) return null;
  const as = (view: typeof DuckDBBlobVector | typeof DuckDBIntervalVector): DuckDBVector => {
    const place = view === DuckDBBlobVector ? [0] : [];
    const made: unknown = Reflect.construct(view, [data, mask, handle, ...place, vector.itemCount]);
    if (made instanceof view) return made;
    throw strange("it gave no vector");
  };
  return {
    words: new Int32Array(data.buffer, data.byteOffset, vector.itemCount * 4),
    keep: (bytes) => {
      const blobs = as(DuckDBBlobVector);
      blobs.setItem(0, new DuckDBBlobValue(bytes));
      blobs.flush();
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the client's own
      const first = DuckDBVarCharVector.fromRawVector(handle as never, 1);
      const kept: unknown = Reflect.get(first, "dataView");
      if (!(kept instanceof DataView) || kept.getUint32(0, true) !== bytes.length)
        throw strange("it did not take the texts");
      return Number(kept.getBigUint64(8, true));
    },
    // An interval has 16 bytes too; its vector copies them as they are.
    flush: () => as(DuckDBIntervalVector).flush(),
  };
}

function strange(reason: string): DxError {
  return new DxError("DX_DATABASE_DRIVER", `@duckdb/node-api is not as dx knows it: ${reason}`, {
    hint: "install the version that @dx/database names",
  });
}

/** Gives `false` for a text that does not fit, or is not in ASCII. */
function writeShort(words: Int32Array, index: number, text: string): boolean {
  const { length } = text;
  if (length > inlined) return false;
  let at = index * 4;
  words[at] = length;
  words[at + 1] = 0;
  words[at + 2] = 0;
  words[at + 3] = 0;
  for (let from = 0; from < length; from += 1) {
    const unit = text.charCodeAt(from);
    if (unit > 0x7f) return false;
    if (from % 4 === 0) at += 1;
    words[at] = (words[at] ?? 0) | (unit << ((from & 3) * 8));
  }
  return true;
}

let scratch = Buffer.allocUnsafe(65_536);

/** Writes the other texts, one behind the other. */
function writeLong(
  { words, keep }: Cells,
  values: readonly (string | null)[],
  { rows, size }: { readonly rows: readonly number[]; readonly size: number },
): void {
  if (scratch.length < size + inlined) scratch = Buffer.allocUnsafe(size + inlined);
  let end = 0;
  const starts = rows.map((index) => {
    const start = end;
    end += scratch.write(values[index] ?? "", end);
    return start;
  });
  if (end <= inlined) scratch.fill(0, end, inlined + 1);
  const base = keep(scratch.subarray(0, Math.max(end, inlined + 1)));
  for (const [at, index] of rows.entries()) {
    const start = starts[at] ?? 0;
    const length = (starts[at + 1] ?? end) - start;
    const word = index * 4;
    words[word] = length;
    if (length <= inlined) writeBytes(words, word + 1, { start, length });
    else {
      words[word + 1] = scratch.readInt32LE(start);
      words[word + 2] = ((base + start) % 2 ** 32) | 0;
      words[word + 3] = Math.floor((base + start) / 2 ** 32);
    }
  }
}

function writeBytes(
  words: Int32Array,
  word: number,
  { start, length }: { readonly start: number; readonly length: number },
): void {
  words.fill(0, word, word + 3);
  for (let from = 0; from < length; from += 1) {
    const at = word + (from >> 2);
    words[at] = (words[at] ?? 0) | ((scratch[start + from] ?? 0) << ((from & 3) * 8));
  }
}
