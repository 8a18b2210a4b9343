import { webReader } from "@dx/connectors";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  apiSource,
  createTokenBucket,
  detectPaginator,
  findRecords,
  nextPage,
  openAuthorization,
  readJson,
  readPages,
  retryDelay,
  type FoundPages,
  type PagesOptions,
  type ReadFrom,
  type SinceParameter,
} from "../src/index.ts";
import { startBadApi, testReader, type BadAnswer, type BadApi, type Came } from "./bad-api.ts";

const all = Array.from({ length: 7 }, (_, id) => ({ id }));
const three = (from: number): readonly object[] => all.slice(from, from + 3);
const number = ({ query }: Came, name: string): number => Number(query.get(name) ?? 0);
const paged = (came: Came): readonly object[] => three(Math.max(0, number(came, "page") - 1) * 3);
const body = (value: unknown, more: BadAnswer = {}): BadAnswer => ({ body: value, ...more });

let api: BadApi;
let other: BadApi;
let waits: readonly number[] = [];
let found: FoundPages | undefined;
beforeAll(async () => {
  other = await startBadApi({ "/list": () => body(all) });
  api = await startBadApi({
    "/offset": (came) => body(three(number(came, "offset"))),
    "/pages": (came) => body(paged(came)),
    "/ignores": () => body(three(0)),
    "/cursor": (came) => {
      const next = number(came, "cursor") + 3;
      return body({
        data: { rows: three(next - 3) },
        meta: { next_cursor: next < 7 ? String(next) : null },
      });
    },
    "/loop": ({ before }) => body({ before, rows: all, next_cursor: "3" }),
    "/link": (came) => {
      const from = number(came, "after");
      const link = `</list?after=0>; rel="prev first", </link?after=${from + 3}>; title="a, b"; rel="next"`;
      return body(three(from), from + 3 < 7 ? { headers: { link } } : {});
    },
    "/json-link": (came, base) => {
      const from = number(came, "after");
      const next = from + 3 < 7 ? `${base}/json-link?after=${from + 3}` : null;
      return body({ count: 7, next, previous: null, results: three(from) });
    },
    "/relative": (came) => {
      const from = number(came, "after");
      const links = from + 3 < 7 ? { next: { href: `/relative?after=${from + 3}` } } : {};
      return body({ ["_links"]: links, items: three(from) });
    },
    "/numbered": (came) =>
      body({
        page: number(came, "page") || 1,
        total_pages: 3,
        data: paged({ ...came, query: came.query }),
      }),
    "/totals": (came) => {
      const offset = number(came, "offset");
      return body({ offset, limit: 3, total: 7, data: three(offset) });
    },
    "/more": () => body({ has_more: true, data: all }),
    "/some": () => body({ total: 70, data: all }),
    "/two-lists": () => body({ orders: all, shops: all }),
    "/nothing": () => body({ data: [] }),
    "/no-content": () => ({ status: 204 }),
    "/busy": ({ before }) =>
      before < 2
        ? { status: 429, headers: { "retry-after": before === 0 ? "2" : "x" } }
        : body(`[{"id":9007199254740993,"x":1e300}]`),
    "/dated": ({ before }) =>
      before === 0
        ? { status: 503, headers: { "retry-after": "Thu, 01 Jan 2026 00:00:09 GMT" } }
        : body(all),
    "/cut": ({ before }) => body(all, { isCut: before === 0 }),
    "/always-cut": () => body(all, { isCut: true }),
    "/for-ever": () => ({ status: 429 }),
    "/hour": () => ({ status: 429, headers: { "retry-after": "3600" } }),
    "/html": () => body("<html>Sign in, s3cr3t-token</html>"),
    "/half": () => body(`[{"id":1}`),
    "/limits": ({ before }) =>
      before === 0
        ? { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "7" } }
        : body(all),
    "/elsewhere": () => ({ status: 302, headers: { location: `${other.base}/list` } }),
    "/moved": () => ({ status: 308, headers: { location: "/offset?offset=4" } }),
    "/round": () => ({ status: 302, headers: { location: "/round" } }),
    "/leads-away": () => body({ next: `${other.base}/list`, data: all }),
    "/who": ({ headers, query }) =>
      body([{ sent: headers.authorization ?? headers["x-api-key"] ?? query.get("key") }]),
    "/token": ({ body: form, headers, before }) =>
      form === "grant_type=client_credentials&scope=a+b" &&
      headers.authorization === `Basic ${Buffer.from("me:s3cr3t%2Ftoken").toString("base64")}`
        ? body({ access_token: `given-${before}`, expires_in: 3600 })
        : { status: 400, body: `bad client s3cr3t/token` },
    "/guarded": ({ headers, before }) =>
      headers.authorization === "Bearer given-1" || before > 1 ? body(all) : { status: 401 },
    "/closed": ({ headers }) => ({ status: 401, body: headers.authorization }),
  });
});
afterAll(() => {
  api.close();
  other.close();
});

