import { expect, test } from "vitest";
import { diffLines, diffTables, eachDifference, type DiffOptions } from "@dx/table-diff";
import { forAllPairs, shared, withSides } from "./with-databases.ts";

const value = (type: string, text: string | null) => ({ type, value: text });

/** Rows from SQL in parentheses, by column names. */
const rows = (names: string, ...list: readonly string[]) =>
  shared(`select * from (values ${list.map((row) => `(${row})`).join(", ")}) as t(${names})`);

forAllPairs("a changed row is shown with the columns that differ", async ({ left, right }) => {
  const diff = await diffTables(
    { database: left, table: rows("id, name, city", "1, 'Ann', null", "2, 'Bo', 'Rome'") },
    { database: right, table: rows("id, name, city", "1, 'Ann', ''", "2, 'Bo', 'Rome'") },
    { key: "id" },
  );
  expect(diff).toMatchObject({ equal: false, changed: 1, columns: { city: 1 }, left: 2, right: 2 });
  expect(diff.samples).toEqual([
    {
      kind: "changed",
      key: { id: value("int32", "1") },
      left: { id: value("int32", "1"), name: value("text", "Ann"), city: value("text", null) },
      right: { id: value("int32", "1"), name: value("text", "Ann"), city: value("text", "") },
      columns: ["city"],
    },
  ]);
  const lines = diffLines(diff).map((line): unknown => JSON.parse(line));
  expect(lines[0]).toEqual(diff.samples[0]);
  expect(lines[1]).toMatchObject({ kind: "totals", equal: false, changed: 1 });
});

const hidden: Readonly<
  Record<string, readonly [left: readonly string[], right: readonly string[]]>
> = {
  "values swapped between rows": [
    ["1, 'a', 5", "2, 'b', 7"],
    ["1, 'a', 7", "2, 'b', 5"],
  ],
  "whole rows swapped between keys": [
    ["1, 'a', 5", "2, 'b', 7"],
    ["1, 'b', 7", "2, 'a', 5"],
  ],
  "differences that cancel in a sum": [
    ["1, 'a', 5", "2, 'b', 7"],
    ["1, 'a', 6", "2, 'b', 6"],
  ],
  "text that moves to the next column": [
    ["1, 'ab', 5", "2, 'b', 7"],
    ["1, 'a', 5", "2, 'b', 7"],
  ],
  "a copy on the left": [
    ["1, 'a', 5", "1, 'a', 5", "2, 'b', 7"],
    ["1, 'a', 5", "2, 'b', 7"],
  ],
  "a copy on the right": [
    ["1, 'a', 5", "2, 'b', 7"],
    ["1, 'a', 5", "2, 'b', 7", "2, 'b', 7"],
  ],
  "copies on both sides and a row too few": [
    ["1, 'a', 5", "1, 'a', 5", "2, 'b', 7", "3, 'c', 9"],
    ["1, 'a', 5", "1, 'a', 5", "4, 'd', 9", "5, 'e', 9"],
  ],
  "a row instead of another row's copy": [
    ["1, 'a', 5", "1, 'a', 5", "2, 'b', 7"],
    ["1, 'a', 5", "2, 'b', 7", "2, 'b', 7"],
  ],
  "trailing spaces": [["1, 'a', 5"], ["1, 'a ', 5"]],
  "composed and decomposed letters": [["1, 'é', 5"], ["1, 'e\u0301', 5"]],
  "upper and lower case": [["1, 'a', 5"], ["1, 'A', 5"]],
};

for (const [name, [ours, theirs]] of Object.entries(hidden))
  forAllPairs(`finds ${name}`, async ({ left, right }) => {
    const [one, other] = [rows("id, name, n", ...ours), rows("id, name, n", ...theirs)];
    const options: readonly DiffOptions[] = [
      { key: "id" },
      { key: "id", method: "bisected" },
      { key: ["id", "name"] },
      { key: ["name", "n"], segments: 1 },
    ];
    for (const option of options) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const diff = await diffTables(
        { database: left, table: one },
        { database: right, table: other },
        option,
      );
      expect(diff.equal).toBe(false);
    }
    const same = await diffTables(
      { database: left, table: one },
      { database: right, table: one },
      { key: "id" },
    );
    expect(same).toMatchObject({ equal: true, changed: 0, onlyLeft: 0, duplicated: 0 });
  });

forAllPairs("keys of several columns do not run into each other", async ({ left, right }) => {
  const diff = await diffTables(
    { database: left, table: rows("a, b, c", "1, 11, 0", "11, 1, 0") },
    { database: right, table: rows("a, b, c", "1, 11, 0", "111, 1, 0") },
    { key: ["a", "b"] },
  );
  expect(diff).toMatchObject({ onlyLeft: 1, onlyRight: 1, changed: 0 });
});

forAllPairs("NULL in a key equals NULL, and is no empty text", async ({ left, right }) => {
  const table = rows("k, v", "cast(null as varchar), 1", "'', 2");
  const other = rows("k, v", "cast(null as varchar), 3", "'', 2");
  const options = { key: "k" };
  const diff = await diffTables(
    { database: left, table },
    { database: right, table: other },
    options,
  );
  expect(diff).toMatchObject({ changed: 1, onlyLeft: 0, onlyRight: 0, method: "bisected" });
  const gone = rows("k, v", "'', 2");
  const less = await diffTables(
    { database: left, table },
    { database: right, table: gone },
    options,
  );
  expect(less).toMatchObject({ changed: 0, onlyLeft: 1, onlyRight: 0 });
});

/** So many rows, in SQL that both engines share. */
const many = (columns: string, count: number): string =>
  `select ${columns} from (select cast(g as bigint) as i from generate_series(0, ${count - 1}) as t(g)) as n`;

