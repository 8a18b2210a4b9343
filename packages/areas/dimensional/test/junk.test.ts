import { toObjects } from "@dx/core";
import type { Database } from "@dx/database";
import { dropTable, joinPlans, sql, type Sql } from "@dx/sql";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { expect, test } from "vitest";
import {
  checkModel,
  chooseIndexes,
  chooseLayouts,
  designStar,
  planDimensionLoad,
  planInferredMembers,
  planLoads,
  planStar,
  reconcile,
  resolveFact,
  type DesignRequirements,
  type DesignTable,
  type DimensionalModel,
} from "../src/index.ts";
import { cents, int64, table, text } from "./design-source.ts";

const boolean = { kind: "boolean" } as const;
const paid: DesignTable = {
  ...table("payments", "id", {
    id: int64,
    method: text,
    is_gift: boolean,
    late_flag: int64,
    channel: text,
    note: text,
    amount: cents,
  }),
  rows: 100,
  figures: {
    method: { distinct: 3, nulls: 2 },
    is_gift: { distinct: 2, nulls: 1 },
    late_flag: { distinct: 2, nulls: 0 },
    channel: { distinct: 10, nulls: 0 },
    note: { distinct: 11, nulls: 5 },
  },
};
const design = (asked: Partial<DesignRequirements> = {}, given: DesignTable = paid) =>
  designStar({ tables: [given], references: [] }, { process: "payments", ...asked });
const flagsOf = ({ dimensions, facts }: DimensionalModel): string =>
  `${dimensions.map(({ businessKey }) => businessKey.map(({ name }) => name).join()).join()}; kept ${facts[0]?.degenerate.map(({ name }) => name).join()}; measured ${facts[0]?.measures.map(({ name }) => name).join()}`;

test("flags of few values that repeat become one dimension; what people say counts more", () => {
  const model = design();
  expect(flagsOf(model)).toBe("method,is_gift,late_flag,channel; kept note; measured amount");
  expect(model.facts[0]?.keys).toEqual([
    {
      column: "flags_key",
      role: "flags",
      dimension: "dim_payment_flags",
      source: ["method", "is_gift", "late_flag", "channel"],
    },
  ]);
  // (3 + 1) * (2 + 1) * 2 * 10
  expect(model.decisions.find(({ subject }) => subject === "dim_payment_flags")?.reason).toContain(
    "at most 240 combinations",
  );
  expect(flagsOf(design({ junk: false }))).toBe(
    "; kept method,is_gift,channel,note; measured late_flag,amount",
  );
  expect(flagsOf(design({ junk: ["note", "payments.method"] }))).toBe(
    "method,note; kept is_gift,channel; measured late_flag,amount",
  );
  expect(flagsOf(design({ degenerate: ["method"], measures: ["late_flag"] }))).toBe(
    "is_gift,channel; kept method,note; measured late_flag",
  );
  expect(() => design({ junk: ["amount"] })).toThrow(/junk: amount is decimal/);
  expect(() => design({ junk: ["nte"] })).toThrow(/there is no nte/);
});

test("one flag alone stays in the fact, and so do those of too many combinations or of rows that are too few", () => {
  const figures = { ...paid.figures, method: { distinct: 60 }, channel: { distinct: 60 } };
  const alone = { ...paid, columns: paid.columns.filter(({ name }) => name !== "late_flag") };
  expect(flagsOf(design({}, { ...alone, figures }))).toBe(
    "; kept method,is_gift,channel,note; measured amount",
  );
  expect(flagsOf(design({}, { ...paid, rows: 19 }))).toContain("; kept method,is_gift,channel");
  const names = ["a", "b", "c", "d", "e"];
  const many: DesignTable = {
    ...table("p", "id", { id: int64, ...Object.fromEntries(names.map((one) => [one, text])) }),
    rows: 1000,
    figures: Object.fromEntries(names.map((one) => [one, { distinct: 10, nulls: 0 }])),
  };
  const keys = { facts: ["p"], grain: { key: ["id"] } };
  // 10^4 combinations, and not 10^5
  expect(flagsOf(design(keys, many))).toBe("a,b,c,d; kept e; measured ");
});

test("a junk dimension is of type 1, of flags alone, and few rows", () => {
  const model = design();
  const [junk] = model.dimensions;
  if (junk === undefined) throw new Error("no dimension");
  const wrong = {
    ...junk,
    scdType: 0,
    attributes: [{ name: "x", source: "x", type: text }],
  } as const;
  expect(() => checkModel({ ...model, dimensions: [wrong] })).toThrow(
    /is of type 0, not 1; dim_payment_flags has combinations of flags, and attributes/,
  );
  const dated = { name: "at", source: "at", type: { kind: "date" } } as const;
  const odd = { ...junk, businessKey: [dated, ...junk.businessKey.slice(1)] };
  expect(() => checkModel({ ...model, dimensions: [odd] })).toThrow(
    /at of dim_payment_flags is no/,
  );
  const rows = { payments: 5_000_000 };
  expect(chooseLayouts(model, rows)[0]).toMatchObject({ layout: { distribute: "all" } });
  expect(chooseIndexes(model, rows)).toEqual([]);
  expect(planInferredMembers(model, { loadedAt: "2026-01-01" })).toEqual([]);
});