async function read(path: string, options: PagesOptions = {}): Promise<readonly unknown[]> {
  api.asked.length = 0;
  found = undefined;
  const reader = testReader();
  ({ waits } = reader);
  const records: unknown[] = [];
  const onPages = (pages: FoundPages): void => void (found = pages);
  for await (const page of readPages(`${api.base}${path}`, { ...options, onPages }, reader))
    records.push(...page);
  return records;
}

async function failure(path: string, options: PagesOptions = {}) {
  return read(path, options).then(
    () => ({ code: "none", said: "" }),
    (error: unknown) => ({ code: Reflect.get(Object(error), "code"), said: String(error) }),
  );
}

test.each<[string, PagesOptions["paginator"]]>([
  ["/offset", { kind: "offset", limit: 100 }],
  ["/pages", { kind: "page-number" }],
  ["/cursor", { kind: "cursor", path: ["meta", "next_cursor"], parameter: "cursor" }],
  ["/link", { kind: "link-header" }],
  ["/json-link", { kind: "json-link", path: ["next"] }],
])("all records of %s come once: %j", async (path, paginator) => {
  expect(await read(path, paginator === undefined ? {} : { paginator })).toEqual(all);
  expect(api.asked.length).toBeLessThan(5);
});

test.for<[string, FoundPages["paginator"]["kind"], string, number]>([
  ["/link", "link-header", "", 3],
  ["/json-link", "json-link", "results", 3],
  ["/relative", "json-link", "items", 3],
  ["/cursor", "cursor", "data.rows", 3],
  ["/numbered", "page-number", "data", 3],
  ["/totals", "offset", "data", 3],
  ["/cut", "single", "", 2],
])("%s tells by its first answer that it pages by %s", async ([path, kind, records, requests]) => {
  expect(await read(path)).toEqual(all);
  expect([found?.paginator.kind, found?.records.join("."), api.asked.length]).toEqual([
    kind,
    records,
    requests,
  ]);
});

test("no records are no error", async () => {
  expect([await read("/nothing"), await read("/no-content")]).toEqual([[], []]);
});

test("a busy server is asked again when it says so, and numbers keep their digits", async () => {
  expect(await read("/busy")).toEqual([{ id: 9_007_199_254_740_993n, x: 1e300 }]);
  expect(waits).toEqual([2000, 500]);
  await read("/dated");
  expect(waits).toEqual([9000]);
  expect(await read("/cut")).toEqual(all);
  expect(waits).toEqual([250]);
  expect(await read("/limits")).toEqual(all);
  expect(waits).toEqual([250, 6750]); // the jitter of the try, then what is left of the 7 seconds
});

test("requests are as many a second as they may be", async () => {
  await read("/pages", {
    paginator: { kind: "page-number" },
    rateLimit: { perSecond: 2, burst: 2 },
  });
  expect(waits).toEqual([500, 500]);
  const bucket = createTokenBucket({ perSecond: 10 });
  expect([0, 0, 1000, 1000, 900].map((now) => bucket.take(now))).toEqual([0, 100, 0, 100, 200]);
});

