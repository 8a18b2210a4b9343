import { createPlan, createTable, type Plan, type Statement, type TableLayout } from "@dx/sql";
import type { StarKeys } from "./ask-keys.ts";
import { tableOf, type LoadOptions } from "./load-options.ts";
import type { DimensionalModel } from "./model.ts";
import { starTables, type StarTable } from "./star-columns.ts";

/** How tables are made. */
export interface PlanStarOptions {
  /**
   * Which keys are declared: the surrogate keys of dimensions (`dimensions`, without a word), those that `askKeys` found to be kept, primary
   * and foreign keys of all tables (`all`), or none, for platforms that have none.
   */
  readonly keys?: "none" | "dimensions" | "all" | StarKeys;
  /** Of these tables only; without it, of all. */
  readonly only?: readonly string[];
  /** Where rows lie, by the names of tables, as `chooseLayouts` chooses it; nothing is said without it. */
  readonly layouts?: Readonly<Record<string, TableLayout>>;
  /** Where the tables are, by their names in the model; others have those names. */
  readonly tables?: NonNullable<LoadOptions["tables"]>;
}

/**
 * Plans the tables of a star where they are not there yet, dimensions first: twice is as good as once. Platforms that do not enforce
 * keys believe them, and give wrong answers where they are not kept: declare those of `askKeys` there.
 * @throws DxError `DX_DIMENSIONAL_NAME` for a reference to no dimension; on rendering, `DX_SQL_UNSUPPORTED` for keys in Spark
 * @example
 * ```ts
 * import { planStar } from "@dx/dimensional";
 * import { formatPlan } from "@dx/sql";
 * const id = { name: "iata", source: "iata", type: { kind: "text" } } as const;
 * const airport = { name: "dim_airport", source: "airports", surrogateKey: "airport_key", businessKey: [id], attributes: [], hierarchies: [], scdType: 1 } as const;
 * const plan = planStar({ name: "flights", facts: [], dimensions: [airport], date: null, decisions: [] });
 * if (!formatPlan(plan, "postgres").includes("primary key")) throw new Error();
 * ```
 */
export function planStar(
  model: DimensionalModel,
  { keys = "dimensions", only, layouts = {}, tables: places = {} }: PlanStarOptions = {},
): Plan {
  const tables = starTables(model).filter(({ name }) => only?.includes(name) ?? true);
  return createPlan(tables.map((table) => [makeTable(table, { keys, layouts, tables: places })]));
}

function makeTable(
  table: StarTable,
  { keys, layouts, tables }: Required<Omit<PlanStarOptions, "only">>,
): Statement {
  const { name, comment, columns, primaryKey, references } = table;
  const hasPrimary =
    typeof keys === "object"
      ? keys.primary.includes(name)
      : keys === "all" || (keys === "dimensions" && table.kind !== "fact");
  const foreignKeys = references.filter(({ column }) =>
    typeof keys === "object"
      ? keys.foreign.some((one) => one.table === name && one.column === column)
      : keys === "all",
  );
  return {
    purpose: `make ${name}: ${comment}`,
    sql: createTable(tableOf(name, { tables }), columns, {
      ifNotExists: true,
      ...(Object.hasOwn(layouts, name) ? { layout: layouts[name] ?? {} } : {}),
      ...(hasPrimary ? { primaryKey } : {}),
      foreignKeys: foreignKeys.map((one) => ({
        columns: one.column,
        references: tableOf(one.table, { tables }),
        referenced: one.key,
      })),
    }),
  };
}
