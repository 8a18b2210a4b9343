import { findNamed } from "@dx/core";
import { profileTable } from "@dx/profile";
import { checkForSurvivor } from "@dx/quality";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { killRateSchema, stagedTable, survivorSchema } from "../schemas.ts";

/** Says for each damage that nothing noticed, which rule would have, by what the column holds. */
export const profileSurvivors = defineTask("profile-survivors", {
  version: 2,
  effect: "none",
  input: z.strictObject({ rates: z.array(killRateSchema), tables: z.array(stagedTable) }),
  output: z.array(survivorSchema),
  run: async ({ rates, tables }, { databases: { target } }) => {
    const all = [];
    for (const { table, survivors } of rates) {
      const found = tables.find(({ name }) => name === table);
      if (survivors.length === 0 || found === undefined) continue;
      const sample = { rows: 20_000, seed: 1 };
      // oxlint-disable-next-line no-await-in-loop -- one table after the other
      const { columns } = await target.run(profileTable(found.staged, { top: 60, sample }));
      for (const one of survivors) {
        const profile = one.column === null ? undefined : findNamed(columns, one.column);
        const add = checkForSurvivor(one, profile, found.rows);
        all.push({ table, column: one.column, damage: one.id, kind: one.kind, add });
      }
    }
    return all;
  },
});
