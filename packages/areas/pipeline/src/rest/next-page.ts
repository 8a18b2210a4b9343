import type { NumberedPages, OffsetPages, Paginator, ReadPage } from "./paginator.ts";
import { valueAtPath } from "./value-at-path.ts";
import { readAddress, withParameter } from "./address.ts";

/** The address of the first page. */
export function firstPage(url: string, paginator: Paginator): string {
  switch (paginator.kind) {
    case "offset":
      return atOffset(url, paginator, 0);
    case "page-number":
      return withParameter(url, paginator.parameter ?? "page", String(paginator.first ?? 1));
    default:
      return readAddress(url).href;
  }
}

/**
 * The address of the page after one that was read; `undefined` if it was the last one.
 * @example
 * ```ts
 * import { nextPage } from "@dx/pipeline";
 * const page = { url: "https://a.test/x?page=2", body: [], headers: {}, records: 5 };
 * if (nextPage(page, { kind: "page-number" }) !== "https://a.test/x?page=3") throw new Error();
 * if (nextPage({ ...page, records: 0 }, { kind: "page-number" }) !== undefined) throw new Error();
 * ```
 * @see RFC 8288, "Web Linking"
 */
export function nextPage(page: ReadPage, paginator: Paginator): string | undefined {
  const { url, body, headers } = page;
  switch (paginator.kind) {
    case "single":
      return undefined;
    case "offset":
      return nextOffset(page, paginator);
    case "page-number":
      return nextNumber(page, paginator);
    case "cursor": {
      const cursor = textOf(valueAtPath(body, paginator.path));
      return cursor === "" ? undefined : withParameter(url, paginator.parameter, cursor);
    }
    case "link-header": {
      const next = linkOf(headers["link"] ?? "");
      return next === undefined ? undefined : readAddress(next, url).href;
    }
    case "json-link": {
      const next = textOf(valueAtPath(body, paginator.path));
      return next === "" ? undefined : readAddress(next, url).href;
    }
  }
}

function nextOffset({ url, body, records }: ReadPage, paginator: OffsetPages): string | undefined {
  const before = numberIn(url, paginator.parameters?.offset ?? "offset") ?? 0;
  const total = totalAt(body, paginator.total);
  return records === 0 || (total !== undefined && before + records >= total)
    ? undefined
    : atOffset(url, paginator, before + records);
}

function nextNumber(
  { url, body, records }: ReadPage,
  paginator: NumberedPages,
): string | undefined {
  const { parameter = "page", first = 1 } = paginator;
  const number = numberIn(url, parameter) ?? first;
  const last = totalAt(body, paginator.last);
  return records === 0 || (last !== undefined && number >= last)
    ? undefined
    : withParameter(url, parameter, String(number + 1));
}

function totalAt(body: unknown, path: readonly string[] | undefined): number | undefined {
  const text = path === undefined ? "" : textOf(valueAtPath(body, path));
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function numberIn(url: string, name: string): number | undefined {
  const text = readAddress(url).searchParams.get(name);
  return text === null ? undefined : Number(text);
}

/** Texts and numbers as text; all else is none. */
function textOf(value: unknown): string {
  return ["string", "number", "bigint"].includes(typeof value) ? String(value) : "";
}

function atOffset(url: string, { limit, parameters }: OffsetPages, offset: number): string {
  const names = parameters ?? { offset: "offset", limit: "limit" };
  return withParameter(
    withParameter(url, names.limit, String(limit)),
    names.offset,
    String(offset),
  );
}

/** The target whose relations, of which there may be several, have `next`. */
function linkOf(header: string): string | undefined {
  for (const [, target, parameters = ""] of header.matchAll(
    /<([^>]*)>((?:\s*;\s*[^,;"]+(?:"[^"]*")?)*)/g,
  )) {
    const [, quoted, plain] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters) ?? [];
    if ((quoted ?? plain ?? "").toLowerCase().split(/\s+/).includes("next")) return target;
  }
  return undefined;
}
