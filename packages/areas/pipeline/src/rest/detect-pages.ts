import { DxError } from "@dx/core";
import type { Paginator, ReadPage } from "./paginator.ts";
import { valueAtPath } from "./value-at-path.ts";

type Path = readonly string[];

const lists = "data items results records rows value values entries objects content hits".split(
  " ",
);

/**
 * Where the list of records is in a body: the body itself, or its only list of objects; of several, the one with a
 * usual name.
 * @throws DxError `DX_PIPELINE_PAGES` if there is none, or none of several is the usual one
 * @example
 * ```ts
 * import { findRecords } from "@dx/pipeline";
 * if (findRecords({ meta: { tags: ["a"] }, data: { orders: [{ id: 1 }] } }).join(".") !== "data.orders") throw new Error();
 * ```
 */
export function findRecords(body: unknown): readonly string[] {
  if (Array.isArray(body)) return [];
  const found = listsIn(body, []);
  const [first] = found;
  if (found.length === 1 && first !== undefined) return first;
  const usual = lists.flatMap((name) => found.filter((path) => path.at(-1) === name));
  const [best] = usual;
  if (best !== undefined && usual.length === 1) return best;
  const shown = (found.length === 0 ? [] : found).map((path) => path.join(".")).join(", ");
  throw new DxError(
    "DX_PIPELINE_PAGES",
    found.length === 0
      ? "the answer has no list of records"
      : `the answer has several lists: ${shown}`,
    { path: ["records"], hint: "nothing was loaded: say with `records` where they are" },
  );
}

/** Lists of objects and empty ones, three levels deep; nothing is looked for within lists. */
function listsIn(value: unknown, path: Path): readonly Path[] {
  if (Array.isArray(value))
    return value.every((one) => typeof one === "object" && one !== null) ? [path] : [];
  if (typeof value !== "object" || value === null || path.length === 3) return [];
  return Object.entries(value).flatMap(([name, inner]) => listsIn(inner, [...path, name]));
}

const links: readonly Path[] = [
  ["next"],
  ["links", "next"],
  ["links", "next", "href"],
  ["_links", "next"],
  ["_links", "next", "href"],
  ["paging", "next"],
  ["pagination", "next"],
  ["meta", "next"],
  ["info", "next"],
  ["next_url"],
  ["next_page_url"],
  ["@odata.nextLink"],
];

/** Names of cursors in bodies, and of the parameters that send them back. */
const cursors: Readonly<Record<string, string>> = {
  next_cursor: "cursor",
  nextCursor: "cursor",
  next_page_token: "page_token",
  nextPageToken: "pageToken",
  next_token: "next_token",
  nextToken: "nextToken",
  continuation_token: "continuation_token",
  continuationToken: "continuationToken",
};

const places: readonly Path[] = [
  [],
  ["meta"],
  ["pagination"],
  ["paging"],
  ["response_metadata"],
  ["page_info"],
];

/**
 * How an API gives its pages, told by its first answer: a header `Link`, an address in the body, a cursor under a usual
 * name, the number of pages, an offset; none of them is one page. What it does not see must be told.
 * @throws DxError `DX_PIPELINE_PAGES` if the answer says that there is more, and not how to ask for it
 * @example
 * ```ts
 * import { detectPaginator } from "@dx/pipeline";
 * const body = { data: [{ id: 1 }], meta: { next_cursor: "x" } };
 * const found = detectPaginator({ url: "https://a.test/", body, headers: {}, records: 1 });
 * if (found.kind !== "cursor" || found.parameter !== "cursor") throw new Error();
 * ```
 */
export function detectPaginator(page: ReadPage): Paginator {
  const { body, headers } = page;
  if (
    /\brel\s*=/i.test(headers["link"] ?? "") &&
    /\b(?:next|prev|last|first)\b/i.test(headers["link"] ?? "")
  )
    return { kind: "link-header" };
  return linkIn(body) ?? cursorIn(body) ?? numbersIn(page) ?? requireWhole(page);
}

function linkIn(body: unknown): Paginator | undefined {
  const path = links.find((one) => {
    const value = valueAtPath(body, one);
    return typeof value === "string" && /^(?:https?:\/\/|\/|\?)/.test(value);
  });
  return path === undefined ? undefined : { kind: "json-link", path };
}

function cursorIn(body: unknown): Paginator | undefined {
  for (const place of places)
    for (const [name, parameter] of Object.entries(cursors)) {
      const path = [...place, name];
      const value = valueAtPath(body, path);
      if (typeof value === "string" || typeof value === "number" || value === null)
        return { kind: "cursor", path, parameter };
    }
  return undefined;
}

const [numberNames, lastNames, totalNames] = [
  ["page", "current_page", "currentPage", "page_number"],
  ["total_pages", "totalPages", "page_count", "pageCount", "last_page", "pages"],
  ["total", "total_count", "totalCount", "total_results", "count"],
];

/** Numbers of pages or of records that the body tells. */
function numbersIn({ body, records }: ReadPage): Paginator | undefined {
  for (const place of places) {
    const at = (names: readonly string[]): Path | undefined =>
      names.map((name) => [...place, name]).find((path) => isCount(valueAtPath(body, path)));
    const [number, last, total] = [at(numberNames), at(lastNames), at(totalNames)];
    if (number !== undefined && last !== undefined)
      return { kind: "page-number", first: Number(valueAtPath(body, number)), last };
    if (total !== undefined && at(["offset"]) !== undefined && at(["limit"]) !== undefined)
      return {
        kind: "offset",
        limit: Number(valueAtPath(body, at(["limit"]) ?? [])) || records,
        total,
      };
  }
  return undefined;
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

const more = ["has_more", "hasMore", "has_next", "hasNext", "hasNextPage", "has_next_page", "more"];

/** One page, unless it says that it is not all. */
function requireWhole({ body, records }: ReadPage): Paginator {
  for (const place of places) {
    const flag = more.find((name) => valueAtPath(body, [...place, name]) === true);
    if (flag !== undefined) throw unknown([...place, flag], "says that there are more pages");
    const next = valueAtPath(body, [...place, "next"]);
    if (typeof next === "string" && next !== "") throw unknown([...place, "next"], "leads on");
    const total = totalNames.find((name) => {
      const value = valueAtPath(body, [...place, name]);
      return isCount(value) && Number(value) > records;
    });
    if (total !== undefined)
      throw unknown([...place, total], `is greater than the ${records} records that came`);
  }
  return { kind: "single" };
}

function unknown(path: Path, what: string): DxError {
  return new DxError(
    "DX_PIPELINE_PAGES",
    `${path.join(".")} of the answer ${what}, and not how to ask for them`,
    {
      path: ["paginator"],
      hint: "nothing was loaded: say with `paginator` how this API gives its pages",
    },
  );
}
