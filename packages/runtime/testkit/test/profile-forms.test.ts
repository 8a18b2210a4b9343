import { toObjects } from "@dx/core";
import { identifier, isNan, matches, sampleRows, sql } from "@dx/sql";
import { expect, test } from "vitest";
import { forEachDatabase, forEachDialect } from "../src/index.ts";

const refused: unknown = expect.objectContaining({ code: "DX_SQL_VALUE" });

forEachDatabase("NaN and patterns are found alike", async ({ db }) => {
  const numbers = sql`select * from (values (1e0), (cast('NaN' as double precision)), (null)) as t (x)`;
  const found = await db.query(sql`select ${isNan(identifier("x"))} as y from (${numbers}) as t`);
  expect(toObjects(found, "js").map(({ y }) => y)).toEqual([false, true, null]);
  const texts = ["12", "x12", "12\n", "it's", "a.b", "", "Ä1"].map((one) => sql`(${one})`);
  const hits = await db.query(sql`
    select x, ${matches(identifier("x"), "^[0-9]+$")} as whole, ${matches(identifier("x"), "[0-9]{2}|'s$|^a[.]b$")} as part
    from (values ${texts}) as t (x) order by x collate "C"`);
  const chosen = (name: string) =>
    toObjects(hits, "js")
      .filter((row) => row[name] === true)
      .map(({ x }) => String(x));
  expect(chosen("whole")).toEqual(["12"]);
  expect(chosen("part")).toEqual(["12", "12\n", "a.b", "it's", "x12"]);
});

forEachDatabase("a seed gives the same rows again, another one others", async ({ db }) => {
  await db.load(
    "many",
    Array.from({ length: 20_000 }, (_, id) => ({ id })),
  );
  const ids = async (share: number, seed: number) => {
    const rows = await db.query(
      sql`select id from ${sampleRows("many", { share, seed })} as picked order by id`,
    );
    return toObjects(rows, "js").map(({ id }) => Number(id));
  };
  const first = await ids(0.1, 7);
  expect(first.length).toBeGreaterThan(1500);
  expect(first.length).toBeLessThan(2500);
  expect(await ids(0.1, 7)).toEqual(first);
  expect(await ids(0.1, 8)).not.toEqual(first);
  expect(await ids(1, 0)).toHaveLength(20_000);
});

forEachDialect("what describes tables is taken", ({ dialect, check }) => {
  check(
    sql`select a from t where ${matches(identifier("a"), "^a{1,2}$")} and not ${isNan(identifier("b"))}`,
  );
  const sampled = sql`select * from ${sampleRows("t", { share: 0.1, seed: 1 })} as s`;
  if (dialect === "bigquery" || dialect === "redshift")
    expect(() => check(sampled)).toThrow(/no samples that a seed repeats/);
  else check(sampled);
});

test("what dialects read differently is refused", () => {
  for (const pattern of [String.raw`\d`, "a.b", "(?i)a", "[[:alpha:]]", "a+?"])
    expect(() => matches(identifier("a"), pattern)).toThrow(refused);
  for (const [share, seed] of [
    [0, 1],
    [1.5, 1],
    [Number.NaN, 1],
    [0.5, -1],
    [0.5, 0.5],
  ] as const)
    expect(() => sampleRows("t", { share, seed })).toThrow(refused);
});
