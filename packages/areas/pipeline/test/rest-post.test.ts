import { afterAll, beforeAll, expect, test } from "vitest";
import { apiSource, readPages, type PagesOptions } from "../src/index.ts";
import { startBadApi, testReader, type BadAnswer, type BadApi, type Came } from "./bad-api.ts";

const all = Array.from({ length: 7 }, (_, id) => ({ id }));
const three = (from: number): readonly object[] => all.slice(from, from + 3);
const body = (value: unknown): BadAnswer => ({ body: value });
const number = ({ query }: Came, name: string): number => Number(query.get(name) ?? 0);
const paged = (came: Came): readonly object[] => three(Math.max(0, number(came, "page") - 1) * 3);

let api: BadApi;
beforeAll(async () => {
  api = await startBadApi({
    "/graph": (came) => {
      const { variables }: { variables: { after?: string } } = JSON.parse(came.body);
      const next = Number(variables.after ?? 0) + 3;
      return body({ list: three(next - 3), page: { end: next < 7 ? String(next) : null } });
    },
    "/search": (came) => {
      const { offset = 0 }: { offset?: number } = JSON.parse(came.body);
      return body(three(offset));
    },
    "/post-link": (came, base) =>
      body({
        items: paged(came),
        next:
          number(came, "page") < 3
            ? `${base}/post-link?page=${number(came, "page") + (number(came, "page") === 0 ? 2 : 1)}`
            : null,
      }),
    "/see-other": () => ({ status: 303, headers: { location: "/offset" } }),
    "/refresh": (came) => {
      const used = Number(/refresh_token=s3cr3t-(\d)/.exec(came.body)?.[1]);
      return used > 5
        ? { status: 400, body: "s3cr3t-9 was used" }
        : body({ access_token: `given-${used}`, refresh_token: `s3cr3t-${used + 1}` });
    },
    "/rotating": (came) =>
      came.headers.authorization === "Bearer given-1" ? body(all) : { status: 401 },
  });
});
afterAll(() => api.close());

async function read(path: string, options: PagesOptions = {}): Promise<readonly unknown[]> {
  api.asked.length = 0;
  const records: unknown[] = [];
  for await (const page of readPages(`${api.base}${path}`, options, testReader()))
    records.push(...page);
  return records;
}

async function failure(path: string, options: PagesOptions) {
  const error: unknown = await read(path, options).catch((thrown: unknown) => thrown);
  return { ...Object(error), said: String(error) };
}

test("an API that is asked by POST gets what tells pages apart in the body", async () => {
  const cursor = { kind: "cursor", path: ["page", "end"], parameter: "variables.after" } as const;
  const asked = { query: "{ list }", variables: { first: 3 } };
  expect(await read("/graph?v=1", { body: asked, paginator: cursor })).toEqual(all);
  expect(api.asked.map((came) => [came.query.get("v"), came.query.get("after")])).toEqual(
    api.asked.map(() => ["1", null]),
  );
  expect(api.asked.map((came) => JSON.parse(came.body) as unknown)).toEqual([
    asked,
    { ...asked, variables: { first: 3, after: "3" } },
    { ...asked, variables: { first: 3, after: "6" } },
  ]);
  const offset = { kind: "offset", limit: 3 } as const;
  expect(await read("/search", { body: { q: "x" }, paginator: offset })).toEqual(all);
  expect(JSON.parse(api.asked[1]?.body ?? "")).toEqual({ q: "x", limit: 3, offset: 3 });
  expect(await read("/post-link", { body: { q: "x" } })).toEqual(all);
  expect(api.asked.map((came) => came.body)).toEqual(['{"q":"x"}', '{"q":"x"}', '{"q":"x"}']);
  expect((await failure("/see-other", { body: {} })).said).toContain(
    "redirects what was asked by POST",
  );
  const since = { parameter: "filter", form: "epoch-seconds" } as const;
  const source = apiSource(
    { url: `${api.base}/search`, since, body: {}, paginator: { kind: "single" } },
    testReader(),
  );
  for await (const _ of source.records({ kind: "date", value: "2026-01-02" }));
  expect(api.asked.at(-1)?.body).toBe('{"filter":1767312000}');
});

test("a refresh token gives a token, and a new one is kept before it is used", async () => {
  const kept: string[] = [];
  const authorization = {
    kind: "oauth2-refresh-token",
    tokenUrl: `${api.base}/refresh`,
    clientId: "me",
    refreshToken: "s3cr3t-0",
    keep: (token: string) => void kept.push(token),
  } as const;
  expect(await read("/rotating", { authorization })).toEqual(all);
  expect(api.asked.map(({ path }) => path)).toEqual([
    "/refresh",
    "/rotating",
    "/refresh",
    "/rotating",
  ]);
  expect(api.asked[0]?.body).toBe("grant_type=refresh_token&refresh_token=s3cr3t-0&client_id=me");
  expect(api.asked[2]?.body).toContain("refresh_token=s3cr3t-1");
  expect(kept).toEqual(["s3cr3t-1", "s3cr3t-2"]);
  const { keep: _, ...unkept } = authorization;
  const lost = await failure("/rotating", { authorization: unkept });
  expect(lost).toMatchObject({ code: "DX_PIPELINE_AUTHORIZATION" });
  expect(lost.said).toContain("nobody keeps it");
  const reused = await failure("/rotating", {
    authorization: { ...authorization, refreshToken: "s3cr3t-9" },
  });
  expect(reused.said).toContain("/refresh: the status is 400");
  expect([lost.said, reused.said].join()).not.toMatch(/s3cr3t|given-/);
});