const keys: Readonly<Record<string, string>> = {
  "whole numbers": "i * 3",
  "negative and far numbers":
    "case when i = 7 then -4000000000000000000 else i * 1000003 - 500000000 end",
  "numbers beyond a range":
    "case when i = 7 then 9223372036854775807 when i = 8 then -9223372036854775807 else i end",
  text: "'key ' || cast(i as varchar)",
  decimals: "cast(i * 0.125 as decimal(20, 3))",
};

for (const [name, key] of Object.entries(keys))
  forAllPairs(`few of many rows are brought here, keys being ${name}`, async ({ left, right }) => {
    const table = shared(many(`${key} as k, i as v, 'name ' || cast(i as varchar) as w`, 5000));
    const w = `case when i in (3, 4000) then 'x' else 'name ' || cast(i as varchar) end`;
    const some = shared(
      `select * from (${many(`${key} as k, i as v, ${w} as w`, 5000)}) as t where v <> 77`,
    );
    const diff = await diffTables(
      { database: left, table },
      { database: right, table: some },
      { key: "k", method: "bisected", segments: 256, segmentRows: 8 },
    );
    expect(diff).toMatchObject({ onlyLeft: 1, onlyRight: 0, changed: 2, columns: { w: 2 } });
    expect(diff).toMatchObject({ left: 5000, right: 4999, examined: 9999, complete: true });
    expect(diff.pulled).toBeLessThan(200);
  });

forAllPairs("all rows differ", async ({ left, right }) => {
  const [table, other] = [
    shared(many("i as k, i as v", 3000)),
    shared(many("i as k, i + 1 as v", 3000)),
  ];
  const sides = [
    { database: left, table },
    { database: right, table: other },
  ] as const;
  const options = { key: "k", method: "bisected", segmentRows: 100 } as const;
  const diff = await diffTables(...sides, options);
  expect(diff).toMatchObject({ changed: 3000, columns: { v: 3000 }, complete: true });
  expect(diff.samples).toHaveLength(20);
  const bounded = await diffTables(...sides, { ...options, maxPulledRows: 4000 });
  expect(bounded).toMatchObject({ complete: false, equal: false });
  expect(bounded.pulled).toBeLessThanOrEqual(4000);
  expect(bounded.changed).toBeGreaterThan(0);
  const few = await diffTables(...sides, { ...options, maxDifferences: 10 });
  expect(few).toMatchObject({ complete: false, equal: false, changed: 10 });
  const refused = diffTables(...sides, { ...options, maxPulledRows: 1 });
  await expect(refused).rejects.toMatchObject({ code: "DX_TABLE_DIFF_LIMIT" });
  const joined = await diffTables(...sides, { key: "k", samples: 3 });
  expect(joined).toMatchObject({ changed: 3000, columns: { v: 3000 }, complete: true });
  expect(joined.samples.map(({ key }) => key["k"]?.value)).toEqual(
    joined.method === "joined" ? ["0", "1", "2"] : expect.any(Array),
  );
});

test("differences come one by one, and stop with their reader", async () =>
  withSides(["duckdb:"], async ({ left: database }) => {
    const [table, other] = [
      shared(many("i as k, i as v", 50)),
      shared(many("i as k, -i as v", 50)),
    ];
    const found = eachDifference({ database, table }, { database, table: other }, { key: "k" });
    const seen: string[] = [];
    for await (const { key } of found) if (seen.push(key["k"]?.value ?? "") === 3) break;
    expect(seen).toEqual(["1", "2", "3"]);
  }));

test("tables that are equal cost one question of sums a side", async () =>
  withSides(["duckdb:", "duckdb:"], async ({ left, right }) => {
    const table = shared(many("i as k, i as v", 5000));
    const steps: string[] = [];
    const diff = await diffTables(
      { database: left, table },
      { database: right, table },
      { key: "k", onProgress: ({ step, pulled }) => steps.push(`${step} ${pulled}`) },
    );
    expect(diff).toMatchObject({
      equal: true,
      pulled: 0,
      basis: "sums",
      snapshot: "each-question",
    });
    expect(steps).toEqual(["columns 0", "summed 0"]);
    const exact = { key: "k", exact: true };
    const all = await diffTables({ database: left, table }, { database: right, table }, exact);
    expect(all).toMatchObject({ equal: true, pulled: 10_000, basis: "hashes" });
  }));

test("a signal stops it", async () =>
  withSides(["duckdb:", "duckdb:"], async ({ left, right }) => {
    const table = shared("select 1 as k");
    const controller = new AbortController();
    const options = {
      key: "k",
      signal: controller.signal,
      onProgress: () => controller.abort("enough"),
    };
    const stopped = diffTables({ database: left, table }, { database: right, table }, options);
    await expect(stopped).rejects.toMatchObject({ code: "DX_TABLE_DIFF_ABORTED", cause: "enough" });
  }));

test("empty tables are equal, and one without rows lacks them", async () =>
  withSides(["duckdb:"], async ({ left: database }) => {
    const none = shared("select 1 as k, 2 as v where 1 = 0");
    const one = shared("select 1 as k, 2 as v");
    for (const method of ["joined", "bisected"] as const) {
      const options = { key: "k", method };
      const compare = async (table: typeof one, other: typeof one) =>
        diffTables({ database, table }, { database, table: other }, options);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await compare(none, none)).toMatchObject({ equal: true, examined: 0, method });
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await compare(one, none)).toMatchObject({ equal: false, onlyLeft: 1, onlyRight: 0 });
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await compare(none, one)).toMatchObject({ equal: false, onlyLeft: 0, onlyRight: 1 });
    }
  }));
