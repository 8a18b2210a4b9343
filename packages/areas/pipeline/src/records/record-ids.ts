import { hashValues, type HashedValue } from "@dx/sql";
import { wellFormed } from "./well-formed.ts";
import { writeJson } from "./write-json.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Ids of a source's records, the same each time for the same record: the row hash of what tells them apart, or of all
 * they have, and of how often that was there before.
 * @param valuesOf - gives what tells a record apart; without it, all it has does
 * @param salt - what else is part of each id
 * @param isCounted - whether records that came before are told apart, which keeps a hash of each in memory
 */
export function createRecordIds(
  valuesOf: ((record: Fields) => readonly unknown[]) | undefined,
  { salt, isCounted }: { readonly salt: string; readonly isCounted: boolean },
): (record: Fields) => string {
  const seen = new Map<string, number>();
  const before: readonly HashedValue[] = salt === "" ? [] : [{ type: "text", value: salt }];
  return (record) => {
    const values = [
      ...before,
      ...(valuesOf === undefined
        ? [{ type: "text", value: wellFormed(writeJson(inOrder(record))) } as const]
        : valuesOf(record).map(toHashed)),
    ];
    const first = hashValues(values);
    if (!isCounted) return first;
    const times = seen.get(first) ?? 0;
    seen.set(first, times + 1);
    return times === 0 ? first : hashValues([...values, { type: "int64", value: BigInt(times) }]);
  };
}

/** The same with fields in the order of their names. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null || !isPlain(value)) return value;
  const names = Object.keys(value).toSorted();
  return Object.fromEntries(names.map((name) => [name, inOrder(Reflect.get(value, name))]));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function toHashed(value: unknown): HashedValue {
  if (value === null || value === undefined) return { type: "text", value: null };
  if (typeof value === "bigint" && BigInt.asIntN(64, value) === value)
    return { type: "int64", value };
  if (typeof value === "number")
    return Number.isSafeInteger(value)
      ? { type: "int64", value: BigInt(value) }
      : { type: "float64", value };
  if (typeof value === "boolean") return { type: "boolean", value };
  return {
    type: "text",
    value: wellFormed(typeof value === "string" ? value : writeJson(value)),
  };
}

/**
 * Gives the ids of the items of a list, by their places: each is made of the row that has the list, which list it is, and the
 * place, mixed to 128 bits.
 * @see Appleby, MurmurHash3, whose finalizer it is
 */
export function createItemIds(parent: string, list: number): (index: number) => string {
  const words = [0, 8, 16, 24].map((at) => Number.parseInt(parent.slice(at, at + 8), 16));
  const seed = Math.imul(list + 1, 0x9e_37_79_b1);
  return (index) => {
    let id = "";
    let carried = mix(seed ^ mix(index));
    for (let at = 0; at < 4; at += 1) {
      const placed = Math.imul(index + at + 1, 0x85_eb_ca_77);
      carried = mix(Math.imul(carried, 5) + 0xe6_54_6b_64 + ((words[at] ?? 0) ^ placed));
      id += hexOf(carried >>> 16) + hexOf(carried & 0xff_ff);
    }
    return id;
  };
}

const written: string[] = [];

/** 16 bits as four digits. */
function hexOf(bits: number): string {
  return (written[bits] ??= bits.toString(16).padStart(4, "0"));
}

function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
