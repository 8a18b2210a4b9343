import type { Check, Suite } from "../check.ts";
import type { ContractColumn, ContractTable, DataContract } from "./contract.ts";

/**
 * The checks that a contract amounts to: its columns, what it says of them (required, unique, key, references), and the checks of its tables, which take precedence by their ids.
 * @example
 * ```ts
 * import { contractSuite } from "@dx/quality";
 * const columns = [{ name: "id", type: "int64", required: true }] as const;
 * const tables = [{ name: "shop", columns }];
 * const contract = { id: "c", name: "shops", version: "1.0.0", status: "active", tables } as const;
 * const ids = contractSuite(contract).checks.map(({ id }) => id);
 * if (ids.join() !== "shop.columns,shop.id.required") throw new Error();
 * ```
 */
export function contractSuite({ id, tables }: DataContract): Suite {
  return {
    name: id,
    checks: tables.flatMap((table) => {
      const own = table.checks ?? [];
      const taken = new Set(own.map((check) => check.id));
      return [...impliedChecks(table).filter((check) => !taken.has(check.id)), ...own];
    }),
  };
}

const threshold = { of: "rows", failAbove: 0 } as const;

function impliedChecks({ name: table, columns }: ContractTable): readonly Check[] {
  const head = { table, severity: "error", reason: "the contract says so" } as const;
  const key = columns
    .filter(({ primaryKey }) => primaryKey !== undefined)
    .toSorted((one, other) => (one.primaryKey ?? 0) - (other.primaryKey ?? 0))
    .map(({ name }) => name);
  const types = columns.map(({ name, type }) => ({ name, type }));
  const schema: Check = {
    ...head,
    id: `${table}.columns`,
    dimension: "validity",
    schema: { kind: "columns", columns: types, others: true },
  };
  const ofKey: Check = {
    ...head,
    id: `${table}.key`,
    dimension: "uniqueness",
    rule: { kind: "unique", columns: key },
    threshold,
  };
  return [
    schema,
    ...(key.length === 0 ? [] : [ofKey]),
    ...columns.flatMap((column) => columnChecks(column, head)),
  ];
}

function columnChecks(
  { name, required, unique, primaryKey, references }: ContractColumn,
  head: Pick<Check, "table" | "severity" | "reason">,
): readonly Check[] {
  const id = (what: string): string => `${head.table}.${name}.${what}`;
  const isRequired = required === true || primaryKey !== undefined;
  const there = {
    ...head,
    id: id("required"),
    dimension: "completeness",
    rule: { kind: "not-null", column: name },
    threshold,
  } as const;
  const once = {
    ...head,
    id: id("unique"),
    dimension: "uniqueness",
    rule: { kind: "unique", columns: [name] },
    threshold,
  } as const;
  return [
    ...(isRequired ? [there] : []),
    ...(unique === true ? [once] : []),
    ...(references === undefined
      ? []
      : [
          {
            ...head,
            id: id("references"),
            dimension: "consistency",
            rule: {
              kind: "references",
              columns: [name],
              table: references.table,
              referenced: [references.column],
            },
            threshold,
          } as const,
        ]),
  ];
}
