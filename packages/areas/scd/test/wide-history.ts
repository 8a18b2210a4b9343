import { formatTimestamp, toRows, type Time } from "@dx/core";
import { planTable, sql, type Plan, type Sql } from "@dx/sql";
import type { HistorySpec } from "../src/index.ts";

/** A history with a composite key and all kinds of columns. */
export const wide = "dim_shop";

export function wideSpec(openEnd?: Time): HistorySpec {
  return {
    key: ["country", "shop"],
    tracked: ["city", "size"],
    types: { phone: 1, founded: 0, region: 3 },
    validFrom: "valid_from",
    validTo: "valid_to",
    current: "is_current",
    surrogate: { column: "shop_key", by: "sequence" },
    ...(openEnd === undefined ? {} : { openEnd }),
  };
}

type Row = readonly [
  key: number,
  country: string,
  shop: number,
  city: string | null,
  size: number | null,
  from: number,
  to: number | null,
];

/** Gaps, returning keys, NULLs that change and NULLs that stay, one key inside of another's name. */
const rows: readonly Row[] = [
  [1, "DE", 1, "Bonn", 10, 1, 5],
  [2, "DE", 1, null, 10, 5, 7],
  [3, "DE", 1, null, null, 7, null],
  [4, "DE", 11, "Ulm", 1, 2, 4],
  [5, "DE", 11, "Ulm", 1, 6, null],
  [6, "FR", 1, "Bonn", 10, 3, 8],
];

/** Makes it, with days of January 2024 as times. */
export function planWide(openEnd?: string): Plan {
  const day = (n: number): string => formatTimestamp(BigInt(Date.UTC(2024, 0, n)) * 1000n);
  const objects = rows.map(([shop_key, country, shop, city, size, from, to]) => ({
    shop_key,
    country,
    shop,
    city,
    size,
    valid_from: day(from),
    valid_to: to === null ? (openEnd ?? null) : day(to),
    is_current: to === null,
    phone: country === "FR" ? null : `0${shop}`,
    founded: 1900 + shop,
    region: "north",
    prior_region: null,
  }));
  const types = {
    valid_from: "timestamp",
    valid_to: "timestamp",
    prior_region: "text",
  } as const;
  return planTable(wide, toRows(objects, types));
}

/** A change of one row, by its surrogate key. */
export const change = (key: number, set: Sql): Sql =>
  sql`update dim_shop set ${set} where shop_key = ${BigInt(key)}`;
