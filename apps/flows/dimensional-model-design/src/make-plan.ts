import type { TableSchema, Time } from "@dx/core";
import {
  historyOf,
  planBridge,
  planDateLoad,
  planDimensionLoad,
  planFactLoad,
  planInferredMembers,
  planStar,
  planTimeLoad,
  type DesignTable,
  type Dimension,
  type DimensionalModel,
  type PlanStarOptions,
} from "@dx/dimensional";
import { planChanges, planHistoryTable } from "@dx/scd";
import { joinPlans, type Plan, type Sql } from "@dx/sql";
import { historySpec } from "./history-of.ts";

/** How a star is loaded. */
export interface Load {
  /** Where the source's tables are. */
  readonly sources: Readonly<Record<string, string>>;
  /** Where the star's tables and histories are, if not under their names. */
  readonly tables?: Readonly<Record<string, string>>;
  /** When the source was so. */
  readonly at: Time | Sql;
  /** When it is loaded. */
  readonly loadedAt: Time | Sql;
  /** The schema for working tables. */
  readonly staging?: string;
  /** Whether nothing can have changed, since nothing is there. */
  readonly isNew: boolean;
  /** The columns of the source's tables. */
  readonly columns: readonly DesignTable[];
  /** Where rows lie, by the names of tables. */
  readonly layouts?: PlanStarOptions["layouts"];
  /** Whether what facts name and dimensions lack becomes a member. */
  readonly inferMembers: boolean;
  /** Which keys are declared; without a word, those of dimensions. */
  readonly keys?: "none" | "dimensions";
}

/** The plan of a table of the star: it, and what loads it. */
export interface TablePlans {
  /** Its name. */
  readonly name: string;
  /** Makes it. */
  readonly table: Plan;
  /** Loads it. */
  readonly load: Plan;
}

/** The plans of all tables of a star, in the order of loads. */
export function tablePlans(model: DimensionalModel, load: Load): readonly TablePlans[] {
  const { sources, tables = {}, loadedAt, staging, isNew } = load;
  const { keys = "dimensions", layouts = {} } = load;
  const options = { sources, tables, loadedAt, ...(staging === undefined ? {} : { staging }) };
  const make = (name: string): Plan => planStar(model, { only: [name], tables, keys, layouts });
  return [
    ...model.dimensions.map((dimension) => ({
      name: dimension.name,
      table: joinPlans(make(dimension.name), ...historyTable(dimension, load)),
      load: joinPlans(...historyLoad(dimension, load), planDimensionLoad(dimension, options)),
    })),
    ...(model.date === null
      ? []
      : [
          {
            name: model.date.name,
            table: make(model.date.name),
            load: planDateLoad(model.date, options),
          },
        ]),
    ...(model.time === undefined
      ? []
      : [
          {
            name: model.time.name,
            table: make(model.time.name),
            load: planTimeLoad(model.time, options),
          },
        ]),
    ...(model.bridges ?? []).map((bridge) => ({
      name: bridge.name,
      table: make(bridge.name),
      load: planBridge(model, bridge, options),
    })),
    ...model.facts.map((fact) => ({
      name: fact.name,
      table: make(fact.name),
      load: joinPlans(
        ...(load.inferMembers ? [planInferredMembers({ ...model, facts: [fact] }, options)] : []),
        planFactLoad(model, fact, { ...options, mode: isNew ? "initial" : "incremental" }),
      ),
    })),
  ];
}

/** The plan of the whole load: all tables first. */
export function makePlan(model: DimensionalModel, load: Load): Plan {
  const plans = tablePlans(model, load);
  return joinPlans(...plans.map(({ table }) => table), ...plans.map((one) => one.load));
}

function historyTable(dimension: Dimension, load: Load): readonly Plan[] {
  if (dimension.scdType !== 2) return [];
  return [
    planHistoryTable(place(dimension, load), sourceSchema(dimension, load), historySpec(dimension)),
  ];
}

/** Changes of a dimension of type 2 are found by `@dx/scd`, by comparing all rows that the source has now. */
function historyLoad(dimension: Dimension, load: Load): readonly Plan[] {
  if (dimension.scdType !== 2) return [];
  const { sources, at, loadedAt, staging } = load;
  const source = {
    kind: "snapshot",
    table: sources[dimension.source] ?? dimension.source,
    at,
  } as const;
  return [
    planChanges(place(dimension, load), source, {
      spec: historySpec(dimension),
      loadedAt,
      ...(staging === undefined ? {} : { scratch: staging }),
      columns: sourceSchema(dimension, load).columns,
    }),
  ];
}

function place({ name }: Dimension, { tables = {} }: Load): string {
  return tables[historyOf(name)] ?? historyOf(name);
}

function sourceSchema({ source }: Dimension, { columns }: Load): TableSchema {
  const found = columns.find(({ name }) => name === source);
  return {
    relation: { kind: "relation", name: source },
    kind: "table",
    columns: Array.from(found?.columns ?? [], (one) => ({
      ...one,
      native: one.type.kind,
      nullable: true,
    })),
    uniqueKeys: [],
    foreignKeys: [],
  };
}
