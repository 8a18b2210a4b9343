import { joinPlans, type Plan } from "@dx/sql";
import type { DimensionalModel } from "./model.ts";
import { planBridge } from "./plan-bridge.ts";
import { planDateLoad } from "./plan-date-load.ts";
import { planTimeLoad } from "./plan-time-load.ts";
import { planDimensionLoad } from "./plan-dimension-load.ts";
import { planInferredMembers } from "./plan-inferred-members.ts";
import { planFactLoad, type FactLoadOptions } from "./plan-fact-load.ts";

/** The load of one table of a star. */
export interface TableLoad {
  /** The table, by its name in the model. */
  readonly table: string;
  /** What loads it. */
  readonly plan: Plan;
}

/** The loads of a star. */
export interface StarLoads {
  /** Waves, one after the other; the loads of one wave do not depend on each other, and may be done at the same time. */
  readonly waves: readonly (readonly TableLoad[])[];
  /** All of them, in order. */
  readonly plan: Plan;
}

/** How a star is loaded. */
export interface StarLoadOptions extends FactLoadOptions {
  /** Whether what facts name and dimensions lack becomes a member before it is described; see `planInferredMembers`. Without a word it is the unknown member. */
  readonly inferMembers?: boolean;
}

/**
 * Plans the loads of a star: a wave of dimensions, days and times of day, then one of bridges and facts. Loading the same twice changes nothing.
 * @throws DxError what the plans of dimensions, dates and facts throw
 * @example
 * ```ts
 * import { planLoads } from "@dx/dimensional";
 * const date = { name: "dim_date", from: "2026-01-01", to: "2026-01-31", fiscalYearStartMonth: 1, fiscalYearLabel: "start", holidays: [] } as const;
 * const { waves } = planLoads({ name: "sales", facts: [], dimensions: [], date, decisions: [] }, { loadedAt: "2026-01-01" });
 * if (waves[0]?.[0]?.table !== "dim_date") throw new Error();
 * ```
 */
export function planLoads(model: DimensionalModel, options: StarLoadOptions): StarLoads {
  const dimensions: readonly TableLoad[] = [
    ...model.dimensions.map((one) => ({ table: one.name, plan: planDimensionLoad(one, options) })),
    ...(model.date === null
      ? []
      : [{ table: model.date.name, plan: planDateLoad(model.date, options) }]),
    ...(model.time === undefined
      ? []
      : [{ table: model.time.name, plan: planTimeLoad(model.time, options) }]),
  ];
  const facts = model.facts.map((one) => ({
    table: one.name,
    plan: planFactLoad(model, one, options),
  }));
  const inferred =
    options.inferMembers === true
      ? [{ table: "members that facts name", plan: planInferredMembers(model, options) }]
      : [];
  const bridges = (model.bridges ?? []).map((one) => ({
    table: one.name,
    plan: planBridge(model, one, options),
  }));
  const waves = [dimensions, inferred, [...bridges, ...facts]].filter((wave) => wave.length > 0);
  return { waves, plan: joinPlans(...waves.flat().map(({ plan }) => plan)) };
}
