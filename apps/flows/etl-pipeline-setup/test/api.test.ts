import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { toObjects } from "@dx/core";
import { openDatabase } from "@dx/database";
import type { Damages } from "@dx/runner";
import { sql } from "@dx/sql";
import { expect, test } from "vitest";
import { apiOptions, variablesOf } from "../src/api-options.ts";
import { at, given, run, schedule, scratch } from "./small-pipeline.ts";

test("an API is loaded with its lists, every version is kept, and no secret is in what is written", async () => {
  const token = "t0p-s3cr3t";
  let prices = [1, 2, 3];
  const server = createServer(({ url = "", headers }, response) => {
    const page = Number(new URL(url, "http://a").searchParams.get("page") ?? 1);
    const all = prices.map((price, nth) => ({ id: nth + 1, price, tags: [`t${price}`] }));
    const body = { page, total_pages: 2, orders: page === 1 ? all.slice(0, 2) : all.slice(2) };
    const isIn = headers.authorization === `Bearer ${token}`;
    response.writeHead(isIn ? 200 : 401).end(JSON.stringify(isIn ? body : {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const db = await openDatabase("duckdb:");
  const api = {
    url: `http://127.0.0.1:${port}/v1/orders`,
    authorization: { kind: "bearer", token: "env:DX_TEST_SHOP" },
    nested: "tables",
  };
  const inputs = {
    ...given(false),
    sources: [
      {
        name: "orders",
        type: "api",
        extractionType: "full",
        schedule,
        connectionDetails: { api, key: ["id"], merge: "scd2" },
      },
    ],
    transformations: [],
    orchestrationTool: "airflow",
    rehearseRows: 10,
    dataQualityRequirements: {
      ...given(false).dataQualityRequirements,
      qualityChecks: ["unique(orders.id)"],
    },
  };
  const env = process.env["DX_TEST_SHOP"];
  process.env["DX_TEST_SHOP"] = token;
  const history = scratch("landing", "orders_history");
  const damagedHistory: Damages = {
    "etl.loaded.orders": () => [sql`delete from ${at("orders")} where id = 2`],
    "etl.history.orders.no-overlap": () => [
      sql`insert into ${history} select * from ${history} where id = 1`,
    ],
    "etl.as-of.orders": () => [sql`update ${history} set price = 9 where id = 3`],
  };
  const first = await run(db, inputs, { damages: damagedHistory });
  expect(first.damaged).toEqual(
    Object.fromEntries(Object.keys(damagedHistory).map((id) => [id, "fails"])),
  );
  expect(first.evidence.summary.fails).toBe(0);
  prices = [1, 20];
  const second = await run(db, inputs, { now: "2026-01-07T00:00:00Z" });
  process.env["DX_TEST_SHOP"] = env ?? "";
  server.close();
  expect(second.evidence.summary.fails).toBe(0);
  const versions = await db.query(
    sql`select id, price, valid_to is null as is_open from ${history} order by id, valid_from`,
  );
  expect(toObjects(versions, "js")).toEqual([
    { id: 1, price: 1, is_open: true },
    { id: 2, price: 2, is_open: false },
    { id: 2, price: 20, is_open: true },
    { id: 3, price: 3, is_open: false },
  ]);
  expect((await db.query(sql`select * from ${at("orders__tags")}`)).count).toBe(2);
  expect(second.outputs.orchestrationDag).toContain(
    '"--auth", "bearer env:DX_TEST_SHOP"'.split(", ")[1],
  );
  expect(
    JSON.stringify([first, second], (_, value: unknown) =>
      typeof value === "bigint" ? "" : value,
    ),
  ).not.toContain(token);
  await db.close();
});

test.for([
  [
    {
      authorization: { kind: "api-key", key: "env:K", in: "query" },
      paginator: { kind: "offset", limit: 9 },
    },
    '--auth "api-key env:K query x-api-key" --pages "offset 9"',
    "K",
  ],
  [
    {
      authorization: { kind: "basic", user: "me", password: "env:P" },
      records: ["a", "b"],
      nested: "tables",
    },
    '--auth "basic me env:P" --records "a.b" --nested',
    "P",
  ],
  [
    {
      paginator: { kind: "cursor", path: ["m", "next"], parameter: "after" },
      since: { parameter: "since", form: "epoch-seconds" },
    },
    '--pages "cursor m.next after" --since "since epoch-seconds"',
    "",
  ],
  [
    {
      authorization: {
        kind: "oauth2-client-credentials",
        tokenUrl: "https://a.test/t",
        clientId: "env:I",
        clientSecret: "env:S",
      },
      perSecond: 2,
      naming: "lower",
    },
    '--auth "oauth2 https://a.test/t env:I env:S" --rate "2" --naming "lower"',
    "I,S",
  ],
  [
    {
      authorization: {
        kind: "oauth2-refresh-token",
        tokenUrl: "https://a.test/t",
        clientId: "me",
        refreshToken: "env:R",
      },
      body: { first: 5 },
    },
    '--auth "refresh https://a.test/t me env:R" --body "{\\"first\\":5}"',
    "R",
  ],
] as const)("an API is written down as options of dx load: %j", ([api, options, variables]) => {
  const spec = { url: "https://a.test/x", ...api } as unknown as Parameters<typeof apiOptions>[0];
  const written = apiOptions(spec).map((one) => (one.startsWith("--") ? one : JSON.stringify(one)));
  expect(written.join(" ")).toBe(options);
  expect(variablesOf(spec).join()).toBe(variables);
});
