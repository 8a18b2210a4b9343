/* oxlint-disable no-await-in-loop -- a page says where the next one is */
import { DxError } from "@dx/core";
import { firstPage, nextPage } from "./next-page.ts";
import type { Paginator } from "./paginator.ts";
import { retryDelay } from "./retry-delay.ts";
import { valueAtPath } from "./value-at-path.ts";
import { readAddress } from "./address.ts";

/** An answer of HTTP. */
export interface HttpAnswer {
  /** Its status. */
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body. */
  readonly text: string;
}

/** What reading pages needs of the world. */
export interface PageReader {
  /** Reads an address; throws if there is no answer. */
  readonly get: (url: string) => Promise<HttpAnswer>;
  /** Waits for some milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Evenly spread, at least 0 and less than 1. */
  readonly random: () => number;
}

/** Which records are read. */
export interface PagesOptions {
  /** How the API gives them. */
  readonly paginator: Paginator;
  /** Where the list of them is in the body; without a word, the body is the list. */
  readonly records?: readonly string[];
  /** How often a page is tried; 6 without a word. */
  readonly mostTries?: number;
}

/**
 * Records of an API, page by page, tried again where that helps. Whole numbers beyond 2 ** 53 come as `bigint`.
 * @throws DxError `DX_PIPELINE_HTTP` for an answer that is no success, no JSON, or has no list of records;
 * `DX_PIPELINE_LOOP` for a page that leads to one that was read already. Queries of addresses are in no message
 */
export async function* readPages(
  url: string,
  { paginator, records = [], mostTries = 6 }: PagesOptions,
  reader: PageReader,
): AsyncGenerator<readonly unknown[]> {
  const seen = new Set<string>();
  let next: string | undefined = firstPage(url, paginator);
  while (next !== undefined) {
    if (seen.has(next))
      throw new DxError("DX_PIPELINE_LOOP", `${bare(next)} leads to a page that was read already`, {
        path: [seen.size],
        hint: "nothing is complete: the API repeats its cursor, or pages another way",
      });
    seen.add(next);
    const { text, headers } = await getPage(next, mostTries, reader);
    const body = parse(next, text);
    const list = valueAtPath(body, records);
    if (!Array.isArray(list))
      throw failed(next, "the body has no list of records where it should be", [...records]);
    if (list.length > 0) yield list;
    next = nextPage({ url: next, body, headers, records: list.length }, paginator);
  }
}

async function getPage(url: string, mostTries: number, reader: PageReader): Promise<HttpAnswer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await reader.get(url).catch(() => ({ status: 0, headers: {}, text: "" }));
    if (answer.status >= 200 && answer.status < 300) return answer;
    const { status, headers } = answer;
    const given: Readonly<Record<string, string>> = headers;
    const delay = retryDelay(
      { status, retryAfter: given["retry-after"], tries },
      { now: reader.now(), random: reader.random(), mostTries },
    );
    if (delay === null)
      throw failed(url, status === 0 ? "there is no answer" : `the status is ${status}`, [tries]);
    await reader.wait(delay);
  }
}

/** JSON with whole numbers that a float cannot hold as `bigint`, where the engine tells how they were written. */
function parse(url: string, text: string): unknown {
  try {
    return JSON.parse(text, revive);
  } catch (error) {
    if (error instanceof RangeError) throw failed(url, error.message, []);
    throw failed(url, `the answer cannot be read as JSON: ${text.slice(0, 80)}`, []);
  }
}

function revive(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value))
    return value;
  const source = context?.source;
  if (source === undefined)
    throw new RangeError(
      "the answer has a number beyond 2 ** 53, which this engine cannot read whole",
    );
  return /^-?\d+$/.test(source) ? BigInt(source) : value;
}

function failed(url: string, what: string, path: readonly (string | number)[]): DxError {
  return new DxError("DX_PIPELINE_HTTP", `${bare(url)}: ${what}`, {
    path,
    hint: "look at the address, the rights and the place of the records",
  });
}

/** An address without its query, where keys may be. */
function bare(url: string): string {
  const { origin, pathname } = readAddress(url);
  return `${origin}${pathname}`;
}
