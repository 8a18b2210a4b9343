import { isDxError } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { readInputs } from "@dx/runner";
import { sql } from "@dx/sql";
import { afterEach, beforeEach, expect, test } from "vitest";
import { flow } from "../src/index.ts";
import { customers, file, fill, run } from "./run.ts";

let db: Database;
beforeEach(async () => {
  db = await openDatabase("duckdb:");
});
afterEach(async () => db.close());

const rows = [
  { id: 1, city: "Bonn", tier: 1, at: "2024-01-01", op: "I" },
  { id: 2, city: null, tier: 2, at: "2024-01-02", op: "U" },
];
const types = { tier: "int64", at: "timestamp", op: "text" } as const;

async function failure(given: unknown): Promise<{ readonly code: string; readonly text: string }> {
  const error: unknown = await run(db, given).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isDxError(error)) throw new Error(`no DxError but ${String(error)}`);
  return { code: error.code, text: `${error.message}\n${error.hint}` };
}

test("says of each wrong field what it is, where, and what it may be", () => {
  const path = file(
    "wrong.yaml",
    "dimensionTable: dim\nsourceTable: s\nbussinessKey: [id]\ntrackedAttributes: city\nscdType: 3\neffectiveDateColumns: {validFrom: a}\ncurrentFlagColumn: c\n",
  );
  const read = (): unknown => readInputs(flow.inputs, path);
  expect(read).toThrow(/wrong\.yaml:3: bussinessKey: .*businessKey/);
  expect(read).toThrow(/wrong\.yaml:4: trackedAttributes: /);
  expect(read).toThrow(/wrong\.yaml:5: scdType: /);
  expect(read).toThrow(/effectiveDateColumns\.validTo: is missing/);
});

test.each([
  [{ trackedAttributes: ["ctiy"] }, "DX_FLOW_SOURCE", /no column ctiy; did you mean city\?/],
  [{ sourceTable: "custmer" }, "DX_DATABASE_NO_TABLE", /custmer.*\n.*customer/],
  [{ columnTypes: { id: 1 } }, "DX_SCD_SPEC", /id has two roles/],
  [{ priorColumns: { city: "x" } }, "DX_SCD_SPEC", /city/],
  [{ changes: { kind: "delta", sequence: "tier" } }, "DX_FLOW_SOURCE", /tier is .*timestamp/],
])("refuses %j, and writes nothing", async (more, code, text) => {
  await fill(db, rows, types);
  const before = await db.tables();
  const found = await failure({ ...customers, ...more });
  expect(found).toMatchObject({ code, text: expect.stringMatching(text) });
  expect(await db.tables()).toEqual(before);
});

test.each([
  ["a NULL in the key", [{ id: null, city: "x" }], /NULL in their key/],
  [
    "a key twice",
    [
      { id: 1, city: "x" },
      { id: 1, city: "y" },
    ],
    /more than once/,
  ],
])("refuses %s, with an example, and writes nothing", async (_, bad, text) => {
  await fill(db, bad);
  const found = await failure(customers);
  expect(found).toMatchObject({ code: "DX_FLOW_SOURCE", text: expect.stringMatching(text) });
  expect(await db.tables()).toHaveLength(1);
});

test("refuses a dimension whose periods overlap, and leaves it as it is", async () => {
  await fill(db, rows, types);
  await run(db, customers);
  const twice = sql`insert into dim_customer select * from dim_customer`;
  await db.apply([[{ purpose: "damage", sql: twice }]]);
  expect(await failure(customers)).toMatchObject({
    code: "DX_FLOW_DIMENSION",
    text: expect.stringMatching(/open rows|overlap/),
  });
  expect((await db.query("select * from dim_customer")).count).toBe(4);
});

