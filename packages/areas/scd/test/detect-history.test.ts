import { formatTimestamp, toRows, type Rows, type TableSchema, type TypeName } from "@dx/core";
import type { Database } from "@dx/database";
import { planTable, sql, type Sql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import { auditHistory, checkHistory, detectHistory, type HistoryProposal } from "../src/index.ts";
import { roleByName } from "../src/detect-names.ts";

/** Customers that move now and then: key, versions with begin and end as days of 2024 (null: open). */
const customers = [
  [1, "Bonn", 1, 10],
  [1, "Ulm", 10, 30],
  [1, "Bonn", 30, null],
  [2, "Kiel", 1, null],
  [3, null, 1, 20],
  [3, "Jena", 20, null],
  [4, "Ulm", 5, 12],
  [4, "Ulm", 15, null],
  [5, "Bonn", 7, 9],
  [6, "Trier", 2, 25],
  [6, "Kiel", 25, null],
  [7, "Jena", 10, null],
] as const;
type Customer = (typeof customers)[number];

const day = (n: number): string =>
  formatTimestamp(BigInt(Date.UTC(2024, 0, n)) * 1000n).slice(0, 19);
const digest = (n: number): string => n.toString(16).padStart(32, "a");

function schemaOf(name: string, rows: Rows, more: Partial<TableSchema> = {}): TableSchema {
  return {
    relation: { kind: "relation", name },
    kind: "table",
    columns: rows.columns.map((column) => ({
      name: column.name,
      type: { kind: column.kind } as never,
      native: column.kind,
      nullable: true,
    })),
    uniqueKeys: [],
    foreignKeys: [],
    ...more,
  };
}

async function detect(
  db: Database,
  name: string,
  given: {
    readonly row: (customer: Customer, index: number) => Readonly<Record<string, unknown>>;
    readonly types: Readonly<Record<string, TypeName>>;
    readonly damage?: readonly Sql[];
    readonly more?: Partial<TableSchema>;
  },
): Promise<HistoryProposal> {
  const rows = toRows(
    customers.map((one, index) => given.row(one, index)),
    given.types,
  );
  await db.apply(planTable(name, rows));
  await db.apply([(given.damage ?? []).map((one) => ({ purpose: "damage", sql: one }))]);
  return db.run(detectHistory(schemaOf(name, rows, given.more)));
}

const dbt = {
  row: ([id, city, from, to]: Customer, index: number) => ({
    customer_id: id,
    name: `customer ${id}`,
    city,
    dbt_scd_id: digest(index),
    dbt_updated_at: day(from),
    dbt_valid_from: day(from),
    dbt_valid_to: to === null ? null : day(to),
  }),
  types: {
    dbt_updated_at: "timestamp",
    dbt_valid_from: "timestamp",
    dbt_valid_to: "timestamp",
  },
} as const;

forEachDatabase("adopts a dbt snapshot", async ({ db }) => {
  const proposal = await detect(db, "customers_snapshot", dbt);
  expect(proposal.spec).toEqual({
    key: ["customer_id"],
    tracked: ["name", "city"],
    validFrom: "dbt_valid_from",
    validTo: "dbt_valid_to",
    surrogate: { column: "dbt_scd_id", by: "hash" },
    audit: { updatedAt: "dbt_updated_at" },
  });
  expect(proposal.ends).toBe("excluded");
  expect(proposal.guesses).toMatchObject([
    { role: "key", columns: ["customer_id"], rows: 6, of: 6 },
    { role: "valid-from", reason: expect.stringContaining("tool"), rows: 6, of: 6 },
    { role: "valid-to" },
    { role: "open-end", rows: 6, of: 12 },
    { role: "surrogate", rows: 12, of: 12 },
    { role: "updated-at" },
    { role: "ends", rows: 4, of: 5 },
    { role: "tracked", columns: ["city"], rows: 4, of: 5 },
  ]);
  expect(proposal.questions).toMatchObject([{ role: "tracked", candidates: ["name"] }]);
  expect(proposal.obstacles).toEqual([expect.stringContaining("dbt_scd_id are kept")]);
  expect(await db.run(auditHistory(proposal))).toEqual([]);
});

forEachDatabase(
  "audits a damaged dbt snapshot: two open rows, an inverted interval",
  async ({ db }) => {
    const proposal = await detect(db, "customers_snapshot", {
      ...dbt,
      damage: [
        sql`insert into customers_snapshot (customer_id, name, city, dbt_scd_id, dbt_updated_at, dbt_valid_from)
        select customer_id, name, 'Mainz', 'x', dbt_updated_at, cast('2024-03-01' as timestamp)
        from customers_snapshot where customer_id = 2`,
        sql`update customers_snapshot set dbt_valid_to = cast('2024-01-06' as timestamp) where customer_id = 5`,
      ],
    });
    expect(proposal.spec).toMatchObject({ key: ["customer_id"], validTo: "dbt_valid_to" });
    expect(await db.run(auditHistory(proposal))).toMatchObject([
      { code: "DX_SCD_EMPTY_INTERVAL", count: 1, example: { customer_id: { value: "5" } } },
      { code: "DX_SCD_OVERLAP", count: 1, example: { customer_id: { value: "2" } } },
      { code: "DX_SCD_SEVERAL_OPEN_ROWS", count: 1 },
    ]);
  },
);

forEachDatabase("adopts a SQLMesh model, whose first versions begin in 1970", async ({ db }) => {
  const proposal = await detect(db, "menu_items", {
    row: ([id, city, from, to], index) => ({
      id,
      city,
      price: index,
      updated_at: day(from),
      valid_from: from === 1 ? "1970-01-01" : day(from),
      valid_to: to === null ? null : day(to),
    }),
    types: { updated_at: "timestamp", valid_from: "timestamp", valid_to: "timestamp" },
  });
  expect(proposal.spec).toEqual({
    key: ["id"],
    tracked: ["updated_at", "city", "price"],
    validFrom: "valid_from",
    validTo: "valid_to",
  });
  expect(proposal.obstacles).toEqual([]);
});

const kimball = {
  row: ([id, city, from, to]: Customer, index: number) => ({
    customer_key: index + 100,
    customer_id: `C${id}`,
    city,
    prior_region: null,
    region: "north",
    row_effective_date: day(from),
    row_expiration_date: to === null ? "9999-12-31" : day(to - 1),
    current_row_indicator: to === null ? "Current" : "Expired",
  }),
  types: {
    row_effective_date: "date",
    row_expiration_date: "date",
    prior_region: "text",
  },
} as const;

forEachDatabase(
  "adopts a dimension in Kimball's style: ends included, a coded flag",
  async ({ db }) => {
    const row = (...given: Parameters<typeof kimball.row>) => {
      const one = kimball.row(...given);
      const { row_effective_date: from, row_expiration_date: to } = one;
      return {
        ...one,
        row_effective_date: from.slice(0, 10),
        row_expiration_date: to.slice(0, 10),
      };
    };
    const proposal = await detect(db, "dim_customer", {
      ...kimball,
      row,
      more: { primaryKey: ["customer_key"] },
    });
    expect(proposal).toMatchObject({
      spec: {
        key: ["customer_id"],
        tracked: ["city"],
        types: { region: 3 },
        prior: { region: "prior_region" },
        validFrom: "row_effective_date",
        validTo: "row_expiration_date",
        openEnd: "9999-12-31 00:00:00.000000",
        surrogate: { column: "customer_key", by: "sequence" },
      },
      ends: "included",
      flag: { column: "current_row_indicator", open: "Current" },
    });
    expect(proposal.spec).not.toHaveProperty("current");
    expect(proposal.obstacles).toEqual([
      expect.stringContaining("current_row_indicator is no boolean"),
      expect.stringContaining("ends belong to their versions"),
      expect.stringContaining("row_effective_date is date"),
      expect.stringContaining("row_expiration_date is date"),
    ]);
    expect(await db.run(auditHistory(proposal))).toEqual([]);
    await db.apply([
      [
        {
          purpose: "damage",
          sql: sql`update dim_customer set current_row_indicator = 'Current' where customer_key = 100`,
        },
        {
          purpose: "damage",
          sql: sql`update dim_customer set row_expiration_date = cast('2024-01-30' as date) where customer_key = 101`,
        },
      ],
    ]);
    expect(await db.run(auditHistory(proposal))).toMatchObject([
      { code: "DX_SCD_OVERLAP", count: 1, example: { customer_id: { value: "C1" } } },
      {
        code: "DX_SCD_CURRENT_FLAG",
        count: 1,
        example: { current_row_indicator: { value: "Current" } },
      },
    ]);
  },
);

forEachDatabase(
  "finds a composite key, a boolean flag and mixed ends, whatever their names",
  async ({ db }) => {
    const proposal = await detect(db, "t", {
      row: ([id, city, from, to], index) => ({
        a: id % 2 === 0 ? "x" : "y",
        b: Math.ceil(id / 2),
        c: city,
        t1: day(from),
        t2: to === null ? (index === 2 ? "9999-12-31 23:59:59" : "9999-12-31") : day(to),
        z: to === null,
      }),
      types: { t1: "timestamp", t2: "timestamp" },
    });
    expect(proposal.spec).toEqual({
      key: ["a", "b"],
      tracked: ["c"],
      validFrom: "t1",
      validTo: "t2",
      openEnd: "9999-12-31 00:00:00.000000",
      current: "z",
    });
    expect(proposal.questions).toContainEqual(
      expect.objectContaining({ role: "open-end", candidates: ["9999-12-31 23:59:59.000000"] }),
    );
    expect(await db.run(auditHistory(proposal))).toMatchObject([
      { code: "DX_SCD_OPEN_END", count: 1 },
      { code: "DX_SCD_CURRENT_FLAG", count: 1 },
    ]);
  },
);

forEachDatabase(
  "keeps names as the catalogue has them, and takes declared keys",
  async ({ db }) => {
    const proposal = await detect(db, "Kunde", {
      row: ([id, city, from, to]) => ({
        '"Stadt"': city,
        '"KundeNr"': id,
        '"ValidFrom"': day(from),
        '"ValidTo"': to === null ? null : day(to),
        '"IsCurrent"': to === null,
      }),
      types: { '"ValidFrom"': "timestamp", '"ValidTo"': "timestamp" },
      more: {
        relation: { kind: "relation", name: db.dialect === "postgres" ? "kunde" : "Kunde" },
        primaryKey: ["KundeNr", "ValidFrom"],
        columns: ["Stadt", "KundeNr", "ValidFrom", "ValidTo", "IsCurrent"].map((name, index) => ({
          name,
          type: {
            kind:
              (["text", "int64", "timestamp", "timestamp", "boolean"] as const)[index] ?? "text",
          },
          native: "any",
          nullable: true,
        })),
      },
    });
    expect(proposal.spec).toEqual({
      key: ['"KundeNr"'],
      tracked: ['"Stadt"'],
      validFrom: '"ValidFrom"',
      validTo: '"ValidTo"',
      current: '"IsCurrent"',
    });
    expect(await db.run(auditHistory(proposal))).toEqual([]);
  },
);

forEachDatabase("asks what the data cannot tell", async ({ db }) => {
  const types = { valid_from: "timestamp", valid_to: "timestamp" } as const;
  const rows = toRows(
    [1, 2, 3].map((id) => ({
      shop_id: id,
      store_id: 10 - id,
      city: "Bonn",
      valid_from: day(id),
      valid_to: null,
    })),
    types,
  );
  await db.apply(planTable("s", rows));
  const fresh = await db.run(detectHistory(schemaOf("s", rows)));
  expect(fresh.questions).toMatchObject([
    { role: "key", candidates: ["shop_id", "store_id"] },
    { role: "ends" },
    { role: "tracked" },
  ]);
  expect(fresh.ends).toBeNull();
  await db.apply([[{ purpose: "empty", sql: sql`delete from s` }]]);
  const empty = await db.run(detectHistory(schemaOf("s", rows)));
  expect(empty).toMatchObject({ spec: null, questions: [{ role: "open-end" }, { role: "key" }] });
  expect(() => auditHistory(empty)).toThrow("not known to be a history");
  const plain = toRows([{ id: 1, name: "a" }]);
  await db.apply(planTable("plain", plain));
  expect(await db.run(detectHistory(schemaOf("plain", plain)))).toMatchObject({
    spec: null,
    questions: [{ role: "valid-from", candidates: ["id", "name"] }],
  });
});

forEachDatabase("audits what it adopts as checkHistory does", async ({ db }) => {
  const proposal = await detect(db, "customers_snapshot", {
    ...dbt,
    damage: [sql`update customers_snapshot set city = 'Bonn' where dbt_scd_id = ${digest(1)}`],
  });
  const { spec, table } = proposal;
  const audit = await db.run(auditHistory(proposal));
  expect(audit).toMatchObject([{ code: "DX_SCD_EQUAL_NEIGHBOURS", count: 2 }]);
  expect(spec === null ? [] : await db.run(checkHistory(table, spec))).toEqual(audit);
});

test.each([
  [
    "valid-from",
    "valid_from ValidFrom __START_AT effective_date EFF_START_DATE row_start since sys_start_time LOAD_DATE dw_valid_from gueltig_von",
  ],
  [
    "valid-to",
    "valid_to endDate __END_AT expiration_date thru_date LOAD_END_DATE eff_end_dt SysEndTime _fivetran_end gueltig_bis",
  ],
  ["current", "is_current CurrentFlag row_is_current _fivetran_active active_flag latest"],
  ["surrogate", "customer_sk dbt_scd_id scd_id surrogate_key _dlt_id"],
  ["row-hash", "hash_diff HASHDIFF row_hash record_checksum"],
  ["inserted-at", "dw_inserted_at etl_created_date _dlt_load_id row_loaded_at"],
  ["updated-at", "dbt_updated_at dw_modified_date"],
  ["deleted", "dbt_is_deleted is_deleted"],
  ["key", "customer_id ProductKey country_code kunden_nr"],
  [undefined, "name city updated_at created_at account_balance_eur birth_date"],
])("takes names of the schools for %s", (role, names) => {
  const roles = names.split(" ").map((name) => [name, roleByName(name)?.role]);
  expect(roles).toEqual(names.split(" ").map((name) => [name, role]));
});
