import {
  DuckDBIntervalVector,
  DuckDBVarCharVector,
  type DuckDBValue,
  type DuckDBVector,
} from "@duckdb/node-api";

const inlined = 12;

/**
 * Writes texts into a vector. Short ones in ASCII stand in the vector itself (16 bytes: length and up to 12
 * characters), so that they are copied at once and not by a call each; all others are set by the client.
 * @see DuckDB, C API, `duckdb_string_t`
 */
export function writeStrings(vector: DuckDBVector, values: readonly (string | null)[]): void {
  const short = values.length < 64 ? null : shortWriter(vector);
  if (short === null) {
    for (const [index, value] of values.entries()) vector.setItem(index, value);
    return;
  }
  const rest: number[] = [];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? null;
    if (value === null || !short.write(index, value)) rest.push(index);
  }
  short.flush();
  for (const index of rest) vector.setItem(index, values[index] ?? null);
}

interface ShortWriter {
  /** Gives `false` for a text that it cannot write. */
  readonly write: (index: number, text: string) => boolean;
  readonly flush: () => void;
}

/** `null` if the client keeps its vectors in another way than it did; then it writes all. */
function shortWriter(vector: DuckDBVector<DuckDBValue>): ShortWriter | null {
  if (!(vector instanceof DuckDBVarCharVector)) return null;
  const data: unknown = Reflect.get(vector, "dataView");
  const isKnown =
    data instanceof DataView &&
    data.byteLength === vector.itemCount * 16 &&
    data.byteOffset % 4 === 0 &&
    typeof Reflect.get(vector, "vector") === "object";
  if (!isKnown) return null;
  const words = new Int32Array(data.buffer, data.byteOffset, vector.itemCount * 4);
  return {
    write: (index, text) => {
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
    },
    flush: () => {
      // An interval has 16 bytes too; its vector copies them as they are.
      const copy: unknown = Reflect.construct(DuckDBIntervalVector, [
        data,
        Reflect.get(vector, "validity"),
        Reflect.get(vector, "vector"),
        vector.itemCount,
      ]);
      if (copy instanceof DuckDBIntervalVector) copy.flush();
    },
  };
}