const small: DimensionalModel = design({ junk: ["method", "is_gift", "late_flag"] });
const lines = async (db: Database, query: Sql): Promise<readonly string[]> =>
  toObjects(await db.query(query), "js").map((row) => Object.values(row).join(" "));

const fillPayments = async (db: Database): Promise<void> => {
  const flags = [
    ["card", true, 0n],
    ["card", true, 0n],
    ["", null, 0n],
    [null, null, 0n],
    [null, null, null],
    [null, false, null],
  ] as const;
  const rows = flags.map(([method, gift, late], at) => ({
    id: BigInt(at + 1),
    method,
    is_gift: gift,
    late_flag: late,
    channel: null,
    note: null,
    amount: `${at}.50`,
  }));
  const types = {
    id: "int64",
    method: "text",
    is_gift: "boolean",
    late_flag: "int64",
    channel: "text",
    note: "text",
    amount: cents,
  } as const;
  await db.load("payments", rows, { types });
};

forEachDatabase(
  "each combination is a member once, NULL included, and each damage is seen",
  async ({ db }) => {
    await fillPayments(db);
    const load = joinPlans(planStar(small), planLoads(small, { loadedAt: "2026-02-01" }).plan);
    await db.apply(load);
    await db.apply(load); // again, and nothing changes
    const facts = sql`select f.id, d.method, d.is_gift, d.late_flag from fct_payment as f join dim_payment_flags as d on d.payment_flags_key = f.flags_key order by f.id`;
    expect(await lines(db, facts)).toEqual([
      "1 card true 0",
      "2 card true 0",
      "3   0",
      "4   0",
      "5   ",
      "6  false ",
    ]);
    expect(
      await lines(db, sql`select count(*) as n, count(distinct flags_key) as m from fct_payment`),
    ).toEqual(["6 5"]);
    expect(
      await lines(
        db,
        sql`select count(*) as n, min(payment_flags_key) as m from dim_payment_flags`,
      ),
    ).toEqual(["6 -1"]);
    const judge = async (): Promise<readonly string[]> =>
      (await db.check(reconcile(small))).flatMap(({ id, verdict }) =>
        verdict === "holds" ? [] : [`${id.slice(5)} ${verdict}`],
      );
    expect(await judge()).toEqual([]);
    const damages: readonly (readonly [Sql, readonly string[]])[] = [
      [
        sql`update fct_payment set flags_key = (select flags_key from fct_payment where id = 5) where id = 4`,
        ["fct_payment.flags.members fails", "fct_payment.amount.by.flags fails"],
      ],
      [
        sql`update dim_payment_flags set method = 'x' where method = 'card'`,
        ["dim_payment_flags.members fails", "fct_payment.flags.orphans fails"],
      ],
      [
        sql`update dim_payment_flags set is_gift = null where is_gift = false`,
        ["dim_payment_flags.combinations fails"],
      ],
      [
        sql`delete from dim_payment_flags where payment_flags_key = -1`,
        ["dim_payment_flags.unknown-member fails"],
      ],
    ];
    /* oxlint-disable no-await-in-loop -- one damage after the other */
    for (const [damage, wanted] of damages) {
      await db.apply([[{ purpose: "damage", sql: damage }]]);
      expect(await judge()).toEqual(expect.arrayContaining([...wanted]));
      await db.apply([
        ["fct_payment", "dim_payment_flags"].map((name) => ({
          purpose: "begin anew",
          sql: dropTable(name),
        })),
      ]);
      await db.apply(load);
    }
    /* oxlint-enable no-await-in-loop */
  },
);

forEachDialect("junk dimensions are written", ({ check }) => {
  const [junk] = small.dimensions;
  const [fact] = small.facts;
  if (junk === undefined || fact === undefined) throw new Error("no star");
  for (const { sql: one } of planDimensionLoad(junk, { loadedAt: "2026-02-01" }).flat()) check(one);
  check(resolveFact(small, fact, {}));
  for (const { check: how } of reconcile(small).filter(({ id }) =>
    /flags\.(members|combinations)$/.test(id),
  ))
    if (how.kind === "same-rows") check(how.right);
    else if (how.kind === "no-rows") check(how.violations);
});
