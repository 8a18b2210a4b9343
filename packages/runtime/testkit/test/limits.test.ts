import { countRows, parameter, query, sql } from "@dx/sql";
import { expect } from "vitest";
import { forEachDatabase } from "../src/index.ts";

const endless = sql`select count(*) as n from
  (with recursive r as (select 1 as n union all select n + 1 from r where n < 2000000000) select n from r) as q`;

forEachDatabase("an abort stops the statement, and the database goes on", async ({ db }) => {
  const control = new AbortController();
  const running = db.query(endless, { signal: control.signal });
  setTimeout(() => control.abort(), 50);
  await expect(running).rejects.toMatchObject({ code: "DX_DATABASE_ABORTED" });
  expect(await db.run(countRows(sql`select 1`))).toBe(1);
});

forEachDatabase("a time-out stops questions, plans, streams and explanations", async ({ db }) => {
  const limit = { timeoutMs: 50 };
  const late = { code: "DX_DATABASE_TIMEOUT" };
  await expect(
    db.run(
      query("endless", endless, () => 1),
      limit,
    ),
  ).rejects.toMatchObject(late);
  const plan = [[{ purpose: "wait", sql: sql`create table t as ${endless}` }]];
  await expect(db.apply(plan, limit)).rejects.toMatchObject(late);
  await expect(db.stream(endless, limit)[Symbol.asyncIterator]().next()).rejects.toMatchObject(
    late,
  );
  await expect(db.query("select * from t")).rejects.toMatchObject({ code: "DX_DATABASE_QUERY" });
});

forEachDatabase("what was aborted before does not begin", async ({ db }) => {
  const options = { signal: AbortSignal.abort() };
  const plan = [[{ purpose: "make", sql: sql`create table t (n bigint)` }]];
  const aborted = { code: "DX_DATABASE_ABORTED" };
  await expect(db.apply(plan, options)).rejects.toMatchObject(aborted);
  await expect(db.query("select 1", options)).rejects.toMatchObject(aborted);
  await expect(db.load("t", [{ a: 1 }], options)).rejects.toMatchObject(aborted);
  await expect(db.query("select * from t")).rejects.toMatchObject({ code: "DX_DATABASE_QUERY" });
});

forEachDatabase(
  "an abort while rows are awaited ends a load, and changes nothing",
  async ({ db }) => {
    await db.load("t", [{ a: 1 }]);
    const control = new AbortController();
    async function* slow() {
      yield* db.stream("select 2 as a");
      control.abort();
      await new Promise(() => undefined);
    }
    await expect(db.load("t", slow(), { signal: control.signal })).rejects.toMatchObject({
      code: "DX_DATABASE_ABORTED",
    });
    expect(await db.run(countRows("t"))).toBe(1);
  },
);

forEachDatabase("a time limit that is none is refused", async ({ db }) => {
  for (const timeoutMs of [0, -1, Number.NaN])
    // oxlint-disable-next-line no-await-in-loop -- one after the other is easier to read
    await expect(db.query("select 1", { timeoutMs })).rejects.toMatchObject({
      code: "DX_DATABASE_OPTION",
    });
});

forEachDatabase("parameters have values of their types, or are missed", async ({ db }) => {
  const asked = sql`select ${parameter("day", "date")} as day, ${parameter("n", "int64")} as n,
    ${parameter("name", "text")} as name`;
  const parameters = { day: "2025-03-17", n: 7n, name: "O'Neil" };
  const rows = await db.query(asked, { parameters });
  expect(rows.columns.map(({ kind, values }) => [kind, values[0]])).toEqual([
    ["date", 20_164],
    ["int64", 7n],
    ["text", "O'Neil"],
  ]);
  await expect(db.query(asked, { parameters: { dy: "2025-03-17" } })).rejects.toMatchObject({
    code: "DX_DATABASE_PARAMETER",
    path: ["parameters", "day"],
    hint: expect.stringContaining("dy"),
  });
  const plan = [[{ purpose: "make", sql: sql`create table t as ${asked}` }]];
  await expect(db.apply(plan)).rejects.toMatchObject({ code: "DX_DATABASE_PARAMETER" });
  expect(await db.apply(plan, { parameters })).toHaveLength(1);
  expect((await db.query("select * from t")).count).toBe(1);
});
