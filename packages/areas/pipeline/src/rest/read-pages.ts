/* oxlint-disable no-await-in-loop -- a page says where the next one is */
import { DxError, messageOf, type Json } from "@dx/core";
import { bareAddress } from "./address.ts";
import { createSender, type SendOptions } from "./create-sender.ts";
import { detectPaginator, findRecords } from "./detect-pages.ts";
import { httpError, type HttpAnswer, type PageReader } from "./http.ts";
import { firstPage, nextPage } from "./next-page.ts";
import { pageBody } from "./page-body.ts";
import type { Paginator } from "./paginator.ts";
import { readJson } from "./read-json.ts";
import { valueAtPath } from "./value-at-path.ts";

/** Which records are read, and how. */
export interface PagesOptions extends SendOptions {
  /** How the API gives them; without a word, its first answer tells. */
  readonly paginator?: Paginator;
  /** Where the list of them is in the body; without a word, the first answer tells. */
  readonly records?: readonly string[];
  /**
   * Asks by POST, with this as JSON, and what tells one page from the other in it: `parameter` names the field, `a.b` that in an
   * object. For questions that change nothing: like any other they are asked again where there is no answer.
   */
  readonly body?: Readonly<Record<string, Json>>;
  /** Is told how the API gives its records, by the first answer or by the options. */
  readonly onPages?: (found: FoundPages) => void;
}

/** How an API gives its records. */
export interface FoundPages {
  /** Page by page. */
  readonly paginator: Paginator;
  /** Where the list is in each body. */
  readonly records: readonly string[];
}

/**
 * Records of an API, page by page, tried again where that helps. Whole numbers beyond 2 ** 53 come as `bigint`,
 * fractions with more digits than a float holds as text.
 * @throws DxError `DX_PIPELINE_HTTP` for an answer that is no success, no JSON, or has no list of records;
 * `DX_PIPELINE_PAGES` if it cannot be told where the records are, or how to go on; `DX_PIPELINE_LOOP` for pages that
 * lead back or repeat; `DX_PIPELINE_AUTHORIZATION`. Neither queries of addresses nor secrets are in a message
 */
export async function* readPages(
  url: string,
  options: PagesOptions,
  reader: PageReader,
): AsyncGenerator<readonly unknown[]> {
  const sender = createSender(url, options, reader);
  const seen = new Set<string>();
  let { paginator, records } = options;
  let next: string | undefined = paginator === undefined ? url : firstPage(url, paginator);
  let last = "";
  let numbers = true;
  const send = async (page: string): Promise<HttpAnswer> => {
    const { body } = options;
    if (body === undefined) return sender.get(page);
    return paginator?.kind === "link-header" || paginator?.kind === "json-link"
      ? sender.get(page, JSON.stringify(body))
      : sender.get(url, pageBody(page, { url, body, numbers }));
  };
  while (next !== undefined) {
    if (seen.has(next)) throw loop(next, seen.size, "leads to a page that was read already");
    seen.add(next);
    const answer: HttpAnswer = await send(next);
    if (answer.status === 204) return;
    const { text, headers } = answer;
    const body = parse(next, text, sender.hide);
    records ??= findRecords(body);
    const list = valueAtPath(body, records);
    if (!Array.isArray(list))
      throw httpError(next, "the body has no list of records where it should be", {
        path: records,
      });
    const page = { url: next, body, headers, records: list.length };
    paginator ??= detectPaginator(page);
    if (seen.size === 1) options.onPages?.({ paginator, records });
    if (list.length > 0 && text === last)
      throw loop(next, seen.size, "gives the page before it once more");
    last = text;
    if (list.length > 0) yield list;
    numbers = paginator.kind !== "cursor" || typeof valueAtPath(body, paginator.path) !== "string";
    next = nextPage(page, paginator);
  }
}

function loop(url: string, pages: number, what: string): DxError {
  return new DxError("DX_PIPELINE_LOOP", `${bareAddress(url)} ${what}`, {
    path: [pages],
    hint: "nothing was loaded: the API repeats itself, or gives its pages another way",
  });
}

function parse(url: string, text: string, hide: (text: string) => string): unknown {
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof RangeError) throw httpError(url, messageOf(error));
    const shown = hide(text).slice(0, 80);
    throw httpError(url, `the answer cannot be read as JSON: ${shown}`);
  }
}
