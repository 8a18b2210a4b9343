import type { OffsetPages, Paginator, ReadPage } from "./paginator.ts";
import { valueAtPath } from "./value-at-path.ts";
import { readAddress } from "./address.ts";

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
  const { url, body, headers, records } = page;
  switch (paginator.kind) {
    case "single":
      return undefined;
    case "offset": {
      const name = paginator.parameters?.offset ?? "offset";
      return records === 0 ? undefined : atOffset(url, paginator, numberIn(url, name) + records);
    }
    case "page-number": {
      const name = paginator.parameter ?? "page";
      return records === 0 ? undefined : withParameter(url, name, String(numberIn(url, name) + 1));
    }
    case "cursor": {
      const cursor = textOf(valueAtPath(body, paginator.path));
      return cursor === "" ? undefined : withParameter(url, paginator.parameter, cursor);
    }
    case "link-header": {
      const next = linkOf(headers["link"] ?? "");
      return next === undefined ? undefined : readAddress(next, url).href;
    }
  }
}

function numberIn(url: string, name: string): number {
  return Number(readAddress(url).searchParams.get(name));
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

function withParameter(url: string, name: string, value: string): string {
  const changed = readAddress(url);
  changed.searchParams.set(name, value);
  return changed.href;
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
