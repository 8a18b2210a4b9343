import { describeIfThere } from "@dx/database";
import { defineTask } from "@dx/runner";
import { planChanges, planHistoryTable } from "@dx/scd";
import { formatPlan, joinPlans } from "@dx/sql";
import { z } from "zod";
import { findSource } from "../find-source.ts";
import { inputs } from "../inputs.ts";
import { historySpec, historyTable, placeOf, tableOf } from "../specs.ts";

/** Puts a source's table, as it is after a load, into its history: what differs begins new versions, what is gone ends. */
export const keepHistory = defineTask("keep-history", {
  version: 1,
  effect: "idempotent",
  input: z.strictObject({ inputs, source: z.string(), at: z.string() }),
  output: z.strictObject({ source: z.string(), history: z.string(), columns: z.array(z.string()) }),
  run: async ({ inputs: given, source: name, at }, { databases: { target }, artefacts }) => {
    const source = findSource(given, name);
    const [table, history] = [tableOf(given, name), historyTable(given, source)];
    const { columns } = await target.describe(placeOf(given, name));
    const names = columns.map((column) => column.name);
    const spec = historySpec(source, names);
    const kept = await describeIfThere(target, history);
    const changes = planChanges(history, { kind: "snapshot", table, at }, { spec, loadedAt: at });
    const plan =
      kept === undefined ? joinPlans(planHistoryTable(history, table, spec), changes) : changes;
    await target.apply(plan);
    await artefacts.write({ [`sql/loads/${name}-history.sql`]: formatPlan(plan, target.dialect) });
    return { source: name, history, columns: names };
  },
});
