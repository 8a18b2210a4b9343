/* oxlint-disable no-await-in-loop -- few tables */
import { toObjects } from "@dx/core";
import { planUnitTest, selectRows, unitTestTables } from "@dx/pipeline";
import { defineTask } from "@dx/runner";
import { countRows } from "@dx/sql";
import { z } from "zod";
import { inputs } from "../inputs.ts";
import { unitTested, type UnitTested } from "../outputs.ts";
import { placeOf } from "../specs.ts";
import { transformation } from "../transformation-schema.ts";

/** How many rows are taken of each table; more only where fewer give no answer. */
const sampled = [12, 120, 1200] as const;

/**
 * Records a unit test of each transformation that has none: some real rows of all that it is made of, and what its
 * query gives of them, as tables of the target's schema. Writes all tests below `artefacts/tests`.
 */
export const testTransformations = defineTask("test-transformations", {
  version: 2,
  effect: "idempotent",
  input: z.strictObject({
    inputs,
    ordered: z.array(transformation),
    found: z.array(unitTested),
  }),
  output: z.strictObject({
    units: z.array(unitTested),
    files: z.array(z.strictObject({ path: z.string(), rows: z.number() })),
  }),
  run: async ({ inputs: given, ordered, found }, tools) => {
    const { target } = tools.databases;
    const place = (name: string) => placeOf(given, name);
    const units: UnitTested[] = [];
    const files: { path: string; rows: number }[] = [];
    for (const one of ordered) {
      const tables = unitTestTables(one, place);
      const kept = found.find(({ name }) => name === one.name);
      if (kept === undefined) {
        const orderBy: Record<string, string[]> = {};
        for (const name of Object.keys(tables.given))
          orderBy[name] = (await target.describe(place(name))).columns.map((column) => column.name);
        for (const rows of sampled) {
          await target.apply(planUnitTest(one, place, { rows, orderBy }));
          if ((await target.run(countRows(tables.answer))) > 0) break;
        }
      }
      const answer = await target.query(selectRows(tables.answer));
      const columns = answer.columns.map(({ name }) => name);
      units.push(kept ?? { name: one.name, state: "recorded", columns, now: columns });
      if (kept?.reason !== undefined) continue;
      const rows: Record<string, unknown> = {};
      for (const [name, table] of Object.entries(tables.given))
        rows[name] = toObjects(await target.query(selectRows(table)), "js");
      const path = `tests/${one.name}.json`;
      const test = { transformation: one.name, given: rows, expect: toObjects(answer, "js") };
      await tools.artefacts.write({ [path]: `${JSON.stringify(test, null, 2)}\n` });
      files.push({ path, rows: answer.count });
    }
    return { units, files };
  },
});
