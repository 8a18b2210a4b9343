import { joinPlans, rowHash, identifier, sql, type Sql } from "@dx/sql";
import { claimBothWays } from "@dx/testkit";
import { expect, test } from "vitest";
import { historyClaims, type HistorySpec } from "../src/index.ts";
import { change, planWide, wide, wideSpec } from "./wide-history.ts";

const sentinel = "9999-12-31 00:00:00";

interface Damage {
  readonly by: Sql;
  readonly shows: Readonly<Record<string, string | null>>;
  /** Other claims that the same damage breaks, because it cannot be otherwise. */
  readonly too?: readonly string[];
}

const insert = (values: Sql): Sql => sql`
  insert into dim_shop (shop_key, country, shop, city, size, valid_from, valid_to, is_current, phone, founded, region, prior_region)
  values (${values})`;
const shared = sql`'01', 1901, 'north', null`;

const damages: Readonly<Record<string, Damage>> = {
  "valid-interval": {
    by: change(4, sql`valid_to = valid_from`),
    shows: { country: "DE", shop: "11", valid_from: "2024-01-02 00:00:00.000000" },
  },
  "no-overlap": {
    by: change(1, sql`valid_to = cast('2024-01-06' as timestamp)`),
    shows: { shop: "1", next_from: "2024-01-05 00:00:00.000000" },
  },
  "one-open-row": {
    by: insert(sql`8, 'DE', 1, 'Kiel', 2, cast('2024-01-20' as timestamp), null, true, ${shared}`),
    shows: { country: "DE", shop: "1", open_rows: "2" },
    too: ["no-overlap"],
  },
  "open-end": {
    by: change(6, sql`valid_to = cast('2999-12-31' as timestamp)`),
    shows: { country: "FR" },
  },
  "times-not-null": {
    by: change(5, sql`valid_from = null`),
    shows: { shop: "11", valid_from: null },
  },
  "key-not-null": {
    by: change(6, sql`shop = null`),
    shows: { country: "FR", shop: null },
  },
  "neighbours-differ": {
    by: change(3, sql`size = 10`),
    shows: { shop: "1", city: null, size: "10", valid_from: "2024-01-07 00:00:00.000000" },
  },
  "current-is-open": {
    by: change(6, sql`is_current = null`),
    shows: { country: "FR", is_current: null },
  },
  "unique-surrogate": {
    by: change(6, sql`shop_key = 1`),
    shows: { shop_key: "1", row_count: "2" },
  },
  "same-in-all-versions": {
    by: change(2, sql`phone = null`),
    shows: { shop: "1", phone: null, valid_from: "2024-01-05 00:00:00.000000" },
  },
};

function bothWays(spec: HistorySpec, openEnd?: string): void {
  const claims = historyClaims(wide, spec);
  test(`each invariant has a damage (${openEnd ?? "NULL"})`, () => {
    const ids = claims.map(({ id }) => id.replace("scd.history.", ""));
    expect(ids.toSorted()).toEqual(Object.keys(damages).toSorted());
  });
  for (const claim of claims) {
    const { by, shows, too = [] } = damages[claim.id.replace("scd.history.", "")] as Damage;
    const beside = claims.filter(
      ({ id }) => id !== claim.id && !too.some((one) => id.endsWith(one)),
    );
    claimBothWays(claim, {
      good: planWide(openEnd),
      damage: by,
      counterexample: shows,
      beside,
    });
  }
}

bothWays(wideSpec());

for (const claim of historyClaims(wide, wideSpec(sentinel))) {
  const by: Readonly<Record<string, Sql>> = {
    "scd.history.one-open-row": change(
      2,
      sql`valid_to = cast('9999-12-31' as timestamp), is_current = true`,
    ),
    "scd.history.open-end": change(
      3,
      sql`valid_to = cast('9999-12-31 23:59:59' as timestamp), is_current = false`,
    ),
    "scd.history.times-not-null": change(6, sql`valid_to = null`),
    "scd.history.current-is-open": change(3, sql`is_current = false`),
    "scd.history.no-overlap": change(3, sql`valid_from = cast('2024-01-06' as timestamp)`),
  };
  const damage = by[claim.id];
  if (damage !== undefined) claimBothWays(claim, { good: planWide(sentinel), damage });
}

claimBothWays(
  historyClaims(wide, wideSpec()).find(({ id }) => id.endsWith("unique-surrogate")) as never,
  {
    good: planWide(),
    damage: change(6, sql`shop_key = null`),
    counterexample: { shop_key: null, row_count: "1" },
  },
);

const hash = rowHash([
  { sql: identifier("city"), type: "text" },
  { sql: identifier("size"), type: "int64" },
]);
const hashed = { ...wideSpec(), rowHash: "row_hash" };
const withHash = joinPlans(planWide(), [
  [
    { purpose: "add", sql: sql`alter table dim_shop add column row_hash text` },
    { purpose: "hash", sql: sql`update dim_shop set row_hash = ${hash}` },
  ],
]);
for (const given of [{ rowHash: hash }, {}]) {
  const claims = historyClaims(wide, hashed, given);
  const claim = claims.find(({ id }) => id === "scd.history.row-hash") as (typeof claims)[number];
  const beside = claims.filter(({ id }) => id !== claim.id);
  const good = withHash;
  claimBothWays(claim, { good, damage: change(1, sql`row_hash = 'x'`), beside });
  claimBothWays(claim, { good, damage: change(6, sql`row_hash = null`) });
  claimBothWays(claim, {
    good,
    damage: sql`update dim_shop set row_hash = (select max(row_hash) from dim_shop)`,
    beside,
  });
}
