import { DxError, parseJson, stringifyJson, type Data, type Json } from "@dx/core";
import type { Check } from "../check.ts";
import { isRecord } from "./read-document.ts";

/** A check as plain JSON, without loss, to be kept where another format has room for what is not its own. */
export function checkToJson(check: Check): Json {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checks are plain data
  const json: Json = JSON.parse(stringifyJson(check as unknown as Data));
  return json;
}

/** The check that {@link checkToJson} wrote, or `undefined` if it is none. */
export function checkFromJson(given: unknown): Check | undefined {
  const json = typeof given === "string" ? parseText(given) : given;
  if (!isRecord(json) || typeof json["id"] !== "string" || typeof json["table"] !== "string")
    return undefined;
  if (!("rule" in json) && !("measure" in json) && !("schema" in json)) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is taken only if it is written as what it was read from
  return parseJson(JSON.stringify(json)) as unknown as Check;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Data as text that is the same for the same data, whatever the order of its keys; what is `undefined` is not there. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    isRecord(item)
      ? Object.fromEntries(
          Object.entries(item).toSorted(([one], [other]) => (one < other ? -1 : 1)),
        )
      : item,
  );
}

/** Refuses a suite in which an id comes twice. */
export function requireDistinctIds(checks: readonly Check[]): void {
  const seen = new Set<string>();
  for (const { id } of checks) {
    if (seen.has(id))
      throw new DxError("DX_QUALITY_SUITE", `two checks are called ${JSON.stringify(id)}`, {
        hint: "give each check an id of its own",
      });
    seen.add(id);
  }
}
