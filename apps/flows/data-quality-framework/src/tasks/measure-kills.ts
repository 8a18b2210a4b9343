import { measureKillRate, planKillTables, retargetSuite, type KillRate } from "@dx/quality";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { checkSchema, killRateSchema, stagedTable } from "../schemas.ts";

/** Damages copies of the watched tables, and counts what the checks notice; writes it down in the scratch schema. */
export const measureKills = defineTask("measure-kills", {
  version: 1,
  effect: "idempotent",
  input: z.strictObject({
    suite: z.strictObject({ name: z.string(), checks: z.array(checkSchema) }),
    tables: z.array(stagedTable),
    at: z.string(),
    damages: z.strictObject({ seed: z.number(), most: z.number(), rows: z.number() }),
  }),
  output: z.strictObject({
    rates: z.array(killRateSchema),
    damagesTable: z.string(),
    unharmedTable: z.string(),
  }),
  run: async ({ suite, tables, at, damages }, tools) => {
    const { target } = tools.databases;
    const scratch = await tools.scratch();
    const places = Object.fromEntries(tables.map(({ name, staged }) => [name, staged]));
    const own = retargetSuite(suite, places);
    const rates: KillRate[] = [];
    for (const { staged, name, columns } of tables.filter((one) => one.criticality !== null)) {
      // oxlint-disable-next-line no-await-in-loop -- one table after the other
      const rate = await measureKillRate(own, {
        database: target,
        table: staged,
        columns,
        scratch,
        at,
        ...damages,
        onMutant: (done, of) => tools.progress(done, of, "damages"),
      });
      rates.push({ ...rate, table: name });
    }
    const damagesTable = `${scratch}.damages`;
    const unharmedTable = `${scratch}.unharmed`;
    await target.apply(planKillTables({ damages: damagesTable, unharmed: unharmedTable }, rates));
    return { rates, damagesTable, unharmedTable };
  },
});
