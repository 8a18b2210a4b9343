import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  nextPage,
  readPages,
  retryDelay,
  type PageReader,
  type PagesOptions,
} from "../src/index.ts";

const all = Array.from({ length: 7 }, (_, id) => ({ id }));
let server: Server;
let base = "";
let asked: string[] = [];
let waits: number[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://a");
    const number = (name: string): number => Number(url.searchParams.get(name) ?? 0);
    asked.push(`${url.pathname}${url.search}`);
    const from = number("offset") + Math.max(0, number("page") - 1) * 3 + number("after");
    const some = all.slice(from, from + 3);
    const send = (status: number, body: string, headers: Record<string, string> = {}): void => {
      response.writeHead(status, headers).end(body);
    };
    if (url.pathname === "/list") send(200, JSON.stringify(some));
    else if (url.pathname === "/cursor")
      send(200, JSON.stringify({ data: { rows: some }, next: from + 3 < 7 ? from + 3 : null }));
    else if (url.pathname === "/loop") send(200, JSON.stringify({ rows: some, next: "3" }));
    else if (url.pathname === "/link") {
      const link = `</list?after=0>; rel="prev first", </link?after=${from + 3}>; title="a, b"; rel="next"`;
      send(200, JSON.stringify(some), from + 3 < 7 ? { link } : {});
    } else if (url.pathname === "/busy")
      if (asked.length < 3) send(429, "", { "retry-after": asked.length === 1 ? "2" : "x" });
      else send(200, `[{"id":9007199254740993,"x":1e300}]`);
    else if (url.pathname === "/html") send(200, "<html>Sign in</html>");
    else send(url.pathname === "/gone" ? 404 : 429, "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const reader: PageReader = {
  get: async (url) => {
    const answer = await fetch(url);
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      text: await answer.text(),
    };
  },
  wait: async (ms) => void waits.push(ms),
  now: () => 0,
  random: () => 0.5,
};

async function read(path: string, options: PagesOptions): Promise<readonly unknown[]> {
  asked = [];
  waits = [];
  const found: unknown[] = [];
  for await (const page of readPages(`${base}${path}`, options, reader)) found.push(...page);
  return found;
}

test.each<[string, PagesOptions]>([
  ["/list", { paginator: { kind: "offset", limit: 100 } }],
  ["/list", { paginator: { kind: "page-number" } }],
  [
    "/cursor",
    {
      paginator: { kind: "cursor", path: ["next"], parameter: "after" },
      records: ["data", "rows"],
    },
  ],
  ["/link", { paginator: { kind: "link-header" } }],
])("all records of %s come once: %j", async (path, options) => {
  expect(await read(path, options)).toEqual(all);
  expect(asked.length).toBeLessThan(5);
});

test("a busy server is asked again when it says so, and numbers keep their digits", async () => {
  expect(await read("/busy", { paginator: { kind: "single" } })).toEqual([
    { id: 9_007_199_254_740_993n, x: 1e300 },
  ]);
  expect(waits).toEqual([2000, 500]);
});

test.each<[string, string, PagesOptions]>([
  ["the status is 429", "/never?key=secret", { paginator: { kind: "single" }, mostTries: 3 }],
  ["the status is 404", "/gone?key=secret", { paginator: { kind: "single" } }],
  ["cannot be read as JSON: <html>", "/html?key=secret", { paginator: { kind: "single" } }],
  ["no list of records", "/list?key=secret", { paginator: { kind: "single" }, records: ["rows"] }],
  [
    "was read already",
    "/loop?key=secret",
    { paginator: { kind: "cursor", path: ["next"], parameter: "after" }, records: ["rows"] },
  ],
])("%s is an error that says no secret", async (message, path, options) => {
  const error: unknown = await read(path, options).catch((thrown: unknown) => thrown);
  expect(String(error)).toContain(message);
  expect(String(error)).not.toContain("secret");
});

test("waits are those of the server, or random below a span that doubles", () => {
  const options = { now: Date.parse("2026-01-01T00:00:00Z"), random: 0.999 };
  const delay = (status: number, tries: number, retryAfter?: string): number | null =>
    retryDelay({ status, tries, retryAfter }, options);
  expect([1, 2, 3, 5].map((tries) => Math.round(delay(503, tries) ?? -1))).toEqual([
    500, 999, 1998, 7992,
  ]);
  expect(delay(429, 1, "Thu, 01 Jan 2026 00:00:09 GMT")).toBe(9000);
  expect(delay(429, 1, "Thu, 01 Jan 2025 00:00:09 GMT")).toBe(0);
  expect(delay(429, 1, "Thu, 31 Feb 2026 00:00:09 GMT")).toBe(499.5);
  expect([delay(429, 1, "3600"), delay(400, 1), delay(503, 6), delay(501, 1)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test("only a link whose relation is next leads on", () => {
  const page = { url: "https://a.test/b/c", body: null, records: 1 };
  const next = (link: string): string | undefined =>
    nextPage({ ...page, headers: { link } }, { kind: "link-header" });
  expect(next(`<d?x=1>; rel=next`)).toBe("https://a.test/b/d?x=1");
  expect(next(`<d>; rel="last", <e>; rel="NEXT last"`)).toBe("https://a.test/b/e");
  expect([next(""), next(`<d>; rel="nextone"`), next("rel=next")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
