import { dialects, toObjects, type TableSchema } from "@dx/core";
import type { Database } from "@dx/database";
import { formatPlan, hashValues, renderSql, sql, verbatimSql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import { planChanges, planHistoryTable } from "../src/index.ts";
import type { ChangeBatch, ChangeSource, HistorySpec, PlainRow } from "../src/index.ts";
import { columns, loadAll, loadOne, readHistory, without } from "./load-changes.ts";

const spec: HistorySpec = {
  key: ["a", "b"],
  tracked: ["city"],
  types: { n: 1, x: 3 },
  validFrom: "valid_from",
  validTo: "valid_to",
};
const row = (t: number, city: string | null, more: PlainRow = {}): PlainRow => ({
  a: "1",
  b: "2",
  city,
  n: 0n,
  x: null,
  ...more,
  t: BigInt(t),
  op: "U",
});
const log = (...rows: readonly PlainRow[]): ChangeBatch => ({
  kind: "log",
  sequence: "t",
  operation: "op",
  deletes: ["D"],
  rows,
});
const execute = async (db: Database, text: string) =>
  db.apply([[{ purpose: "prepare", sql: verbatimSql(text) }]]);

const full: HistorySpec = {
  ...spec,
  tracked: "city",
  types: { n: 0, x: 3, y: 1 },
  openEnd: "9999-12-31",
  current: "is_current",
  surrogate: { column: "sk", by: "sequence" },
  rowHash: "hash",
  audit: { insertedAt: "made_at", updatedAt: "changed_at" },
};
const typed = [...columns, { name: "y", type: "text" }] as const;
const sources: readonly ChangeSource[] = [
  { kind: "snapshot", table: "s", at: "2025-01-01" },
  { kind: "snapshots", table: "s", at: "t", times: ["2025-01-01", "2025-01-02"] },
  { kind: "delta", table: "s", sequence: "t" },
  { kind: "log", table: "s", sequence: "t", operation: "op", deletes: ["D"], tieBreak: "lsn" },
];

test("is written for each dialect, from each source, with all and with few columns", () => {
  for (const dialect of dialects)
    for (const source of sources)
      for (const of of [
        spec,
        full,
        { ...full, surrogate: { column: "sk", by: "hash" } as const },
      ]) {
        const text = planChanges("dim", source, { spec: of, loadedAt: 0n, columns: typed })
          .flat()
          .map((statement) => renderSql(statement.sql, dialect).text)
          .join(";");
        expect(text).not.toMatch(/, *,|\( *,|, *\)|undefined|as "?dx_\w+"?\s*dx/);
        expect(text.includes("merge into")).toBe(["snowflake", "spark"].includes(dialect));
      }
});

forEachDatabase(
  "runs from each source, with all columns, in a schema for working tables",
  async ({ db }) => {
    await execute(db, "create schema dim_scratch_of_scd");
    await execute(
      db,
      "create table s (a text, b text, city text, n bigint, x text, y text, t date, op text, lsn int)",
    );
    await db.apply(planHistoryTable("dim", "s", full));
    await execute(
      db,
      "insert into s values ('a', 'b', 'Bonn', 1, 'x', 'y', '2025-01-01', 'U', 1), ('a', 'b', 'Bonn', 1, 'z', 'y', '2025-01-01', 'U', null)",
    );
    const [, , , tied] = sources;
    if (tied === undefined) throw new Error("no log");
    const scratch = "dim_scratch_of_scd";
    await db.apply(
      planChanges("dim", tied, { spec: full, loadedAt: "2025-01-05", scratch, columns: typed }),
    );
    await execute(db, "delete from s where lsn is null");
    for (const source of sources)
      // oxlint-disable-next-line no-await-in-loop -- loads are one after another
      await db.apply(
        planChanges("dim", source, { spec: full, loadedAt: "2025-01-06", scratch, columns: typed }),
      );
    const rows = toObjects(await db.query("select * from dim"), "js");
    const [{ hash, ...rest } = {}, ...others] = rows;
    expect(others).toEqual([]);
    expect(hash).toBe(hashValues([{ type: "text", value: "Bonn" }]));
    expect(rest).toEqual({
      sk: 1,
      a: "a",
      b: "b",
      city: "Bonn",
      y: "y",
      n: 1,
      x: "x",
      prior_x: null,
      valid_from: "2025-01-01 00:00:00.000000",
      valid_to: "2025-01-02 00:00:00.000000",
      is_current: false,
      made_at: "2025-01-05 00:00:00.000000",
      changed_at: "2025-01-06 00:00:00.000000",
    });
    const left = await db.query(
      "select table_name from information_schema.tables where (table_name like 'dim_dx_%' and table_schema = current_schema()) or table_schema = 'dim_scratch_of_scd'",
    );
    expect(left.count).toBe(0);
    await execute(db, "drop schema dim_scratch_of_scd");
  },
);

forEachDatabase(
  "refuses NULL and ties before anything is changed, and can go on",
  async ({ db }) => {
    const taken = (...cities: readonly string[]): ChangeBatch => ({
      kind: "snapshot",
      at: 4n,
      rows: cities.map((city) => row(0, city, { op: null })),
    });
    await loadAll(db, spec, [log(row(1, "Bonn"), row(3, "Ulm"))]);
    const before = await readHistory(db);
    const refused: readonly (readonly [ChangeBatch, string])[] = [
      [log(row(5, "Kiel"), row(6, "Kiel", { b: null })), "DX_SCD_KEY_NULL: 1 changes"],
      [log(row(5, "Kiel"), { ...row(5, "Kiel"), t: null }), "DX_SCD_TIME_NULL: 1 changes"],
      [log(row(5, "Kiel"), row(5, "Trier")), "DX_SCD_TIES: 1 keys are said"],
      [log(row(5, "Kiel"), row(5, "Kiel", { n: 1n })), "DX_SCD_TIES: 1 keys are said"],
      [log(row(5, "Kiel"), { ...row(5, "Kiel"), op: "D" }), "DX_SCD_TIES: 1 keys are said"],
      [log(row(1, "Kiel")), "DX_SCD_TIES: 1 keys were other things"],
      [log({ ...row(3, null), op: "D" }), "DX_SCD_TIES: 1 keys were other things"],
      [taken("Ulm", "Kiel"), "DX_SCD_TIES"],
      [taken("Kiel", "Trier"), "DX_SCD_TIES"],
    ];
    for (const [batch, message] of refused) {
      // oxlint-disable-next-line no-await-in-loop -- loads are one after another
      await expect(loadOne(db, batch, { spec, loadedAt: 0n })).rejects.toThrow(message);
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect(await readHistory(db)).toEqual(before);
    }
    await loadOne(db, log(row(5, "Kiel"), row(5, "Kiel"), row(3, "Ulm")), { spec, loadedAt: 0n });
    expect(await readHistory(db)).toHaveLength(3);
  },
);

forEachDatabase("a tie-break decides, NULL being the least", async ({ db }) => {
  const rows = [7n, 9n, null].map((n, index) =>
    row(1, ["Bonn", "Ulm", "Kiel"][index] ?? null, { n }),
  );
  const batch: ChangeBatch = { ...log(...rows), tieBreak: "n" } as ChangeBatch;
  expect(await loadAll(db, spec, [batch])).toMatchObject([{ city: "Ulm", n: 9n }]);
});

const numbered: HistorySpec = {
  ...spec,
  surrogate: { column: "sk", by: "sequence" },
  audit: { insertedAt: "made_at", updatedAt: "changed_at" },
};

forEachDatabase(
  "surrogate keys stay with their versions, and none is given twice",
  async ({ db }) => {
    const first = [log(row(1, "Bonn"), row(5, "Ulm"), row(9, "Kiel"))];
    const before = await loadAll(db, numbered, first);
    expect(before.map(({ sk, valid_from: from }) => [sk, from])).toEqual([
      [1n, 1n],
      [2n, 5n],
      [3n, 9n],
    ]);
    await loadOne(db, log(row(7, "Kiel")), { spec: numbered, loadedAt: 8n });
    const after = await readHistory(db);
    expect(
      after.map(({ sk, valid_from: from, made_at: made, changed_at: changed }) => [
        sk,
        from,
        made,
        changed,
      ]),
    ).toEqual([
      [1n, 1n, 0n, 0n],
      [2n, 5n, 0n, 8n],
      [4n, 7n, 8n, 8n],
    ]);
    await execute(db, "delete from dim where sk = 4");
    await loadOne(db, log(row(11, "Trier")), { spec: numbered, loadedAt: 9n });
    expect((await readHistory(db)).map(({ sk }) => sk)).toEqual([1n, 2n, 5n]);
  },
);

forEachDatabase("goes on with a dimension that came without a log", async ({ db }) => {
  const known = [
    log(row(1, "Bonn", { x: "p" }), row(4, "Ulm", { x: "q" }), { ...row(6, null), op: "D" }),
  ];
  const later = [log(row(2, "Kiel", { x: "q" })), log(row(8, "Ulm", { n: 5n, x: "r" }))];
  const wanted = await loadAll(db, spec, [...known, ...later]);
  await loadAll(db, spec, known);
  await execute(db, "drop table dim_log");
  for (const batch of later)
    // oxlint-disable-next-line no-await-in-loop -- loads are one after another
    await loadOne(db, batch, { spec, loadedAt: 0n });
  expect(await readHistory(db)).toEqual(wanted);
  expect(wanted).toMatchObject([{ city: "Bonn", n: 5n, prior_x: "q" }, {}, {}, { city: "Ulm" }]);
});

test("refuses what makes no sense", () => {
  const plan = (own: HistorySpec, source: ChangeSource) => () =>
    planChanges("dim", source, { spec: own, loadedAt: 0n });
  const delta: ChangeSource = { kind: "delta", table: "s", sequence: "t" };
  expect(plan({ ...spec, tracked: "dx_at" }, delta)).toThrow("dx_at begins with dx_");
  expect(plan({ ...spec, types: { city: 1 } }, delta)).toThrow("two roles");
  expect(plan(spec, { kind: "snapshots", table: "s", at: "t", times: [] })).toThrow("no times");
  expect(plan({ ...spec, rowHash: "hash" }, delta)).toThrow(
    "a hash needs columns, and their types",
  );
  expect(plan({ ...spec, surrogate: { column: "sk", by: "hash" } }, delta)).toThrow("a hash needs");
  expect(plan(spec, delta)).not.toThrow();
});

test("is in three groups, and never changes the log but by adding to it", () => {
  const plan = planChanges(
    "dim",
    { kind: "delta", table: "s", sequence: "t" },
    { spec: full, loadedAt: 0n, columns: typed },
  );
  expect(plan).toHaveLength(3);
  const [work = [], change = [], clean = []] = plan;
  const text = (group: typeof work): string => formatPlan([group], "postgres");
  expect(text(work)).not.toMatch(/(insert into|update|delete from) "dim"/);
  expect(text(change)).not.toMatch(
    /create table|drop table|update "dim_log"|delete from "dim_log"/,
  );
  expect(clean.every(({ purpose }) => purpose.startsWith("remove the working table"))).toBe(true);
});

const column = (name: string, kind: "text" | "int64") => ({
  name,
  type: { kind },
  native: kind,
  nullable: true,
});
const schema: TableSchema = {
  relation: { kind: "relation", name: "s" },
  kind: "table",
  columns: [
    column("A", "text"),
    column("b", "text"),
    column("city", "text"),
    column("n", "int64"),
    column("x", "text"),
  ],
  uniqueKeys: [],
  foreignKeys: [],
};

forEachDatabase("makes the same tables of a schema as of a table", async ({ db }) => {
  const own: HistorySpec = { ...numbered, current: "now", rowHash: "hash" };
  const describe = async (): Promise<readonly PlainRow[]> =>
    toObjects(
      await db.query(
        "select table_name, column_name, data_type from information_schema.columns where table_name in ('dim', 'dim_log') and table_schema = current_schema() order by 1, ordinal_position",
      ),
      "exact",
    );
  await loadAll(db, own, []);
  const wanted = await describe();
  await db.apply([
    [sql`dim`, sql`dim_log`].map((name) => ({
      purpose: "make room",
      sql: sql`drop table ${name}`,
    })),
  ]);
  await db.apply(planHistoryTable("dim", schema, own));
  expect(await describe()).toEqual(wanted);
  await expect(execute(db, "insert into dim (city) values ('x')")).rejects.toThrow(/null/i);
  expect(() => planHistoryTable("dim", schema, { ...own, tracked: "citty" })).toThrow(
    "no column is called citty",
  );
  expect(without(wanted, []).length).toBeGreaterThan(12);
});
