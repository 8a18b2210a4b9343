import { relation } from "@dx/core";
import { createPlan, createTableAs, dropTable, identifier, sql, updateFrom } from "@dx/sql";
import type { Plan, Statement } from "@dx/sql";
import {
  columnsOf,
  differOn,
  equalOn,
  stagingOf,
  tableOf,
  timeOf,
  type LoadOptions,
} from "./load-options.ts";
import { auditColumns, type DimensionalModel, type FactTable } from "./model.ts";
import { resolveFact } from "./resolve-fact.ts";

/** How a fact is loaded. */
export interface FactLoadOptions extends LoadOptions {
  /** `initial` puts in what is not there yet; `incremental` (without a word) also changes what differs. */
  readonly mode?: "initial" | "incremental";
}

/**
 * Plans the load of a fact, after its dimensions: rows whose grain is not there are put in, and those that differ are changed, such as
 * the milestones of an accumulating snapshot, or references to members that came late. Loading the same twice changes nothing. Rows that the source
 * no longer has stay. The key of the grain must be unique and without NULL in the source: see `reconcile`.
 * @throws DxError `DX_DIMENSIONAL_NAME` for a reference to no dimension
 * @example
 * ```ts
 * import { planFactLoad } from "@dx/dimensional";
 * const id = { name: "flight", source: "flight", type: { kind: "int64" } } as const;
 * const fact = { name: "fct_flight", kind: "factless", source: "flights", grain: { sentence: "one row per flight", key: [id] }, keys: [], measures: [], degenerate: [] } as const;
 * const model = { name: "flights", facts: [fact], dimensions: [], date: null, decisions: [] };
 * if (planFactLoad(model, fact, { loadedAt: "2026-01-01" }).length !== 3) throw new Error();
 * ```
 * @see Kimball and Ross, "The Data Warehouse Toolkit" (3rd ed., 2013), chapter 19
 */
export function planFactLoad(
  model: DimensionalModel,
  fact: FactTable,
  options: FactLoadOptions,
): Plan {
  const { name, grain, keys, degenerate, measures } = fact;
  const table = relation(tableOf(name, options));
  const staging = relation(stagingOf(name, options));
  const key = grain.key.map((column) => column.name);
  const others = [
    ...keys.map(({ column }) => column),
    ...[...degenerate, ...measures].map((column) => column.name),
  ];
  const columns = [...key, ...others];
  const time = timeOf(options);
  const drop = {
    purpose: `remove the working table of ${name}`,
    sql: dropTable(staging, { ifExists: true }),
  };
  const change: Statement = {
    purpose: `change what differs in ${name}`,
    sql: updateFrom({
      table,
      as: "t",
      set: {
        ...Object.fromEntries(others.map((one) => [one, identifier("s", one)])),
        [auditColumns.updatedAt]: time,
      },
      from: sql`(select * from ${staging}) as s`,
      on: sql`${equalOn("t", "s", key)} and ${differOn("t", "s", others)}`,
    }),
  };
  const insert: Statement = {
    purpose: `put new rows into ${name}`,
    sql: sql`insert into ${table} (${[...columns, auditColumns.insertedAt, auditColumns.updatedAt].map((one) => identifier(one))})
      select ${columnsOf("s", columns)}, ${time}, ${time} from ${staging} as s
      where not exists (select 1 from ${table} as t where ${equalOn("t", "s", key)})`,
  };
  const changes = options.mode === "initial" || others.length === 0 ? [] : [change];
  return createPlan([
    [
      drop,
      {
        purpose: `stage the rows of ${name} with the keys of their dimensions`,
        sql: createTableAs(staging, resolveFact(model, fact, options)),
      },
    ],
    [...changes, insert],
    [drop],
  ]);
}