const key = "s3cr3t-token";
test.for<[string, string, string, PagesOptions]>([
  ["HTTP", "the status is 429, also after 3 tries", "/for-ever", { mostTries: 3 }],
  ["HTTP", "it asks to wait: 3600", "/hour", {}],
  ["HTTP", "the status is 404", "/gone", {}],
  ["HTTP", "there is no answer, also after 6 tries", "/always-cut", {}],
  ["HTTP", "cannot be read as JSON: <html>Sign in, ***", "/html", {}],
  ["HTTP", "cannot be read as JSON", "/half", {}],
  ["HTTP", "no list of records", "/offset", { records: ["rows"] }],
  ["HTTP", "it leads to another host", "/elsewhere", {}],
  ["HTTP", "it leads to another host", "/leads-away", {}],
  ["HTTP", "redirects again and again", "/round", {}],
  ["HTTP", "the status is 401", "/closed", {}],
  ["LOOP", "was read already", "/loop", {}],
  ["LOOP", "once more", "/ignores", { paginator: { kind: "page-number" } }],
  ["PAGES", "has_more of the answer says that there are more pages", "/more", {}],
  ["PAGES", "total of the answer is greater than the 7 records", "/some", {}],
  ["PAGES", "several lists: orders, shops", "/two-lists", {}],
])("%s: %s is an error that says no secret", async ([code, message, path, options]) => {
  const { said, ...error } = await failure(`${path}?key=${key}`, {
    authorization: { kind: "bearer", token: key },
    ...options,
  });
  expect(error.code).toBe(`DX_PIPELINE_${code}`);
  expect(said).toContain(message);
  expect(said).not.toContain(key);
  expect(other.asked).toEqual([]);
});

test("a redirection within the host is followed", async () => {
  expect(await read("/moved")).toEqual(all.slice(4));
});

test.each<[PagesOptions["authorization"], string]>([
  [{ kind: "bearer", token: key }, `Bearer ${key}`],
  [{ kind: "api-key", key }, key],
  [{ kind: "api-key", key, in: "query", name: "key" }, key],
  [{ kind: "basic", user: "Jörg", password: "ß:" }, "Basic SsO2cmc6w586"],
])("%j is sent as its server wants it", async (authorization, sent) => {
  expect(await read("/who", authorization === undefined ? {} : { authorization })).toEqual([
    { sent },
  ]);
});

test("a token is asked for, kept, and asked for once more when it is refused", async () => {
  const credentials = {
    kind: "oauth2-client-credentials",
    tokenUrl: `${api.base}/token`,
    clientId: "me",
    clientSecret: "s3cr3t/token",
    scope: "a b",
  } as const;
  expect(await read("/guarded", { authorization: credentials })).toEqual(all);
  expect(api.asked.map(({ path }) => path)).toEqual(["/token", "/guarded", "/token", "/guarded"]);
  await read("/pages", { authorization: credentials, paginator: { kind: "page-number" } });
  expect(api.asked.map(({ path }) => path).join()).toBe("/token,/pages,/pages,/pages,/pages");
  const closed = await failure("/closed", { authorization: credentials });
  expect(closed.said).toContain("the status is 401");
  const wrong = await failure("/pages", { authorization: { ...credentials, scope: "other" } });
  expect(wrong.said).toContain("/token: the status is 400");
  expect([closed.said, wrong.said].join()).not.toMatch(/s3cr3t|given-/);
});

test.each<[string, string, PagesOptions["authorization"]]>([
  ["without encryption", "http://shop.test/", { kind: "bearer", token: key }],
  ["in the address", `https://me:${key}@shop.test/`, undefined],
  ["is empty", "https://shop.test/", { kind: "bearer", token: "" }],
  ["a line break", "https://shop.test/", { kind: "api-key", key: `${key}\n` }],
  ["a colon", "https://shop.test/", { kind: "basic", user: "a:b", password: key }],
])("credentials %s are sent nowhere", async (message, url, authorization) => {
  const reader = { ...testReader(), send: async () => Promise.reject(new Error("was sent")) };
  const options = authorization === undefined ? {} : { authorization };
  const error: unknown = await readPages(url, options, reader)
    .next()
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "DX_PIPELINE_AUTHORIZATION" });
  expect(String(error)).toContain(message);
  expect(String(error)).not.toContain(key);
});

