/* oxlint-disable typescript/explicit-module-boundary-types -- inputs as people write them */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { relation } from "@dx/core";
import type { Database } from "@dx/database";
import { judgeDamages, type Damages } from "@dx/runner";
import { sql, type Sql } from "@dx/sql";
import { flow } from "../src/index.ts";

/** Where its files are. */
export const folder = mkdtempSync(join(tmpdir(), "dx-etl-"));
const shops = Array.from(
  { length: 30 },
  (_, n) => `s${n},${n % 4 === 0 ? "" : ` City ${n % 7} `},${n * 10}`,
);
writeFileSync(join(folder, "shops.csv"), `shop,city,area\n${shops.join("\n")}\n`);
const pool = Array.from({ length: 60 }, (_, n) => `${n % 5},${n}.5`);
writeFileSync(join(folder, "pool.csv"), `kind,price\n${pool.join("\n")}\n`);
/** What its table has. */
export const orders = Array.from({ length: 40 }, (_, n) => ({
  id: n + 1,
  shop: `s${n % 30}`,
  amount: n,
  at: `2026-01-0${1 + (n % 5)} 10:00:00`,
}));

/** When its sources are loaded. */
export const schedule = "daily at 06:00";
/** Inputs of a small pipeline; in Postgres, orders are read by their transactions. */
export function given(isPostgres: boolean) {
  const incremental = isPostgres ? { transactions: true } : { column: "at" };
  return {
    projectName: "small",
    sources: [
      {
        name: "shops",
        type: "file",
        extractionType: "full",
        schedule,
        connectionDetails: { file: join(folder, "shops.csv"), key: ["shop"] },
      },
      {
        name: "sales",
        type: "database",
        extractionType: "incremental",
        schedule,
        connectionDetails: {
          table: "orders",
          key: ["id"],
          cursor: incremental,
          freshBy: "at",
          contract: { columns: "freeze" },
        },
      },
      {
        name: "fed",
        type: "database",
        extractionType: "full",
        schedule,
        connectionDetails: {
          feed: { file: join(folder, "pool.csv"), rowNumber: "nth", rows: 10, waves: 2 },
          key: "nth",
          mode: "replace",
        },
      },
    ],
    targetWarehouse: { platform: "bigquery", database: "lake", schema: "landing" },
    transformationTool: "dbt",
    orchestrationTool: "dagster",
    rehearseRows: 20,
    dataQualityRequirements: {
      freshnessThreshold: "30 hours",
      completenessThreshold: 0.9,
      qualityChecks: [
        "unique(sales.id)",
        "relationships(sales.shop -> shops.shop)",
        "row_count(mart) >= 1",
      ],
    },
    transformations: [
      {
        name: "stg",
        layer: "staging",
        key: "shop",
        from: "shops",
        columns: { shop: "shop", city: { column: "city", text: "trim", ifNull: "unknown" } },
      },
      {
        name: "mart",
        layer: "marts",
        key: "city",
        from: "sales",
        joins: [{ table: "stg", on: { shop: "shop" } }],
        columns: {
          city: "stg.city",
          sales: { aggregate: "count" },
          amount: { column: "amount", aggregate: "sum", cast: "int64" },
        },
      },
      {
        name: "largest",
        layer: "marts",
        key: "id",
        sql: "select id, amount from {{ ref('sales') }} where amount >= 30",
      },
    ],
  };
}

/** Runs it, and judges claims on damaged results. */
export async function run(
  db: Database,
  inputs: unknown,
  {
    now = "2026-01-06T00:00:00Z",
    damages = {},
  }: { readonly now?: string; readonly damages?: Damages } = {},
) {
  return judgeDamages(flow, inputs, {
    databases: { target: db, source: db },
    approve: async () => "yes",
    clock: () => new Date(now),
    damages,
  });
}

/** A table of its schema. */
export const at = (name: string): Sql => sql`${relation(`landing.${name}`)}`;
/** A table of another one. */
export const scratch = (schema: string, name: string): Sql => sql`${relation(`${schema}.${name}`)}`;