test("refuses another snapshot of a time that was loaded", async () => {
  const given = (city: string): unknown => ({
    ...customers,
    snapshots: [
      { name: "a", takenAt: "2024-01-01", file: file("a.json", JSON.stringify([{ id: 1, city }])) },
    ],
  });
  await run(db, given("Bonn"));
  expect(await failure(given("Berlin"))).toMatchObject({ code: "DX_FLOW_SNAPSHOTS" });
  const twice = { name: "b", takenAt: "2024-01-01", file: file("b.csv", "id,city\n1,Bonn\n") };
  const both = { ...customers, snapshots: [twice, { ...twice, name: "c" }] };
  expect(await failure(both)).toMatchObject({ code: "DX_FLOW_SNAPSHOTS" });
});

test("refuses a description with a type that is none", async () => {
  const given = { ...customers, sourceColumns: { id: "bigint", city: "varchr" } };
  expect(await failure(given)).toMatchObject({
    code: "DX_FLOW_TYPE",
    text: expect.stringContaining("did you mean varchar?"),
  });
});

const traces = new Map<string, Promise<string>>();

/** What {@link trace} gives, once for each inputs. */
async function known(given: { readonly sourceColumns?: unknown }): Promise<string> {
  const key = JSON.stringify(given);
  const found = traces.get(key) ?? trace(given);
  traces.set(key, found);
  return found;
}

const described = {
  ...customers,
  sourceColumns: { id: "bigint", city: "text", tier: "bigint", at: "timestamp", op: "text" },
};

test.each([
  ["a table", customers],
  ["a description", described],
])("the same inputs give the same scripts, documents and claims, from %s", async (_, given) => {
  expect(await trace(given)).toBe(await known(given));
});

/** All that a run hands over and shows, but for its own names. */
async function trace(given: { readonly sourceColumns?: unknown }): Promise<string> {
  const own = await openDatabase("duckdb:");
  try {
    if (given.sourceColumns === undefined) await fillAll(own);
    const { outputs, evidence } = await run(own, given);
    const { made: _, loadSeconds: __, ...kept } = outputs;
    return JSON.stringify([
      kept,
      evidence.sources.map(({ name }) => name),
      evidence.claims.map(({ id, statement, check }) => [id, statement, check]),
    ])
      .replaceAll(/dx_scratch_\w+/g, "scratch")
      .replaceAll(/took [\d.]+ seconds/g, "took");
  } finally {
    await own.close();
  }
}

async function fillAll(own: Database): Promise<void> {
  await fill(own, rows, types);
  await own.load("orders", [{ id: 1, customer: 1, at: "2024-02-01" }], {
    types: { id: "int64", customer: "int64", at: "timestamp" },
  });
}

const snapshotFile = file("s.csv", "id,city,tier\n1,Bonn,1\n");
test.each([
  [{}, { dimensionTable: "dim_client" }],
  [{}, { sourceTable: "client" }],
  [{}, { businessKey: ["id", "tier"] }],
  [{}, { trackedAttributes: ["city", "tier"] }],
  [{}, { effectiveDateColumns: { validFrom: "since", validTo: "valid_to" } }],
  [{}, { effectiveDateColumns: { validFrom: "valid_from", validTo: "until" } }],
  [{}, { currentFlagColumn: "is_open" }],
  [{}, { columnTypes: { tier: 0 } }],
  [{ columnTypes: { tier: 3 } }, { priorColumns: { tier: "tier_before" } }],
  [{}, { surrogateKey: { column: "sk", by: "sequence" } }],
  [
    { surrogateKey: { column: "sk", by: "sequence" } },
    { surrogateKey: { column: "sk", by: "hash" } },
  ],
  [{}, { rowHashColumn: "row_hash" }],
  [{}, { auditColumns: { insertedAt: "made_at" } }],
  [{}, { openEnd: "9999-12-31" }],
  [{}, { changes: { kind: "delta", sequence: "at" } }],
  [
    { changes: { kind: "delta", sequence: "at" } },
    { changes: { kind: "log", sequence: "at", operation: "op" } },
  ],
  [
    { changes: { kind: "log", sequence: "at", operation: "op" } },
    { changes: { kind: "log", sequence: "at", operation: "op", deletes: ["U"] } },
  ],
  [
    { changes: { kind: "log", sequence: "at", operation: "op" } },
    { changes: { kind: "log", sequence: "at", operation: "op", tieBreak: "tier" } },
  ],
  [{}, { changes: { kind: "snapshots", at: "at" } }],
  [{}, { snapshots: [{ name: "a", takenAt: "2024-01-01", file: snapshotFile }] }],
  [{}, { sourceFile: snapshotFile }],
  [{}, { platform: "bigquery" }],
])("of a description with %j, changing %j changes what is handed over", async (base, change) => {
  const before = await known({ ...described, ...base });
  expect(await trace({ ...described, ...base, ...change })).not.toBe(before);
});

