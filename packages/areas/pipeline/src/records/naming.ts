import { DxError, quoteName } from "@dx/core";
import { wellFormed } from "./well-formed.ts";

/**
 * How fields of records are called in a database: `as-is`; `lower`, in small letters, all but letters, digits and `_` as
 * `_`; `snake-case`, which parts words at capitals too.
 */
export type Naming = "as-is" | "lower" | "snake-case";

/** The most that Postgres takes, in bytes of UTF-8. */
const mostBytes = 63;

/**
 * The name of a field in a database: cut to 63 bytes with a hash in its middle where it is longer.
 * @throws DxError `DX_PIPELINE_NAMES` for a name that has no letter or digit
 * @example
 * ```ts
 * import { normalizeName } from "@dx/pipeline";
 * if (normalizeName("HTTPStatus-Code", "snake-case") !== "http_status_code") throw new Error();
 * if (normalizeName("2nd Städte ", "lower") !== "_2nd_städte") throw new Error();
 * ```
 */
export function normalizeName(name: string, naming: Naming): string {
  const found = naming === "as-is" ? name : normalize(name, naming);
  if (naming === "as-is" && name.includes('"')) return quoteName(name);
  if (found === "" || found.includes("\0"))
    throw new DxError(
      "DX_PIPELINE_NAMES",
      `the field ${JSON.stringify(name)} has no name that a column can have`,
      {
        path: [name],
        hint: "give it another name in the source",
      },
    );
  return shorten(found);
}

function normalize(name: string, naming: "lower" | "snake-case"): string {
  const parted =
    naming === "lower"
      ? name
      : name
          .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1_$2")
          .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1_$2");
  const plain = parted
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/(?!^)_$/u, "");
  return /^\p{N}/u.test(plain) ? `_${plain}` : plain === "_" ? "" : plain;
}

function shorten(name: string): string {
  if (bytesOf(name) <= mostBytes) return name;
  const tag = `_${hashOf(name)}_`;
  const points = Array.from(name);
  const room = mostBytes - tag.length;
  let [head, tail] = ["", ""];
  for (const point of points) {
    if (bytesOf(head + point) > Math.ceil(room * 0.7)) break;
    head += point;
  }
  for (const point of points.toReversed()) {
    if (bytesOf(head + point + tail) > room) break;
    tail = point + tail;
  }
  return head + tag + tail;
}

function bytesOf(text: string): number {
  return encodeURIComponent(wellFormed(text)).replaceAll(/%[\dA-F]{2}/g, "x").length;
}

/** FNV-1a of 32 bits, as 7 letters and digits. */
function hashOf(text: string): string {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);
  return (hash >>> 0).toString(36).padStart(7, "0");
}

/** Gives each name to one field only. */
export interface Names {
  /** @throws DxError `DX_PIPELINE_NAMES` if another field has it, also in other letter cases */
  readonly take: (name: string, field: string) => string;
}

/** Names of a table's columns, or of a load's tables. */
export function createNames(of: string): Names {
  const taken = new Map<string, string>();
  return {
    take: (name, field) => {
      const before = taken.get(name.toLowerCase());
      if (before !== undefined && before !== field)
        throw new DxError(
          "DX_PIPELINE_NAMES",
          `${before} and ${field} of ${of} get one name, ${name}`,
          {
            path: [of, field],
            hint: "nothing was loaded: take another naming, or give one of them another name in the source",
          },
        );
      taken.set(name.toLowerCase(), field);
      return name;
    },
  };
}
