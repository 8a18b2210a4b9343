import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { flow } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "dx-quality-"));

/** Writes a file for a test; gives its path. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A hundred orders in ten weeks of ten days: small, and clean but for what the rules are to find. */
function orders(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const day = new Date(Date.UTC(2024, 0, 1 + Math.floor(index / 10))).toISOString().slice(0, 10);
    const state = ["open", "paid", "sent"][index % 3] ?? "";
    const price = index === 7 ? -5 : 20 + ((index * 3) % 10);
    return `${index + 1},${state},${price},${index % 10 === 3 ? "" : `note ${index}`},${1 + (index % 5)},${day}`;
  });
  return `id,state,price,note,customer,day\n${lines.join("\n")}\n`;
}

/** Inputs over two small files; some rules hold, and some do not. */
export const inputs = {
  dataSources: [{ name: "shop", tables: ["orders"], criticalityLevel: "high" }],
  references: ["customers"],
  files: {
    orders: file("orders.csv", orders(300)),
    customers: file("customers.csv", "id,name\n1,Ann\n2,Bob\n3,Cid\n4,Dan\n5,Eve\n"),
  },
  timeColumns: { orders: "day" },
  asOf: "2024-01-31T00:00:00",
  qualityDimensions: {
    accuracyThreshold: 1,
    completenessThreshold: 0.8,
    freshnessThresholdMinutes: 2880,
  },
  toolPreferences: { framework: "dbt", observability: "datafold", alerting: "pagerduty" },
  qualityRules: [
    { table: "orders", column: "price", rule: ">= 0", threshold: 1 },
    { table: "orders", column: "customer", rule: "references customers(id)", threshold: 1 },
    { table: "orders", column: "state", rule: "in (open, paid, sent)", threshold: 1 },
    { table: "orders", column: "price", rule: "mean between 1 and 100", threshold: 1 },
  ],
  datafold: { connectionId: 7, cron: "0 6 * * *" },
  damages: { seed: 3, most: 4, rows: 300 },
};

/** What a run of the flow is given beside its inputs and its database. */
export const options = { approve: async () => "yes" as const, clock: (): Date => new Date(0) };

/** The flow under test. */
export { flow };