test.for<[ReadFrom, SinceParameter["form"], string]>([
  [{ kind: "instant", value: "2026-01-02 00:00:00.000000Z" }, "iso", "2026-01-02T00:00:00Z"],
  [
    { kind: "instant", value: "2026-01-02 10:20:30.000100Z" },
    undefined,
    "2026-01-02T10:20:30.0001Z",
  ],
  [{ kind: "timestamp", value: "2026-01-02 10:20:30.500000" }, "iso", "2026-01-02T10:20:30.5"],
  [{ kind: "instant", value: "2026-01-02 00:00:00.900000Z" }, "epoch-seconds", "1767312000"],
  [{ kind: "instant", value: "1969-12-31 23:59:59.500000Z" }, "epoch-seconds", "-1"],
  [{ kind: "date", value: "2026-01-02" }, "epoch-milliseconds", "1767312000000"],
  [{ kind: "date", value: "2026-01-02" }, "iso", "2026-01-02"],
  [{ kind: "int64", value: "9007199254740993" }, "epoch-seconds", "9007199254740993"],
])("what is new since %j is asked for, in the form %s", async ([from, form, wanted]) => {
  api.asked.length = 0;
  const since = { parameter: "since", ...(form === undefined ? {} : { form }) };
  const { records } = apiSource({ url: `${api.base}/nothing?a=1`, since }, testReader());
  for await (const _ of records(from));
  expect(api.asked.map(({ query }) => [query.get("a"), query.get("since")])).toEqual([
    ["1", wanted],
  ]);
});

test("credentials are written down as names of variables", () => {
  const env = { TOKEN: key, EMPTY: "" };
  const login = { kind: "basic", user: "me", password: "env:TOKEN" } as const;
  expect(openAuthorization(login, env)).toEqual({ ...login, password: key });
  const refused = (token: string) => () => openAuthorization({ kind: "bearer", token }, env);
  expect(refused(key)).toThrow("stands there itself");
  expect(refused("env:EMPTY")).toThrow("the variable EMPTY is not set");
  expect(refused("env:TOKNE")).toThrow("did you mean TOKEN?");
});

test("an answer that the reader itself refuses is not asked for again", async () => {
  await expect(
    readPages(`${api.base}/offset`, {}, webReader({ mostBytes: 4 })).next(),
  ).rejects.toMatchObject({ code: "DX_CONNECTORS_ANSWER" });
  const { records } = apiSource({ url: `${api.base}/link` }, webReader());
  const given: unknown[] = [];
  for await (const some of records(undefined)) given.push(...some);
  expect(given).toEqual(all);
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

test("records are where the only list of objects is, or the one with a usual name", () => {
  expect(findRecords({ a: { b: { c: [] } }, n: [1, 2] })).toEqual(["a", "b", "c"]);
  expect(findRecords({ tags: [{ x: 1 }], results: [{ id: 1 }] })).toEqual(["results"]);
  expect(() => findRecords({ a: 1 })).toThrow("no list of records");
  expect(() => findRecords({ a: { b: { c: { d: [] } } } })).toThrow("no list of records");
});

test("what leads on without a name for it is refused", () => {
  const detect = (value: unknown) => () =>
    detectPaginator({ url: "https://a.test/", body: value, headers: {}, records: 1 });
  expect(detect({ next: "abc", data: [] })).toThrow("next of the answer leads on");
  expect(detect({ meta: { total: 2 }, data: [] })).toThrow("meta.total");
  expect(detect({ meta: { total: 1, next_cursor: "" } })()).toMatchObject({ kind: "cursor" });
  expect(detect({ total: 1 })()).toEqual({ kind: "single" });
});

test("numbers of JSON keep their digits", () => {
  expect(readJson(`[9007199254740993, -12345678901234567890, 0.1, 1e400, 1.50, 5e-324]`)).toEqual([
    9_007_199_254_740_993n,
    -12_345_678_901_234_567_890n,
    0.1,
    "1e400",
    1.5,
    5e-324,
  ]);
  expect(readJson(`[12345678901234567.89, 0.1234567890123456789, 0.30000000000000004]`)).toEqual([
    "12345678901234567.89",
    "0.1234567890123456789",
    0.30000000000000004,
  ]);
});
