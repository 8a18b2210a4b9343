/* oxlint-disable no-await-in-loop -- few tables */
import { toObjects, type Relation } from "@dx/core";
import { planCopy, referencesOf, selectRows, transformationSql } from "@dx/pipeline";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { inputs } from "../inputs.ts";
import { placeOf } from "../specs.ts";
import { transformation } from "../transformation-schema.ts";

const sampled = 12;

/**
 * Makes a unit test of each transformation: some real rows of all that it is made of, and what its query gives of
 * them. Writes them below `artefacts/tests`; gives their paths.
 */
export const testTransformations = defineTask("test-transformations", {
  version: 1,
  effect: "idempotent",
  input: z.strictObject({ inputs, ordered: z.array(transformation) }),
  output: z.array(z.strictObject({ path: z.string(), rows: z.number() })),
  run: async ({ inputs: given, ordered }, tools) => {
    const { target } = tools.databases;
    const schema = await tools.scratch();
    const made: { path: string; rows: number }[] = [];
    for (const one of ordered) {
      const fixture = (name: string): Relation => ({
        kind: "relation",
        schema,
        name: `unit_${one.name}_${name}`,
      });
      const rows: Record<string, unknown> = {};
      for (const name of referencesOf(one)) {
        const from = placeOf(given, name);
        const { columns } = await target.describe(from);
        const orderBy = columns.map((column) => column.name);
        await target.apply(planCopy(from, fixture(name), { orderBy, first: sampled }));
        rows[name] = toObjects(await target.query(selectRows(fixture(name))), "js");
      }
      const expected = await target.query(transformationSql(one, fixture));
      const path = `tests/${one.name}.json`;
      const test = { transformation: one.name, given: rows, expect: toObjects(expected, "js") };
      await tools.artefacts.write({ [path]: `${JSON.stringify(test, null, 2)}\n` });
      made.push({ path, rows: expected.count });
    }
    return made;
  },
});
