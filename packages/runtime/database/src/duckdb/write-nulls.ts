import type { DuckDBVector } from "@duckdb/node-api";

/**
 * Marks values of a new vector as NULL: all bits of its mask at once, where the client keeps it as it did, else one by one.
 * @param isNull - whether the value of a row is NULL
 */
export function writeNulls(
  vector: DuckDBVector,
  count: number,
  isNull: (index: number) => boolean,
): void {
  let bits: Uint8Array | undefined;
  for (let index = 0; index < count; index += 1) {
    if (!isNull(index)) continue;
    bits ??= new Uint8Array(Math.ceil(count / 64) * 8).fill(0xff);
    bits[index >> 3] = (bits[index >> 3] ?? 0) & ~(1 << (index & 7));
  }
  if (bits === undefined) return;
  const mask: unknown = Reflect.get(vector, "validity");
  const isKnown =
    typeof mask === "object" &&
    mask !== null &&
    Reflect.get(mask, "data") === null &&
    Reflect.get(mask, "offset") === 0;
  if (isKnown) Reflect.set(mask, "data", new BigUint64Array(bits.buffer));
  else
    for (let index = 0; index < count; index += 1) if (isNull(index)) vector.setItem(index, null);
}