const facts = { name: "orders", key: ["customer"], at: "at", rowKey: ["id"] };
test.each([
  [{}, { sourceColumns: described.sourceColumns }],
  [{}, { facts }],
  [{ facts }, { facts: { ...facts, late: "earliest" } }],
  [{ facts }, { facts: { ...facts, mostUnmatched: 50 } }],
  [{}, { loadTimeTargetSeconds: 100 }],
])("of a table with %j, changing %j changes what is handed over", async (base, change) => {
  const before = await known({ ...customers, ...base });
  expect(await trace({ ...customers, ...base, ...change })).not.toBe(before);
});

test("proposes inputs for a table, with reasons", async () => {
  await db.apply([
    [
      {
        purpose: "make",
        sql: sql`create table customer (id integer primary key, city varchar, updated_at timestamp)`,
      },
    ],
  ]);
  const proposed = await flow.init?.({ databases: { source: db } });
  const found = Object.fromEntries(
    (proposed ?? []).map(({ path, value }) => [path.join("."), value]),
  );
  expect(found).toMatchObject({
    dimensionTable: "dim_customer",
    sourceTable: expect.stringContaining("customer"),
    businessKey: ["id"],
    trackedAttributes: ["city"],
  });
  expect(proposed?.every(({ reason }) => reason !== "")).toBe(true);
  expect(flow.inputs.safeParse(found).success).toBe(true);
});

test("proposes to go on with a table that keeps a history", async () => {
  const people = Array.from({ length: 20 }, (_, id) => ({ id, city: `city ${id % 7}` }));
  const { sourceTable, ...kept } = { ...customers, openEnd: "9999-12-31" };
  await fill(db, people);
  await run(db, { ...kept, sourceTable });
  await fill(
    db,
    people.slice(1).map(({ id, city }) => ({ id, city: id % 2 === 0 ? city : "Ulm" })),
  );
  await run(db, { ...kept, sourceTable }, { now: "2026-01-02T00:00:00Z" });
  const proposed = await flow.init?.({ databases: { source: db }, table: "dim_customer" });
  const found = Object.fromEntries(
    (proposed ?? []).map(({ path, value }) => [path.join("."), value]),
  );
  expect(found).toMatchObject({
    dimensionTable: "dim_customer",
    businessKey: ["id"],
    trackedAttributes: ["city"],
    effectiveDateColumns: { validFrom: "valid_from", validTo: "valid_to" },
    currentFlagColumn: "is_current",
    openEnd: expect.stringMatching(/^9999-12-31/),
    surrogateKey: { column: "customer_key", by: "hash" },
    auditColumns: { insertedAt: "inserted_at", updatedAt: "updated_at" },
  });
  const again = flow.inputs.parse({ ...found, sourceTable });
  const { evidence, outputs } = await run(db, again, { now: "2026-01-03T00:00:00Z" });
  expect(outputs.made.isNew).toBe(false);
  expect(evidence.summary).toMatchObject({ fails: 0, unknown: 0 });
});
