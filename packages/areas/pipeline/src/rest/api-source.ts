import { formatPlainValue, parsePlainValue } from "@dx/core";
import type { ReadFrom, RecordOptions, RecordSource } from "../records/record-source.ts";
import { withParameter } from "./address.ts";
import type { PageReader } from "./http.ts";
import { readPages, type PagesOptions } from "./read-pages.ts";

/** How an API is asked for what is new. */
export interface SinceParameter {
  /** The name of the parameter that takes the value of the cursor. */
  readonly parameter: string;
  /** How times are written: as ISO text (without a word), or as whole seconds or milliseconds since 1970. */
  readonly form?: "iso" | "epoch-seconds" | "epoch-milliseconds";
}

/** An API that gives records. */
export interface ApiSpec extends PagesOptions, RecordOptions {
  /** Where it is; parameters that stay are part of it. */
  readonly url: string;
  /** How it is asked for what is new, if there is a cursor; without a word, it is asked for all, and the old is left out. */
  readonly since?: SinceParameter;
}

/**
 * An API as a source of `moveTable`.
 * @param reader - `webReader` of `@dx/connectors`, or what you have
 * @example
 * ```ts
 * import { apiSource } from "@dx/pipeline";
 * const asked: string[] = [];
 * const reader = {
 *   send: async ({ url }: { readonly url: string }) => ({ status: 200, headers: {}, text: asked.push(url) > 0 ? "[]" : "" }),
 *   wait: async () => undefined,
 *   now: () => 0,
 *   random: () => 0,
 * };
 * const { records } = apiSource({ url: "https://shop.test/orders", since: { parameter: "after" } }, reader);
 * for await (const _ of records({ kind: "date", value: "2026-01-31" }));
 * if (asked.join() !== "https://shop.test/orders?after=2026-01-31") throw new Error();
 * ```
 */
export function apiSource(spec: ApiSpec, reader: PageReader): RecordSource {
  const { url, since, nested, mostLevels, naming, text, ...options } = spec;
  return {
    ...(nested === undefined ? {} : { nested }),
    ...(mostLevels === undefined ? {} : { mostLevels }),
    ...(naming === undefined ? {} : { naming }),
    ...(text === undefined ? {} : { text }),
    records: (from) => {
      if (since === undefined || from === undefined) return readPages(url, options, reader);
      const value = writeFrom(from, since);
      const { body } = options;
      const { parameter, form = "iso" } = since;
      const sent = form === "iso" ? value : Number(value);
      return body === undefined
        ? readPages(withParameter(url, parameter, value), options, reader)
        : readPages(url, { ...options, body: { ...body, [parameter]: sent } }, reader);
    },
  };
}

/** Never later than the value itself: fractions that a form lacks are cut off. */
function writeFrom({ kind, value }: ReadFrom, { form = "iso" }: SinceParameter): string {
  if (kind !== "date" && kind !== "timestamp" && kind !== "instant") return value;
  if (form !== "iso") {
    const micros =
      kind === "date"
        ? BigInt(parsePlainValue("date", value)) * 86_400_000_000n
        : parsePlainValue(kind, value);
    return String(floor(micros, form === "epoch-seconds" ? 1_000_000n : 1000n));
  }
  if (kind === "date") return value;
  return formatPlainValue(kind, parsePlainValue(kind, value))
    .replace(" ", "T")
    .replace(/\.(\d*?)0+(Z?)$/, (_, digits: string, zone: string) =>
      digits === "" ? zone : `.${digits}${zone}`,
    );
}

function floor(value: bigint, by: bigint): bigint {
  const whole = value / by;
  return value < 0n && whole * by !== value ? whole - 1n : whole;
}
