import { dialects, isDxError, type Dialect } from "@dx/core";
import {
  chooseIndexes,
  chooseLayouts,
  planIndexes,
  planStar,
  type DesignTable,
  type DimensionalModel,
  type PlanStarOptions,
  type StarKeys,
} from "@dx/dimensional";
import { createPlan, createTable, formatPlan, parameter, type Plan } from "@dx/sql";
import { tablePlans, type Load, type TablePlans } from "./make-plan.ts";

/** The scripts of a table of the star. */
export interface TableScripts {
  /** Its name. */
  readonly name: string;
  /** Makes it. */
  readonly ddl: string;
  /** Loads it; the times are parameters, for a scheduled job. */
  readonly load: string;
}

/** What is known of the source's tables. */
interface Described {
  /** Their columns. */
  readonly columns: readonly DesignTable[];
  /** How many rows they have, by their names. */
  readonly rows: Readonly<Record<string, number>>;
}

/** The scripts of all tables, in the SQL of the platform; source and star are under their own names. */
export function scriptsOf(
  model: DimensionalModel,
  { columns, rows, inferMembers }: Described & Pick<Load, "inferMembers">,
  dialect: Dialect,
): readonly TableScripts[] {
  const layouts = layoutsOf(model, rows);
  const plansWith = (keys: "none" | "dimensions"): readonly TablePlans[] =>
    tablePlans(model, {
      sources: {},
      at: parameter("snapshot_at", "timestamp"),
      loadedAt: parameter("loaded_at", "timestamp"),
      isNew: false,
      inferMembers,
      columns,
      keys,
      layouts,
    });
  const keyless = plansWith("none");
  return plansWith("dimensions").map(({ name, table, load }, index) => ({
    name,
    ddl: write(table, () => keyless[index]?.table ?? [], dialect),
    load: formatPlan(load, dialect),
  }));
}

/** A plan as text; where the platform has no keys, the other one. */
function write(plan: Plan, otherwise: () => Plan, dialect: Dialect): string {
  try {
    return formatPlan(plan, dialect);
  } catch (error) {
    if (!isDxError(error, "DX_SQL_UNSUPPORTED")) throw error;
    return formatPlan(otherwise(), dialect);
  }
}

/** Indexes for Postgres, chosen by how many rows the source has; nothing where there are none. */
export function indexesOf(
  model: DimensionalModel,
  rows: Readonly<Record<string, number>>,
): Readonly<Record<string, string>> {
  const plan = planIndexes(chooseIndexes(model, rows));
  return plan.length === 0 ? {} : { "ddl/postgres-indexes.sql": formatPlan(plan, "postgres") };
}

/**
 * The tables of the star for every platform, by the name of a file, with the keys that its rows keep: what a platform believes and does
 * not enforce must be true. Those that the platform has no keys for have none. Where rows lie is chosen by how many the source has.
 */
export function ddlOfAll(
  model: DimensionalModel,
  { keys, rows }: { readonly keys: StarKeys; readonly rows: Described["rows"] },
): Readonly<Record<string, string>> {
  const layouts = layoutsOf(model, rows);
  const all = planStar(model, { keys, layouts });
  const none = (): Plan => planStar(model, { keys: "none", layouts });
  return Object.fromEntries(
    dialects.map((dialect) => [`ddl/${dialect}.sql`, write(all, none, dialect)]),
  );
}

function layoutsOf(
  model: DimensionalModel,
  rows: Described["rows"],
): NonNullable<PlanStarOptions["layouts"]> {
  return Object.fromEntries(
    chooseLayouts(model, rows).map(({ table, layout }) => [table, layout] as const),
  );
}

/** The source's tables as the star reads them. */
export function sourceScript(columns: readonly DesignTable[], dialect: Dialect): string {
  const make = columns.map(({ name, columns: own }) => [
    {
      purpose: `the source's ${name}, as the loads read it`,
      sql: createTable(name, own, { ifNotExists: true }),
    },
  ]);
  return formatPlan(createPlan(make), dialect);
}
