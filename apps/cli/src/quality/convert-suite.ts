import type { Dialect } from "@dx/core";
import {
  toDatafold,
  toDbtTests,
  toGreatExpectations,
  toMonteCarlo,
  toOdcs,
  toSodaCl,
  toSodaContract,
  type Loss,
  type Suite,
} from "@dx/quality";
import { stringify } from "yaml";

/** The tools whose words a suite can be written in. */
export const targets = [
  "dx",
  "great_expectations",
  "dbt",
  "soda",
  "soda_contract",
  "odcs",
  "monte_carlo",
  "datafold",
] as const;

/** A tool's documents by file name, and what they cannot say. */
export interface Converted {
  readonly files: Readonly<Record<string, string>>;
  readonly losses: readonly Loss[];
}

/** How a suite is written. */
export interface ConvertOptions {
  readonly dialect: Dialect;
  readonly to: (typeof targets)[number];
}

/** A suite in the words of a tool; names of places that only the tool knows are `warehouse` and 1, to be filled in. */
export function convertSuite(suite: Suite, { dialect, to }: ConvertOptions): Converted {
  switch (to) {
    case "dx":
      return { files: { "suite.json": `${toJson(suite)}\n` }, losses: [] };
    case "great_expectations": {
      const { document, losses } = toGreatExpectations(suite, { dialect });
      const files = document.map((one) => [`${fileName(one.name)}.json`, `${toJson(one)}\n`]);
      return { files: Object.fromEntries(files), losses };
    }
    case "dbt": {
      const { document, macros, losses } = toDbtTests(suite, { dialect });
      return { files: { "quality.yml": textOf(document), ...macrosOf(macros) }, losses };
    }
    case "soda": {
      const { document, losses } = toSodaCl(suite, { dialect });
      return { files: { "checks.yml": textOf(document) }, losses };
    }
    case "soda_contract": {
      const { document, losses } = toSodaContract(suite, { dialect, dataSource: "warehouse" });
      const files = document.map(({ table, text }) => [`${fileName(table)}.yml`, text]);
      return { files: Object.fromEntries(files), losses };
    }
    case "odcs": {
      const tables = [...new Set(suite.checks.map(({ table }) => table))].map((name) => ({
        name,
        columns: [],
        checks: suite.checks.filter(({ table }) => table === name),
      }));
      const contract = {
        id: suite.name,
        name: suite.name,
        version: "0.1.0",
        status: "draft",
        tables,
      } as const;
      const { document, losses } = toOdcs(contract, { dialect });
      return { files: { "contract.odcs.yaml": document }, losses };
    }
    case "monte_carlo": {
      const place = { warehouse: "warehouse", intervalMinutes: 1440 };
      const { document, losses } = toMonteCarlo(suite, { dialect, ...place });
      return { files: { "monitors.yml": document }, losses };
    }
    case "datafold": {
      const { document, losses } = toDatafold(suite, {
        dialect,
        connectionId: 1,
        cron: "0 6 * * *",
      });
      return { files: { "monitors.yaml": document }, losses };
    }
  }
}

function toJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_, one: unknown) => (typeof one === "bigint" ? String(one) : one),
    2,
  );
}

function textOf(document: unknown): string {
  return typeof document === "string" ? document : stringify(document);
}

function macrosOf(macros: unknown): Readonly<Record<string, string>> {
  return typeof macros === "string" && macros !== "" ? { "macros.sql": macros } : {};
}

function fileName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_.-]+/g, "_");
}
