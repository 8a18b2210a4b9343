import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@dx/database";
import { testWithPostgres } from "@dx/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { command } from "../src/commands/load.ts";
import { readLoadSpec } from "../src/load/read-load-options.ts";
import { readLoadSource } from "../src/load/read-load-source.ts";
import { parseGiven } from "../src/parse-given.ts";
import { runHere } from "./run-dx.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-load-"));
  writeFileSync(join(folder, "shop.csv"), "id,city\n1,Ulm\n2,\n3,Köln\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the command in the test's folder. */
const dx = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runHere(folder, ["load", ...args], env);

test("dx load brings a file into a DuckDB, and appends it once", async () => {
  const target = "duckdb:shop.duckdb";
  const first = await dx(["files:shop.csv", target, "--key", "id", "--json"]);
  expect(JSON.parse(first.stdout)).toMatchObject({
    exit: 0,
    status: "loaded",
    table: "shop",
    mode: "merge",
    read: 3,
    inserted: 3,
    bytes: 25,
  });
  const again = ["files:shop.csv", target, "--mode", "append", "--into", "log"];
  expect((await dx(again)).stdout).toMatch(
    /^log: 3 rows, 0 MB, [\d,]+ rows\/s: 3 inserted, 0 updated, 0 deleted\n$/,
  );
  expect((await dx(again)).stdout).toContain("nothing was done");
  const db = await openDatabase(`duckdb:${join(folder, "shop.duckdb")}`);
  expect((await db.query("select * from log")).count).toBe(3);
  await db.close();
});

test.for<readonly [string, ...(readonly string[])]>([
  ["--table is missing", "duckdb:a.duckdb"],
  ["exclude each other", "files:shop.csv", "--cursor", "id"],
  ["exclude each other", "files:shop.json", "--nested", "--row-number", "n"],
  ["--into is missing", "files:shop-*.csv"],
  ["is for APIs", "files:shop.csv", "--auth", "bearer env:X"],
  ["is for records", "env:SHOP", "--table", "orders", "--nested"],
  ["is for other sources", "https://a.test/x", "--table", "orders"],
  ["--pages is offset", "https://a.test/x", "--pages", "offset"],
  ["--naming is kebab", "https://a.test/x", "--naming", "kebab"],
  ["--rate is 0", "https://a.test/x", "--rate", "0"],
  ["--auth is not understood", "https://a.test/x", "--auth", "basic s3cr3t"],
  ["the variable NOPE is not set", "https://a.test/x", "--auth", "bearer env:NOPE"],
  ["is for a --cursor", "https://a.test/x", "--since", "after"],
  ["--since is a b c", "https://a.test/x", "--since", "a b c", "--cursor", "at"],
])("dx load refuses: %s", ([message, source, ...options]) => {
  const read = () =>
    readLoadSource(parseGiven([source ?? "", "duckdb:b.duckdb", ...options], command), {});
  expect(read).toThrow(message);
  expect(read).not.toThrow("s3cr3t");
});

test("dx load understands how an API is read", () => {
  const read = (...options: string[]) =>
    readLoadSource(parseGiven(["https://a.test/v1/orders/", "duckdb:", ...options], command), {
      T: "x",
    });
  expect(
    read("--auth", "oauth2 https://a.test/t me env:T read write", "--rate", "2"),
  ).toMatchObject({
    name: "orders",
    spec: {
      authorization: {
        kind: "oauth2-client-credentials",
        clientId: "me",
        clientSecret: "x",
        scope: "read write",
      },
      rateLimit: { perSecond: 2 },
    },
  });
  expect(
    read(
      "--auth",
      "api-key env:T query key",
      "--pages",
      "cursor meta.next after",
      "--records",
      "a.b",
    ),
  ).toMatchObject({
    spec: {
      authorization: { key: "x", in: "query", name: "key" },
      paginator: { kind: "cursor", path: ["meta", "next"], parameter: "after" },
      records: ["a", "b"],
    },
  });
});

test("dx load understands how an API is asked by POST, and by a refresh token", () => {
  const read = (...options: string[]) =>
    readLoadSource(parseGiven(["https://a.test/v1/orders", "duckdb:", ...options], command), {
      T: "x",
      S: "y",
    });
  expect(
    read("--body", '{"q": {"a": 1}}', "--auth", "refresh https://a.test/t me env:T env:S"),
  ).toMatchObject({
    spec: {
      body: { q: { a: 1 } },
      authorization: { kind: "oauth2-refresh-token", refreshToken: "x", clientSecret: "y" },
    },
  });
  expect(() => read("--body", "[1]")).toThrow("no object of JSON");
  expect(() => read("--auth", "refresh https://a.test/t me")).toThrow("not understood");
});

test("dx load understands how rows are written", () => {
  const read = (...options: string[]) =>
    readLoadSpec(parseGiven(["files:a.csv", "duckdb:", ...options], command), { name: "a" });
  expect(
    read("--cursor", "at", ..."--lag 5 --nulls skip --start open --backwards keep".split(" ")),
  ).toMatchObject({
    cursor: {
      kind: "column",
      column: "at",
      lag: 5,
      nulls: "skip",
      start: "open",
      backwards: "keep",
    },
  });
  expect(
    read("--cursor", "transactions", "--changed-at", "at", "--new-tables", "freeze"),
  ).toMatchObject({
    cursor: { kind: "xid-window", changedAt: "at" },
    contract: { tables: "freeze" },
  });
  expect(() => read("--cursor", "transactions", "--lag", "5")).toThrow("by a column");
  expect(() => read("--cursor", "at", "--changed-at", "at")).toThrow("--cursor transactions");
  expect(() => read("--cursor", "at", "--lag", "-5")).toThrow("--lag is -5");
  expect(read("--key", "id", "--merge", "insert-only")).toMatchObject({
    mode: "merge",
    merge: "insert-only",
  });
  expect(read("--swap")).toMatchObject({ mode: "replace", replace: "swap" });
  expect(() => read("--merge", "scd2")).toThrow("write upsert, delete-insert, insert-only");
});

test("dx load reads a range", () => {
  const read = (range: string) =>
    readLoadSpec(parseGiven(["files:a.csv", "duckdb:", "--range", range], command), { name: "a" });
  expect(read("day 2026-01-01 2026-02-01").range).toEqual({
    column: "day",
    from: "2026-01-01",
    to: "2026-02-01",
  });
  expect(() => read("day 2026-01-01")).toThrow("--range is day 2026-01-01");
});

test("dx load says wrong use apart from what a contract does not let in", async () => {
  const refused = async (status: number, message: string, ...args: string[]) => {
    const said = await dx(args);
    expect(said.stderr).toContain(message);
    expect(said.status).toBe(status);
  };
  await refused(2, "it cannot tell deletes", "files:shop.csv", "duckdb:b.duckdb", "--deletes");
  await refused(2, "none.csv", "files:none.csv", "duckdb:b.duckdb");
  expect((await dx(["files:shop.csv", "duckdb:b.duckdb", "--key", "id"])).status).toBe(0);
  writeFileSync(join(folder, "shop.csv"), "id,city,more\n1,Ulm,x\n");
  const frozen = ["--key", "id", "--new-columns", "freeze"];
  await refused(3, "a new column more", "files:shop.csv", "duckdb:b.duckdb", ...frozen);
});

test("dx load brings an API and its lists into a DuckDB, only what is new the second time, and says no secret", async () => {
  const token = "t0p-s3cr3t";
  const asked: string[] = [];
  const server = createServer(({ url = "", headers }, response) => {
    asked.push(url);
    const { searchParams, pathname } = new URL(url, "http://a");
    const since = searchParams.get("after") ?? "";
    const orders = [
      { id: 1, at: "2026-01-01T00:00:00Z", items: [{ sku: "a" }, { sku: "b" }] },
      { id: 2, at: "2026-01-02T00:00:00Z", items: [] },
    ].filter(({ at }) => at >= since);
    const isIn = headers.authorization === `Bearer ${token}`;
    response
      .writeHead(isIn && pathname === "/v1/orders" ? 200 : 401)
      .end(
        isIn ? JSON.stringify({ data: orders, next: null }) : `who is ${headers.authorization}?`,
      );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const api = async (path: string, ...more: readonly string[]) =>
    dx([`${base}${path}`, "duckdb:shop.duckdb", "--key", "id", ...more], {
      SHOP_TOKEN: token,
    });
  const options = [
    "--auth",
    "bearer env:SHOP_TOKEN",
    "--nested",
    "--cursor",
    "at",
    "--since",
    "after",
    "--json",
  ];
  const first = await api("/v1/orders", ...options);
  expect(JSON.parse(first.stdout)).toMatchObject({
    table: "orders",
    inserted: 2,
    lists: [{ table: "orders__items", inserted: 2 }],
  });
  expect(first.stderr).toContain("records: data");
  expect(JSON.parse((await api("/v1/orders", ...options)).stdout)).toMatchObject({
    read: 1,
    inserted: 0,
  });
  expect(asked).toEqual(["/v1/orders", "/v1/orders?after=2026-01-02T00%3A00%3A00Z"]);
  const refused = await api("/v2/orders?x=1", ...options);
  expect(refused).toMatchObject({ status: 3, stdout: expect.stringContaining("DX_PIPELINE_HTTP") });
  const wrong = await api("/v1/orders", "--auth", `bearer ${token}`);
  expect(wrong).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("stands there itself"),
  });
  for (const { stdout, stderr } of [first, refused, wrong])
    expect(stdout + stderr).not.toContain(token);
  server.close();
});

test("dx load makes tables of the lists in a file, and gives values that do not fit a column of their own", async () => {
  const load = async (lines: string, ...more: readonly string[]) => {
    writeFileSync(join(folder, "events.ndjson"), lines);
    return dx([
      "files:events.ndjson",
      "duckdb:e.duckdb",
      "--key",
      "id",
      "--naming",
      "snake-case",
      "--nested",
      ...more,
    ]);
  };
  expect((await load(`{"id":1,"userName":"a","tags":["x"],"n":1}`)).stdout).toContain(
    "events__tags: 1 rows",
  );
  expect(await load(`{"id":2,"n":"many"}`)).toMatchObject({ status: 3 });
  expect((await load(`{"id":2,"n":"many"}`, "--other-types", "variants")).stdout).toContain(
    "n__v_text",
  );
  expect(await load(`{"id":`)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("in line 1"),
  });
  const db = await openDatabase(`duckdb:${join(folder, "e.duckdb")}`);
  expect((await db.describe("events")).columns.map(({ name }) => name)).toEqual([
    "_dx_id",
    "id",
    "user_name",
    "n",
    "n__v_text",
  ]);
  await db.close();
});

testWithPostgres(
  "dx load reads what is new of a Postgres, and says no password",
  async ({ postgresUrl }) => {
    const db = await openDatabase(postgresUrl);
    await db.load("public.shop", join(folder, "shop.csv"));
    const args = [
      "env:DX_SHOP",
      "duckdb:shop.duckdb",
      "--table",
      "public.shop",
      "--key",
      "id",
      "--cursor",
      "transactions",
      "--deletes",
      "--json",
    ];
    const run = async () =>
      JSON.parse((await dx(args, { DX_SHOP: postgresUrl })).stdout) as Record<string, unknown>;
    expect(await run()).toMatchObject({ read: 3, inserted: 3, table: "shop" });
    await db.apply([
      [
        {
          purpose: "sell",
          sql: {
            kind: "sql",
            pieces: [{ kind: "text", text: "delete from public.shop where id = 1" }],
          },
        },
      ],
    ]);
    await db.load("public.shop", [{ id: 9, city: null }], { mode: "append" });
    expect(await run()).toMatchObject({ read: 1, inserted: 1, deleted: 1 });
    await db.close();
  },
);
